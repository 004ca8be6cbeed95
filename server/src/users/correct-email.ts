import { sql } from 'kysely'
import type { Transaction } from '../db/database.ts'
import { mailLink } from '../identity/mail-password-link.ts'
import { signsInElsewhere } from './send-password-link.ts'
import { type EmailChange, endPassword, writeEmail } from './write-email.ts'

/**
 * Somebody else says what a person's address is. Whoever has the old mailbox may have opened links from it: the password ends with
 * all sessions, and a link to choose another is mailed to the new one, in the name of the organization. The caller holds the account by
 * `lockAddresses`. Throws `conflict` for an address that is another's. Answers what `writeEmail` does.
 */
export async function correctEmail(
  transaction: Transaction,
  { organizationId, days, ...change }: EmailChange & { organizationId?: number; days: number },
  at: Date,
): ReturnType<typeof writeEmail> {
  const places = await writeEmail(transaction, change, at)
  await endPassword(transaction, change.id)
  // Also of who is only invited: all organizations are within reach of who may do this.
  await sql`update memberships set email = ${change.to} where user_id = ${change.id}`.execute(transaction)
  if (organizationId !== undefined && (await signsInElsewhere(transaction, organizationId))) return places
  await mailLink(transaction, { days, organizationId }, { id: change.id, email: change.to }, at)
  return places
}
