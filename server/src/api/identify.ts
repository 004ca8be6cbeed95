/** Who asks the native API: a key, or, where none is shown, the person whose browser it is. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { agreeOnVersion } from '../http/version.ts'
import { Refusal } from '../lib/refusal.ts'
import { admit, type Identified } from './admit.ts'
import { callerOf, findLiveKey, type KeyDeps } from './key-caller.ts'
import { findPersonCaller, isOfBrowser, type PersonDeps } from './person-caller.ts'
import type { Principal } from './principal.ts'

export type IdentifyDeps = KeyDeps & PersonDeps

/** Says of a request whose it is. Throws `unauthenticated`, `rate_limited`, `unknown_version`, or `forbidden`. */
export async function identify(deps: IdentifyDeps, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const receivedAt = deps.now()
  const caller = await findCaller(deps, request, reply, receivedAt)
  request.principal = await admit(deps, caller, request, reply, receivedAt)
  agreeOnVersion(request, reply, caller)
}

/** Once more: while a body comes slowly, a key may be revoked, a session end, or a role be changed. */
export async function identifyAgain(
  deps: IdentifyDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  principal: Principal,
): Promise<Principal> {
  const { permissions, heldInTeams, callerId, organization } = await findCaller(deps, request, reply, deps.now())
  if (callerId !== principal.callerId || organization.id !== principal.organization.id)
    throw new Refusal('unauthenticated', 'The session has changed meanwhile. Try again.')
  return { ...principal, permissions, heldInTeams, teams: null }
}

async function findCaller(
  deps: IdentifyDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  at: Date,
): Promise<Identified> {
  if (isOfBrowser(request)) return findPersonCaller(deps, request, reply)
  return callerOf(await findLiveKey(deps, request, reply, at), request)
}
