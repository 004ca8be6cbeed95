import type { Config } from '../config.ts'
import { attemptKeys, forgetAttempts } from '../identity/attempts.ts'
import { countFactorGuess, takeCode, wrongCode } from '../identity/second-factor.ts'
import { refuseInvalid } from '../lib/checks.ts'
import { ProofNeeded } from '../lib/proof.ts'
import { keepProof, listProofs } from '../sessions/proof.ts'
import type { SignInDeps } from '../sessions/sessions.ts'
import type { LiveSession } from '../sessions/signed-in.ts'
import { requirePassword } from './require-password.ts'

export interface ProveDeps extends SignInDeps {
  readonly config: Pick<Config, 'secretKey'>
}

/** One of them. */
export interface ShownProof {
  readonly current_password?: string
  readonly code?: string
}

/**
 * Whoever holds the session shows that it is them: who acts as somebody else by what is their own. Throws `invalid`, `rate_limited`
 * as for signing in, or `proof_needed` where neither is taken.
 */
export async function prove(
  { database: { kysely }, config }: ProveDeps,
  { user, impersonator, signedInBy, token }: LiveSession,
  { current_password: password, code }: ShownProof,
  ip: string | null,
  now: Date,
): Promise<void> {
  refuseInvalid({
    current_password:
      (password === undefined) === (code === undefined) ? 'must be sent, or `code`, and not both' : null,
  })
  const { id, email } = impersonator ?? user
  const how = await listProofs(kysely, { holderId: id, signedInBy })
  if (!how.includes(code === undefined ? 'password' : 'authenticator')) throw new ProofNeeded(how)
  if (password !== undefined) await requirePassword(kysely, { id, email, ip }, password, now)
  if (code !== undefined) {
    await countFactorGuess(kysely, id, now)
    const shown = { userId: id, code: code.replace(/\s/g, '') }
    if (!(await kysely.transaction().execute(transaction => takeCode(transaction, shown, config.secretKey, now))))
      throw wrongCode()
    await forgetAttempts(kysely, [attemptKeys.secondFactorOf(id)])
  }
  await keepProof(kysely, token, now)
}
