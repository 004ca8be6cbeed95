import type { FastifyRequest } from 'fastify'
import type { Reader } from '../db/database.ts'
import { requireProof, takesProof } from '../sessions/proof.ts'
import { isPlan } from './plan-mode.ts'
import { principalOf } from './principal.ts'

/**
 * Throws `proof_needed`: the route takes a proof, and the person of the session gave none lately. To be asked before anything is
 * kept of the request: it is sent again.
 */
export async function requireProofOfRoute(reader: Reader, request: FastifyRequest, now: Date): Promise<void> {
  if (!takesProof(request.routeOptions.config.proof, request.body) || isPlan(request)) return
  const { by, signedInBy } = principalOf(request)
  if (by.actor.kind !== 'user' || signedInBy === null) return
  await requireProof(reader, { holderId: by.actor.impersonatorId ?? by.actor.id, signedInBy }, now)
}
