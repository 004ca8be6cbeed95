/** What a browser is told to have a passkey sign: alone, or after the password. */
import type { Reader } from '../db/database.ts'
import { Refusal } from '../lib/refusal.ts'
import { beginChallenge, type PasskeyDeps, timeout } from '../passkeys/challenges.ts'
import { listCredentials } from '../passkeys/list-passkeys.ts'
import { siteOf } from '../passkeys/webauthn.ts'
import type { Browser, SignInDeps } from '../sessions/sessions.ts'
import { attemptKeys, countAttempt } from './attempts.ts'
import { over } from './let-in.ts'

/** From one network, where a whole school may sit: each leaves a row for five minutes. */
const limit = { times: 2000, minutes: 15 }

/** Whoever's passkey it is: nothing is said of who is here. Throws `rate_limited`. */
export async function askForPasskey(deps: PasskeyDeps, browser: Browser, now: Date) {
  await countQuestion(deps.database.kysely, browser, now)
  const { challenge, cookies } = await beginChallenge(deps, { purpose: 'sign_in', userId: null }, browser)
  const { id: rpId } = siteOf(deps.config)
  return { options: { challenge, rpId, timeout, allowCredentials: [], userVerification: 'required' }, cookies }
}

/** Throws `rate_limited`, or `unauthenticated`: nothing is asked in this browser, or not any more. */
export async function askForFactorPasskey(deps: PasskeyDeps & SignInDeps, browser: Browser, now: Date) {
  const userId = await deps.sessions.pending.find(browser)
  if (userId === null) throw over()
  await countQuestion(deps.database.kysely, browser, now)
  const { challenge, cookies } = await beginChallenge(deps, { purpose: 'second_factor', userId }, browser)
  const { id: rpId } = siteOf(deps.config)
  const allowCredentials = await listCredentials(deps.database.kysely, userId)
  return { options: { challenge, rpId, timeout, allowCredentials, userVerification: 'discouraged' }, cookies }
}

async function countQuestion(reader: Reader, { ip }: Browser, now: Date): Promise<void> {
  if (!(await countAttempt(reader, attemptKeys.passkeyAskedFrom(ip), limit, now)))
    throw new Refusal('rate_limited', `Passkeys were asked for too often. Try again in ${limit.minutes} minutes.`)
}
