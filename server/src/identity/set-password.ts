/** Setting a password through a link: once, whoever comes first. It signs the person in and everybody else out. */
import type { Database, Transaction } from '../db/database.ts'
import { Refusal } from '../lib/refusal.ts'
import { attemptKeys, forgetAttempts } from './attempts.ts'
import type { Auth, Browser, Cookies, SignedInUser } from './auth.ts'
import { openPasswordLink, readPasswordToken, unknownLink } from './open-password-link.ts'
import { checkPassword, hashPassword } from './passwords.ts'

/** Throws `invalid` (password), `not_found`, or `gone` for an expired link. Whatever it throws, the link stays as it was. */
export async function setPassword(
  { database: { kysely }, auth }: { database: Pick<Database, 'kysely'>; auth: Auth },
  { token, password, browser }: { token: string; password: string; browser: Browser },
  now: Date,
): Promise<{ user: SignedInUser; cookies: Cookies }> {
  const link = readPasswordToken(token)
  const { state } = await openPasswordLink(kysely, token, now)
  if (state === 'expired') throw new Refusal('gone', 'This link has expired. Ask for a new one.')
  checkPassword(password)

  const hash = await hashPassword(password)
  const user = await kysely.transaction().execute(async transaction => {
    const spent = await spendLink(transaction, link, now)
    if (!spent) throw unknownLink()
    await keepPassword(transaction, spent.id, hash, now)
    await transaction.deleteFrom('sessions').where('user_id', '=', spent.id).execute()
    return spent
  })
  await forgetAttempts(kysely, [attemptKeys.signInTo(user.email), attemptKeys.passwordMailTo(user.email)])
  return { user, cookies: await auth.startSession(user.id, browser) }
}

/** The row lock decides between two who come at once; the second finds the link gone. */
function spendLink(transaction: Transaction, link: { userId: number; hash: Buffer }, now: Date) {
  return transaction
    .updateTable('users')
    .set({
      password_link_id: null,
      password_link_hash: null,
      password_link_expires_at: null,
      password_set_at: now,
      email_verified: true,
      updated_at: now,
    })
    .where('id', '=', link.userId)
    .where('password_link_hash', '=', link.hash)
    .where('password_link_expires_at', '>', now)
    .returning(['id', 'email', 'first_name', 'last_name'])
    .executeTakeFirst()
}

async function keepPassword(transaction: Transaction, userId: number, password: string, now: Date): Promise<void> {
  await transaction
    .insertInto('accounts')
    .values({ user_id: userId, provider_id: 'credential', account_id: String(userId), password, updated_at: now })
    .onConflict(conflict => conflict.columns(['provider_id', 'account_id']).doUpdateSet({ password, updated_at: now }))
    .execute()
}
