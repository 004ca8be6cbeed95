import type { Transaction } from '../db/database.ts'
import { attemptKeys, countAttempt, forgetAttempts } from '../identity/attempts.ts'
import type { Browser, Cookies, SignedInUser } from '../identity/auth.ts'
import { checkPassword, hashPassword, verifyPassword } from '../identity/passwords.ts'
import { type SessionDeps, startSession } from '../identity/start-session.ts'
import { Refusal } from '../lib/refusal.ts'
import { recordOperation } from '../operations/record-operation.ts'

/** As for signing in: who has found a browser open does not guess on in it. */
const limit = { times: 10, minutes: 15 }

export interface PasswordChange {
  readonly current_password: string
  readonly password: string
}

/**
 * Sets another password, by the one that is. It signs this browser in and all others out. Throws `invalid` for either
 * password, or `rate_limited`; then nothing has changed.
 */
export async function changePassword(
  deps: SessionDeps,
  { id: userId, email }: SignedInUser,
  { current_password, password }: PasswordChange,
  browser: Browser,
  now: Date,
): Promise<Cookies> {
  const { kysely } = deps.database
  if (!(await countAttempt(kysely, attemptKeys.signInToFrom(email, browser.ip), limit, now)))
    throw new Refusal('rate_limited', `Too many attempts. Try again in ${limit.minutes} minutes.`)
  const found = await kysely
    .selectFrom('accounts')
    .select('password')
    .where('user_id', '=', userId)
    .where('provider_id', '=', 'credential')
    .executeTakeFirst()
  if (!(await verifyPassword(found?.password ?? null, current_password))) throw wrong()
  checkPassword(password)
  const hash = await hashPassword(password)
  await kysely.transaction().execute(async transaction => {
    if (!(await replacePassword(transaction, userId, { from: found?.password ?? '', to: hash }, now))) throw wrong()
    const by = { actor: { kind: 'user', id: userId }, source: null, ip: browser.ip, receivedAt: now } as const
    const change = { kind: 'change_password', organizationId: null, userId, email, result: 'changed' } as const
    await recordOperation(transaction, change, by)
  })
  await forgetAttempts(kysely, [attemptKeys.signInToFrom(email, browser.ip)])
  const cookies = await startSession(deps, { userId, hash }, browser)
  if (!cookies) throw wrong()
  return cookies
}

/** False: it is another one by now. A link that waits in the mailbox ends too: it was for the old one. */
async function replacePassword(
  transaction: Transaction,
  userId: number,
  { from, to }: { from: string; to: string },
  now: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('accounts')
    .set({ password: to, updated_at: now })
    .where('user_id', '=', userId)
    .where('provider_id', '=', 'credential')
    .where('password', '=', from)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return false
  await transaction
    .updateTable('users')
    .set({ password_set_at: now, password_link_id: null, password_link_expires_at: null, updated_at: now })
    .where('id', '=', userId)
    .execute()
  await transaction.deleteFrom('sessions').where('user_id', '=', userId).execute()
  return true
}

function wrong(): Refusal {
  const message = 'is not the password of this account'
  return new Refusal('invalid', 'This is not your password.', [{ field: 'current_password', message }])
}
