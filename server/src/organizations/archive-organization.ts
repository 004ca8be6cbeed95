import type { Transaction } from '../db/database.ts'
import { Refusal } from '../lib/refusal.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { changeOrganization, type WhichOrganization } from './change-organization.ts'

/**
 * Takes an organization out of use: suspended for good. Learners keep what they have. False: it already was. Throws
 * `conflict` while there are organizations below it, or `precondition_failed`.
 */
export async function archiveOrganization(
  transaction: Transaction,
  which: WhichOrganization,
  by: AskedBy,
): Promise<boolean> {
  const archived = await changeOrganization(
    transaction,
    which,
    'archive_organization',
    ({ archived_at, suspended_at }) =>
      archived_at ? null : { archived_at: by.receivedAt, suspended_at: suspended_at ?? by.receivedAt },
    by,
  )
  const below = await transaction
    .selectFrom('organizations')
    .select('slug')
    .where('parent_id', '=', which.id)
    .where('archived_at', 'is', null)
    .limit(1)
    .executeTakeFirst()
  if (below) throw new Refusal('conflict', `Archive the organizations below it first, such as ${below.slug}.`)
  return archived
}
