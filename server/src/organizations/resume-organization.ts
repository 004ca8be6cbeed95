import type { Transaction } from '../db/database.ts'
import { Refusal } from '../lib/refusal.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { changeOrganization } from './change-organization.ts'

/** Lifts a suspension. False: there was none. Throws `conflict`: it is archived. */
export function resumeOrganization(transaction: Transaction, organizationId: number, by: AskedBy): Promise<boolean> {
  return changeOrganization(
    transaction,
    { id: organizationId },
    'resume_organization',
    before => {
      if (before.archived_at) throw new Refusal('conflict', 'This organization is archived, for good.')
      return before.suspended_at ? { suspended_at: null } : null
    },
    by,
  )
}
