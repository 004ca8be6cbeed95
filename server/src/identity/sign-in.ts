/** Signing in with email and password. Whatever is wrong, the answer is the same and takes as long. */
import type { Database, Reader } from '../db/database.ts'
import { normalizeEmail } from '../lib/email.ts'
import { Refusal } from '../lib/refusal.ts'
import { attemptKeys, countAttempt, forgetAttempts, uncountAttempt } from './attempts.ts'
import type { Auth, Browser, Cookies, SignedInUser } from './auth.ts'
import { verifyPassword } from './passwords.ts'

/** Failures in a row on one account; and from one network, where a whole class may sit. Successes do not count. */
const accountLimit = { times: 10, minutes: 15 }
const networkLimit = { times: 100, minutes: 15 }

/** Throws `unauthenticated`, `rate_limited` after too many failures, or `invalid` for what is no email at all. */
export async function signIn(
  { database: { kysely }, auth }: { database: Pick<Database, 'kysely'>; auth: Auth },
  { email, password, browser }: { email: string; password: string; browser: Browser },
  now: Date,
): Promise<{ user: SignedInUser; cookies: Cookies }> {
  const identity = normalizeEmail(email)
  if (identity === null) {
    throw new Refusal('invalid', 'This is not an email address.', [{ field: 'email', message: 'Check the address.' }])
  }
  const account = attemptKeys.signInTo(identity)
  const network = attemptKeys.signInFrom(browser.ip)
  // Counted before the password is looked at, so that many guesses at once do not slip through together.
  const allowed = await Promise.all([
    countAttempt(kysely, account, accountLimit, now),
    countAttempt(kysely, network, networkLimit, now),
  ])
  if (allowed.includes(false)) {
    const advice = `Try again in ${accountLimit.minutes} minutes, or ask for a new password.`
    throw new Refusal('rate_limited', `Too many attempts to sign in. ${advice}`)
  }

  const found = await findCredential(kysely, identity)
  const matches = await verifyPassword(found?.hash ?? null, password)
  if (!found || !matches) throw new Refusal('unauthenticated', 'The email or the password is wrong.')

  await Promise.all([forgetAttempts(kysely, [account]), uncountAttempt(kysely, network)])
  const { hash: _, ...user } = found
  return { user, cookies: await auth.startSession(user.id, browser) }
}

function findCredential(database: Reader, email: string) {
  return database
    .selectFrom('users')
    .innerJoin('accounts', 'accounts.user_id', 'users.id')
    .select(['users.id', 'users.email', 'users.first_name', 'users.last_name', 'accounts.password as hash'])
    .where('users.email', '=', email)
    .where('accounts.provider_id', '=', 'credential')
    .executeTakeFirst()
}
