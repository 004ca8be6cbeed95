import { sql } from 'kysely'
import type { Transaction } from '../db/database.ts'
import type { WhichMembership } from './write-membership.ts'

/**
 * Nobody is told of courses that they cannot open: what waits to be mailed when a membership is suspended is held back, and
 * what was given meanwhile is told once it is resumed.
 */
export async function holdMails(
  transaction: Transaction,
  { userId, organizationId }: WhichMembership,
  before: Date | null,
  after: Date | null,
): Promise<void> {
  const ofThem = sql`user_id = ${userId} and organization_id = ${organizationId}`
  if (!before && after)
    await sql`update messages set state = 'held', claimed_at = null
      where ${ofThem} and state = 'queued' and kind not in ('invitation', 'password_link')`.execute(transaction)
  // What was held when somebody left and came again is nobody's news any more.
  if (before && !after)
    await sql`update messages set state = 'queued', due_at = now(), created_at = now()
      where ${ofThem} and state = 'held' and created_at >= ${before}::timestamptz - interval '7 days'`.execute(
      transaction,
    )
}
