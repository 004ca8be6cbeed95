/** Whoever signed in by a provider shows once more that it is them, by signing in there anew. The session stays, proven. */
import { sql } from 'kysely'
import { ProofNeeded } from '../lib/proof.ts'
import { listProofs } from '../sessions/proof.ts'
import type { Browser } from '../sessions/sessions.ts'
import type { LiveSession } from '../sessions/signed-in.ts'
import { hashToken } from '../sessions/token.ts'
import type { SignOnDeps } from './sign-on.ts'
import type { Vouched } from './vouched.ts'

/**
 * Where the browser goes on to the provider that vouched for its session, and comes back from to a path of ours. Throws `proof_needed`
 * where none did.
 */
export async function findWayToProve(
  { database: { kysely }, config }: Pick<SignOnDeps, 'database' | 'config'>,
  { token, user, impersonator, signedInBy }: LiveSession,
  to: string,
): Promise<string> {
  const vouching = await kysely
    .selectFrom('sessions')
    .innerJoin('identities', 'identities.id', 'sessions.identity_id')
    .select('identities.provider_id as id')
    .where('sessions.token_hash', '=', hashToken(token))
    .executeTakeFirst()
  if (!vouching) throw new ProofNeeded(await listProofs(kysely, { holderId: (impersonator ?? user).id, signedInBy }))
  return `${config.publicUrl}/api/sign-on/${vouching.id}/start?${new URLSearchParams({ proof: 'true', to })}`
}

/** False: it was another person, or the browser's session is over, or was vouched for by somebody else. */
export async function keepProofBy(
  { database, sessions, now }: Pick<SignOnDeps, 'database' | 'sessions' | 'now'>,
  providerId: number,
  { issuer, subject }: Pick<Vouched, 'issuer' | 'subject'>,
  browser: Browser,
): Promise<boolean> {
  const { token } = await sessions.find(browser)
  if (token === null) return false
  const { rows } = await sql`
    update sessions set proven_at = ${now()} from identities identity
    where sessions.token_hash = ${hashToken(token)} and identity.id = sessions.identity_id
      and identity.provider_id = ${providerId} and identity.issuer = ${issuer} and identity.subject = ${subject}
    returning sessions.id`.execute(database.kysely)
  return rows.length > 0
}
