/** The last step of every way in by a password: a session, or the question for the second factor before there is one. */
import type { Config } from '../config.ts'
import { Refusal } from '../lib/refusal.ts'
import { provePasskey } from '../passkeys/prove-passkey.ts'
import type { SentAssertion } from '../passkeys/schema.ts'
import type { AskedFactor } from '../sessions/pending-sign-ins.ts'
import type { Browser, Cookies, ProvenPassword, SignedInUser, SignInDeps } from '../sessions/sessions.ts'
import { attemptKeys, forgetAttempts } from './attempts.ts'
import { countFactorGuess, takeFactor } from './second-factor.ts'

/** Null: nobody is signed in yet, the second factor is asked for. */
export type WayIn = { readonly user: SignedInUser; readonly cookies: Cookies } | ({ readonly user: null } & AskedFactor)

/** Null: the password was replaced or ended meanwhile. */
export async function letIn(
  { sessions }: SignInDeps,
  user: SignedInUser,
  { hash, secondFactorAt }: Pick<ProvenPassword, 'hash' | 'secondFactorAt'>,
  browser: Browser,
): Promise<WayIn | null> {
  const password = { userId: user.id, hash, secondFactorAt }
  const started = await sessions.start(password, browser)
  if (started) return { user, cookies: started }
  const asked = await sessions.pending.begin(password)
  return asked && { user: null, ...asked }
}

export interface FactorDeps extends SignInDeps {
  readonly config: Pick<Config, 'publicUrl' | 'secretKey'>
  /** Told, after the commit, that a mail may wait to be sent. */
  readonly onMail: () => void
}

/** A code, or what a passkey says. */
export type ShownFactor = { readonly code: string } | { readonly passkey: SentAssertion }

/**
 * Answers the question for the second factor. Throws `invalid` for what is wrong, `rate_limited`, or `unauthenticated`: nothing
 * is asked in this browser, or not any more.
 */
export async function showSecondFactor(
  deps: FactorDeps,
  shown: ShownFactor,
  browser: Browser,
  now: Date,
): Promise<{ user: SignedInUser; cookies: Cookies }> {
  const { database, sessions, config, onMail } = deps
  const { kysely } = database
  const pending = await sessions.pending.try(browser)
  if (!pending) throw over()
  const { userId, hash } = pending
  await countFactorGuess(kysely, userId, now)
  if ('passkey' in shown) {
    const proven = await provePasskey(deps, { purpose: 'second_factor', userId }, { ...shown, browser }, now)
    if (!proven) throw wrongPasskey()
  }
  const user = await kysely.transaction().execute(async transaction => {
    if ('code' in shown)
      await takeFactor(transaction, { userId, code: shown.code, ip: browser.ip }, config.secretKey, now)
    if (!(await pending.end(transaction))) throw over()
    return transaction
      .selectFrom('users')
      .select(['id', 'email', 'first_name', 'last_name'])
      .where('id', '=', userId)
      .executeTakeFirstOrThrow()
  })
  onMail()
  await forgetAttempts(kysely, [attemptKeys.secondFactorOf(userId)])
  const started = await sessions.start({ userId, hash, secondFactorAt: now }, browser)
  if (!started) throw over()
  return { user, cookies: [...started, ...pending.cookies] }
}

function wrongPasskey(): Refusal {
  const message = 'was not accepted: try it once more'
  return new Refusal('invalid', 'This passkey was not accepted.', [{ field: 'passkey', message }])
}

export function over(): Refusal {
  return new Refusal('unauthenticated', 'This took too long or too many tries. Sign in again, from the beginning.')
}
