/** Signing in with email and password. Whatever is wrong, the answer is the same and takes as long. */

import { idOfEmail } from '../accounts/aliases.ts'
import type { Reader } from '../db/database.ts'
import { normalizeEmail } from '../lib/email.ts'
import { Refusal } from '../lib/refusal.ts'
import type { Browser, SignInDeps } from '../sessions/sessions.ts'
import { attemptKeys, countAttempt, forgetAttempts, uncountAttempt } from './attempts.ts'
import { evenOut, hashAnew } from './first-sign-in.ts'
import { letIn, type WayIn } from './let-in.ts'
import { findMatch, isForeign } from './passwords.ts'

/**
 * Failures from one network, where a whole class may sit; from there on one account; and on one account from everywhere, so many
 * that a stranger does not keep its owner out. Successes do not count.
 */
export const networkLimit = { times: 100, minutes: 15 }
const accountLimit = { times: 10, minutes: 15 }
const accountLimitOfAll = { times: 1000, minutes: 15 }

/** Throws `unauthenticated`, `rate_limited` after too many failures, or `invalid` for what is no email at all. */
export async function signIn(
  deps: SignInDeps,
  { email, password, browser }: { email: string; password: string; browser: Browser },
  now: Date,
): Promise<WayIn> {
  const { kysely } = deps.database
  const identity = normalizeEmail(email)
  if (identity === null) {
    throw new Refusal('invalid', 'This is not an email address.', [{ field: 'email', message: 'Check the address.' }])
  }
  const network = attemptKeys.signInFrom(browser.ip)
  const account = attemptKeys.signInToFrom(identity, browser.ip)
  const everywhere = attemptKeys.signInTo(identity)
  // Counted before the password is looked at, so that many guesses at once do not slip through together; and a network that is
  // held off counts against nobody's account.
  const isAllowed =
    (await countAttempt(kysely, network, networkLimit, now)) &&
    (await countAttempt(kysely, account, accountLimit, now)) &&
    (await countAttempt(kysely, everywhere, accountLimitOfAll, now))
  if (!isAllowed) {
    const advice = `Try again in ${accountLimit.minutes} minutes, or ask for a new password.`
    throw new Refusal('rate_limited', `Too many attempts to sign in. ${advice}`)
  }

  const begun = performance.now()
  const found = await findPassword(kysely, identity)
  const typed = await findMatch(found?.hash ?? null, password)
  if (!found || typed === null) {
    await evenOut(kysely, begun)
    throw wrong()
  }

  await Promise.all([
    forgetAttempts(kysely, [account]),
    uncountAttempt(kysely, network),
    uncountAttempt(kysely, everywhere),
  ])
  const { hash: foundHash, ...user } = found
  const hash = isForeign(foundHash) ? await hashAnew(kysely, user.id, { from: foundHash, typed }, now) : foundHash
  const way = await letIn(deps, user, { hash, secondFactorAt: null }, browser)
  if (!way) throw wrong()
  return way
}

function wrong(): Refusal {
  return new Refusal('unauthenticated', 'The email or the password is wrong.')
}

function findPassword(database: Reader, email: string) {
  return database
    .selectFrom('users')
    .innerJoin('passwords', 'passwords.user_id', 'users.id')
    .select(['users.id', 'users.email', 'users.first_name', 'users.last_name', 'passwords.hash'])
    .where('users.id', '=', idOfEmail(email))
    .executeTakeFirst()
}
