/** Signing in with a passkey alone: it is two factors, for it looks at who holds it. Whatever is wrong, the answer is the same. */
import { Refusal } from '../lib/refusal.ts'
import type { PasskeyDeps } from '../passkeys/challenges.ts'
import { provePasskey, type Shown } from '../passkeys/prove-passkey.ts'
import type { Cookies, SignedInUser, SignInDeps } from '../sessions/sessions.ts'
import { attemptKeys, countAttempt, uncountAttempt } from './attempts.ts'
import { networkLimit } from './sign-in.ts'

/** Throws `unauthenticated`, or `rate_limited` after too many failures from the network, by passwords or passkeys. */
export async function signInByPasskey(
  deps: PasskeyDeps & SignInDeps,
  shown: Shown,
  now: Date,
): Promise<{ user: SignedInUser; cookies: Cookies }> {
  const { kysely } = deps.database
  const network = attemptKeys.signInFrom(shown.browser.ip)
  if (!(await countAttempt(kysely, network, networkLimit, now))) {
    const again = `Try again in ${networkLimit.minutes} minutes.`
    throw new Refusal('rate_limited', `Too many attempts to sign in. ${again}`)
  }
  const proven = await provePasskey(deps, { purpose: 'sign_in', userId: null }, shown, now)
  const cookies = proven && (await deps.sessions.start(proven, shown.browser))
  if (!cookies) {
    const otherwise = 'Try it once more, or sign in by your password.'
    throw new Refusal('unauthenticated', `This passkey was not accepted. ${otherwise}`)
  }
  await uncountAttempt(kysely, network)
  const user = await kysely
    .selectFrom('users')
    .select(['id', 'email', 'first_name', 'last_name'])
    .where('id', '=', proven.userId)
    .executeTakeFirstOrThrow()
  return { user, cookies }
}
