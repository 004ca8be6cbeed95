import { sql } from 'kysely'
import type { Principal } from '../api/principal.ts'
import type { Reader, Transaction } from '../db/database.ts'
import { mailLimit, mailLink } from '../identity/mail-password-link.ts'
import { LimitMet, Refusal } from '../lib/refusal.ts'
import { recordOperation } from '../log/record-operation.ts'
import { getMail } from '../mail/find-mails.ts'
import { lockAccount } from '../memberships/write-membership.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { signInModeAt } from '../provisioning/load/sign-in-mode.ts'
import { getPlace } from './get-user.ts'

/**
 * Mails a person a new set-password link, in the name of their organization; the one before it ends. The link goes to
 * the mailbox and to nobody else. Throws `not_found`, `conflict`
 * where people sign in elsewhere, or `rate_limited`: one went there a moment ago.
 */
export async function sendPasswordLink(
  transaction: Transaction,
  principal: Principal,
  id: number,
  { days }: { days: number },
  by: AskedBy,
) {
  const { organizationId } = await getPlace(transaction, principal, { id })
  if (await signsInElsewhere(transaction, organizationId))
    throw new Refusal('conflict', 'The people of this organization sign in elsewhere: they need no password here.')
  await lockAccount(transaction, id)
  const user = await transaction
    .selectFrom('users')
    .select(['id', 'email'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const messageId = await mailLink(transaction, { days, organizationId }, user, by.receivedAt)
  if (messageId === null)
    throw new LimitMet(
      'password-links',
      mailLimit,
      'A link went to this person a moment ago. Try again in five minutes.',
    )
  const after = await getMail(transaction, principal, messageId)
  const object = { kind: 'message', id: messageId, before: null, after }
  const about = { organizationId, userId: user.id, email: user.email } as const
  await recordOperation(transaction, { kind: 'send_password_link', ...about, result: 'created', object }, by)
  return after
}

/** Whether an organization's people need no password here. */
export async function signsInElsewhere(reader: Reader, organizationId: number): Promise<boolean> {
  const { rows } = await sql<{ mode: string | null }>`
    select ${sql.raw(signInModeAt('here.path'))} as mode from organizations here
    where here.id = ${organizationId}`.execute(reader)
  return rows[0]?.mode === 'single_sign_on'
}
