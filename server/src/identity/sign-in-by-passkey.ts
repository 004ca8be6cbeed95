/** Signing in with a passkey alone: it is two factors, for it looks at who holds it. Whatever is wrong, the answer is the same. */
import { Refusal } from '../lib/refusal.ts'
import { beginChallenge, type PasskeyDeps, timeout } from '../passkeys/challenges.ts'
import { provePasskey, type Shown } from '../passkeys/prove-passkey.ts'
import { siteOf } from '../passkeys/webauthn.ts'
import type { Browser, Cookies, SignedInUser, SignInDeps } from '../sessions/sessions.ts'
import { attemptKeys, countAttempt, uncountAttempt } from './attempts.ts'
import { networkLimit } from './sign-in.ts'

/** Questions, from one network, where a whole school may sit. */
const questionLimit = { times: 2000, minutes: 15 }

/** What a browser is to ask for, whoever's it is. Throws `rate_limited`. */
export async function askForPasskey(deps: PasskeyDeps, browser: Browser, now: Date) {
  const asked = attemptKeys.passkeyAskedFrom(browser.ip)
  if (!(await countAttempt(deps.database.kysely, asked, questionLimit, now))) throw tooMany(questionLimit.minutes)
  const { challenge, cookies } = await beginChallenge(deps, { purpose: 'sign_in', userId: null }, browser)
  const { id: rpId } = siteOf(deps.config)
  return { options: { challenge, rpId, timeout, allowCredentials: [], userVerification: 'required' }, cookies }
}

/** Throws `unauthenticated`, or `rate_limited` after too many failures from the network, by passwords or passkeys. */
export async function signInByPasskey(
  deps: PasskeyDeps & SignInDeps,
  shown: Shown,
  now: Date,
): Promise<{ user: SignedInUser; cookies: Cookies }> {
  const { kysely } = deps.database
  const network = attemptKeys.signInFrom(shown.browser.ip)
  if (!(await countAttempt(kysely, network, networkLimit, now))) throw tooMany(networkLimit.minutes)
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

const tooMany = (minutes: number) => new Refusal('rate_limited', `Too many attempts. Try again in ${minutes} minutes.`)
