import type { Transaction } from '../db/database.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { changeOrganization } from './change-organization.ts'

/** Refuses provisioning to the organization and to those below it. Learners keep what they have. False: it already was. */
export function suspendOrganization(transaction: Transaction, organizationId: number, by: AskedBy): Promise<boolean> {
  return changeOrganization(
    transaction,
    { id: organizationId },
    'suspend_organization',
    before => (before.suspended_at ? null : { suspended_at: by.receivedAt }),
    by,
  )
}
