/** Dangerous things: a session must have been proven lately for them. A key is a proof by itself. */
import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import { isProven, type Proof, ProofNeeded } from '../lib/proof.ts'
import type { SignedInBy } from '../places/signed-in-by.ts'
import { hashToken } from './token.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** That a session must have been proven lately; with names, for a body with one of these fields. What is only planned takes none. */
    proof?: true | readonly string[]
  }
}

/** Who holds a session: who acts as somebody else proves to be oneself. */
export interface Holder {
  readonly holderId: number
  readonly signedInBy: SignedInBy
}

/** Throws `proof_needed`. Nothing is read where there is a proof. */
export async function requireProof(reader: Reader, holder: Holder, now: Date): Promise<void> {
  if (!isProven(holder.signedInBy, now)) throw new ProofNeeded(await listProofs(reader, holder))
}

/** Whether a route takes a proof for what was sent, which need not have its shape yet. */
export function takesProof(proof: true | readonly string[] | undefined, body: unknown): boolean {
  if (proof === undefined || proof === true) return proof ?? false
  return typeof body === 'object' && body !== null && proof.some(field => Object.hasOwn(body, field))
}

/** A provider that vouched is asked again: the account's own password opens less there, or nothing. */
export async function listProofs(reader: Reader, { holderId, signedInBy }: Holder): Promise<Proof[]> {
  if (signedInBy.method === 'provider') return ['provider']
  const { rows } = await sql<{ authenticator: boolean }>`
    select authenticator_since is not null as authenticator from passwords where user_id = ${holderId}`.execute(reader)
  const [password] = rows
  return [
    ...(password ? (['password'] as const) : []),
    ...(password?.authenticator ? (['authenticator'] as const) : []),
  ]
}

/** Notes that its person has just proven who it is. */
export async function keepProof(reader: Reader, token: string, now: Date): Promise<void> {
  await reader.updateTable('sessions').set({ proven_at: now }).where('token_hash', '=', hashToken(token)).execute()
}
