/**
 * The native API: everything under `/api` that a key opens. Each route says which permission it takes; what lies outside
 * the key's organization and those below it does not exist for it (docs/api.md says when 401, 403 and 404).
 */

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Database } from '../db/database.ts'
import type { CallCounter } from '../keys/call-counter.ts'
import type { FoundKey, Keyring, LiveKey } from '../keys/find-key.ts'
import { Refusal } from '../lib/refusal.ts'
import { findPlan, keepShownPlan } from '../plans/hooks.ts'
import type { Engine } from '../provisioning/engine.ts'
import type { Actor } from '../provisioning/intents.ts'
import { addressOf, readKey } from './credentials.ts'
import { formats } from './formats.ts'
import { idempotency } from './idempotency.ts'
import { type Principal, principalOf, requirePermission } from './principal.ts'
import { countCall } from './rate-limit.ts'
import { requireReadable } from './readable.ts'
import { agreeOnVersion } from './version.ts'

export interface ApiDeps {
  readonly database: Pick<Database, 'kysely'>
  readonly engine: Engine
  readonly keyring: Keyring
  readonly calls: CallCounter
  /** Counts one more bad key from an address; false when there were too many. */
  readonly allowBadKey: (ip: string) => Promise<boolean>
  /** An id for what is about to be asked. */
  readonly nextOperationId: () => Promise<number>
  readonly now: () => Date
}

/** The routes of `things`, for callers with a key. */
export function nativeApi(deps: ApiDeps, things: readonly FastifyPluginAsyncTypebox[]): FastifyPluginAsyncTypebox {
  const once = idempotency(deps.database.kysely, request => {
    const { keyId, by } = principalOf(request)
    return { keyId, operationId: by.operationId ?? null }
  })
  return async app => {
    app.decorateRequest('principal', null)
    app.setValidatorCompiler(({ schema, httpPart }) => (httpPart === 'body' ? inBodies : inAddresses).compile(schema))
    app.addHook('onRequest', async (request, reply) => {
      reply.header('cache-control', 'no-store')
      request.principal = await identify(deps, request, reply)
      requirePermissionOfRoute(request)
    })
    app.decorateRequest('plannedFingerprint', null)
    // Once more: while a body comes slowly, its key may be revoked.
    app.addHook('preValidation', async (request, reply) => {
      if (request.body !== undefined) await findLiveKey(deps, request, reply, deps.now())
    })
    app.addHook('preValidation', async request => requireReadable(request))
    app.addHook('preValidation', once.preValidation)
    app.addHook('preValidation', findPlan(deps.database.kysely))
    app.addHook('preSerialization', keepShownPlan(deps.database.kysely))
    app.addHook('onSend', once.onSend)
    for (const routes of things) await app.register(routes)
  }
}

const strict = { allErrors: true, useDefaults: true, removeAdditional: false } as const
const inBodies = withFormats(new Ajv({ ...strict, coerceTypes: false }))
/** Whatever comes in an address is text: numbers and booleans are read from it. */
const inAddresses = withFormats(new Ajv({ ...strict, coerceTypes: 'array' }))

function withFormats(ajv: Ajv): Ajv {
  addFormats.default(ajv)
  for (const [name, { isValid }] of Object.entries(formats)) ajv.addFormat(name, isValid)
  return ajv.addKeyword('example')
}

async function identify(deps: ApiDeps, request: FastifyRequest, reply: FastifyReply): Promise<Principal> {
  const receivedAt = deps.now()
  const found = await findLiveKey(deps, request, reply, receivedAt)
  if (!countCall(deps.calls, found, reply, receivedAt))
    throw new Refusal('rate_limited', `This key may make ${found.rateLimit} calls a minute.`)
  agreeOnVersion(request, reply, found)
  const changesNothing = request.method === 'GET' || request.method === 'HEAD'
  if (found.organization.suspended && !changesNothing)
    throw new Refusal('forbidden', 'The organization of this key is suspended: it changes nothing until it is resumed.')
  const operationId = changesNothing ? null : await deps.nextOperationId()
  if (operationId !== null) reply.header('usher-operation', operationId)
  return {
    by: { actor: actorOf(found), source: null, ip: addressOf(request), receivedAt, operationId },
    keyId: found.id,
    organization: found.organization,
    permissions: found.permissions,
  }
}

/** Throws `unauthenticated` for any other, and logs it; one who keeps trying is held off. */
async function findLiveKey(
  deps: ApiDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  receivedAt: Date,
): Promise<LiveKey> {
  const rawKey = readKey(request)
  if (rawKey === null) throw unauthenticated(reply, 'Send an API key, as X-API-Key or as a Bearer token.')
  const ip = addressOf(request)
  const found = await deps.keyring.find(rawKey, ip)
  if (found.state === 'live') return found
  if (!(await deps.allowBadKey(request.ip))) throw new Refusal('rate_limited', 'Too many calls with a bad key.')
  const organizationId = 'organization' in found ? found.organization.id : null
  const call = { actor: actorOf(found), organizationId, source: null, ip, receivedAt }
  const problems = [{ code: 'invalid_key', field: '', value: found.state }] as const
  await deps.engine.submit({ kind: 'record', call, operation: operationOf(request), problems })
  throw unauthenticated(reply, badKeys[found.state])
}

const badKeys: Record<Exclude<FoundKey['state'], 'live'>, string> = {
  unknown: 'This key is not known here.',
  mistyped: 'This key has a typing mistake in it: copy it again.',
  revoked: 'This key was revoked.',
  expired: 'This key has expired.',
  not_allowed_from_here: 'This key may not be used from this address.',
}

function unauthenticated(reply: FastifyReply, message: string): Refusal {
  reply.header('www-authenticate', 'Bearer')
  return new Refusal('unauthenticated', message)
}

function actorOf(found: FoundKey): Actor {
  return 'id' in found
    ? { kind: 'apiKey', id: found.id, prefix: found.prefix }
    : { kind: 'unknownKey', prefix: found.prefix }
}

function operationOf({ method, routeOptions }: FastifyRequest): string {
  return `${method.toLowerCase()} ${routeOptions.url ?? ''}`
}

function requirePermissionOfRoute({ routeOptions, principal }: FastifyRequest): void {
  const { permission } = routeOptions.config
  if (permission === undefined) throw new Error(`${routeOptions.url} says of nothing that a caller must be allowed it`)
  if (principal && permission !== null) requirePermission(principal, permission)
}
