import type { FastifyReply, FastifyRequest } from 'fastify'
import { addressOf, readKey, showsOtherwise } from '../http/credentials.ts'
import { RefusedCall } from '../http/errors/refused-call.ts'
import type { FoundKey, Keyring, LiveKey } from '../keyring/find-key.ts'
import { Refusal } from '../lib/refusal.ts'
import type { Actor } from '../provisioning/intents/call.ts'
import { type AdmitDeps, admit, type Identified } from './admit.ts'
import type { RecordDeps } from './record-refused.ts'

export interface KeyDeps extends AdmitDeps, RecordDeps {
  readonly keyring: Keyring
  /** Counts one more bad key from an address; false when there were too many. */
  readonly allowBadKey: (ip: string | null) => Promise<boolean>
  readonly now: () => Date
}

declare module 'fastify' {
  interface FastifyRequest {
    /** In a face that only keys open. */
    key: LiveKey | null
  }
}

/** For a face that only keys open: says of a request whose it is. Throws `unauthenticated`, `rate_limited`, or `forbidden`. */
export async function identifyKey(deps: KeyDeps, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const receivedAt = deps.now()
  const key = await findLiveKey(deps, request, reply, receivedAt)
  request.key = key
  request.principal = await admit(deps, callerOf(key, request), request, reply, receivedAt)
}

/** Of a request to such a face, once it is known. */
export function keyOf({ key }: FastifyRequest): LiveKey {
  if (!key) throw new Error('this route lies outside the faces that only keys open')
  return key
}

/** Throws `unauthenticated` for any other, which the face logs (`record-refused.ts`); one who keeps trying is held off. */
export async function findLiveKey(
  deps: KeyDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  receivedAt: Date,
): Promise<LiveKey> {
  const rawKey = readKey(request)
  if (rawKey === null) {
    reply.header('www-authenticate', 'Bearer')
    const value = showsOtherwise(request) ? 'elsewhere' : undefined
    throw new RefusedCall('unauthenticated', 'Send an API key, as X-API-Key or as a Bearer token.', [
      { code: 'invalid_key', field: '', value },
    ])
  }
  const ip = addressOf(request)
  const found = await deps.keyring.find(rawKey, ip)
  if (found.state === 'live') return found
  if (!(await deps.allowBadKey(ip))) throw new Refusal('rate_limited', 'Too many calls with a bad key.')
  const organizationId = 'organization' in found ? found.organization.id : null
  const call = { actor: actorOf(found), organizationId, source: null, ip, receivedAt }
  reply.header('www-authenticate', 'Bearer')
  const problems = [{ code: 'invalid_key', field: '', value: found.state }] as const
  throw new RefusedCall('unauthenticated', badKeys[found.state], problems, { call })
}

/** A key acts in the whole of its organization. */
export function callerOf(key: LiveKey, request: FastifyRequest): Identified {
  const { id: callerId, organization, permissions, rateLimit, apiVersion } = key
  const secret = readKey(request) ?? ''
  return {
    actor: actorOf(key),
    ...{ callerId, secret, signedInBy: null, organization, permissions, heldInTeams: [], rateLimit, apiVersion },
    actsFrom: organization.id,
  }
}

const badKeys: Record<Exclude<FoundKey['state'], 'live'>, string> = {
  unknown: 'This key is not known here.',
  mistyped: 'This key has a typing mistake in it: copy it again.',
  revoked: 'This key was revoked.',
  expired: 'This key has expired.',
  not_allowed_from_here: 'This key may not be used from this address.',
}

function actorOf(found: FoundKey): Actor {
  return 'id' in found
    ? { kind: 'apiKey', id: found.id, prefix: found.prefix }
    : { kind: 'unknownKey', prefix: found.prefix }
}
