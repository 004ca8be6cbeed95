import type { Transaction } from '../db/database.ts'
import { letIn, type WayIn } from '../identity/let-in.ts'
import { checkPassword, hashPassword } from '../identity/passwords.ts'
import { confirmedAuthenticator } from '../identity/second-factor.ts'
import { recordOperation } from '../log/record-operation.ts'
import type { Browser, SignedInUser, SignInDeps } from '../sessions/sessions.ts'
import { requirePassword, wrongPassword } from './require-password.ts'

export interface PasswordChange {
  readonly current_password: string
  readonly password: string
}

/**
 * Sets another password, by the one that is. It signs this browser in and all others out. Throws `invalid` for either
 * password, or `rate_limited`; then nothing has changed.
 */
export async function changePassword(
  deps: SignInDeps,
  { user, withSecondFactor }: { user: SignedInUser; withSecondFactor: boolean },
  { current_password, password }: PasswordChange,
  browser: Browser,
  now: Date,
): Promise<WayIn> {
  const { kysely } = deps.database
  const { id: userId, email } = user
  const from = await requirePassword(kysely, { id: userId, email, ip: browser.ip }, current_password, now)
  checkPassword(password)
  const hash = await hashPassword(password)
  await kysely.transaction().execute(async transaction => {
    if (!(await replacePassword(transaction, userId, { from, to: hash }, now))) throw wrongPassword()
    const by = { actor: { kind: 'user', id: userId }, source: null, ip: browser.ip, receivedAt: now } as const
    const change = { kind: 'change_password', organizationId: null, userId, email, result: 'changed' } as const
    await recordOperation(transaction, change, by)
  })
  // Whoever showed the second factor to come in is not asked again.
  const way = await letIn(deps, user, { hash, secondFactorAt: withSecondFactor ? now : null }, browser)
  if (!way) throw wrongPassword()
  return way
}

/** False: it is another one by now. A link that waits in the mailbox ends too: it was for the old one. */
async function replacePassword(
  transaction: Transaction,
  userId: number,
  { from, to }: { from: string; to: string },
  now: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('passwords')
    .set({ hash: to, updated_at: now, authenticator: confirmedAuthenticator })
    .where('user_id', '=', userId)
    .where('hash', '=', from)
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
