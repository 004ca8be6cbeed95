/**
 * Plans of the native API. What `?mode=plan` answers is kept, and gets an id; the same request that names a plan in
 * `Usher-Plan` does exactly what the plan says, or is refused because the world has moved.
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Reader } from '../db/database.ts'
import { inSteps } from '../lib/in-steps.ts'
import { Refusal } from '../lib/refusal.ts'
import type { Expansions } from './expand.ts'
import { fingerprintOf, type PlannedChange } from './fingerprint.ts'
import { keepPlan } from './keep-plan.ts'
import { nameThings } from './name-things.ts'
import { principalOf } from './principal.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Of the plan that is to be done; null: whatever comes of it. */
    plannedFingerprint: Buffer | null
  }
}

/** A `preValidation` hook: finds the plan that the request names. Throws `not_found`. */
export function findPlan(reader: Reader) {
  return async (request: FastifyRequest): Promise<void> => {
    const header = request.headers['usher-plan']
    if (header === undefined) return
    const plan = await reader
      .selectFrom('plans')
      .select('fingerprint')
      .where('id', '=', /^\d{1,15}$/.test(String(header)) ? Number(header) : 0)
      .where('caller_id', '=', principalOf(request).callerId)
      .where('expires_at', '>', principalOf(request).by.receivedAt)
      .executeTakeFirst()
    if (!plan) throw new Refusal('not_found', 'There is no such plan, or it has expired: make another.')
    request.plannedFingerprint = plan.fingerprint
  }
}

/**
 * A `preSerialization` hook: keeps what is shown as a plan, and says what its changes name. The names are no part of it. A plan
 * may be long: it is written change by change, and gives way in between.
 */
export function keepShownPlan(reader: Reader, things: Expansions) {
  return async (request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> => {
    if (!isShownPlan(payload)) return payload
    const { 'idempotency-key': idempotencyKey = null } = request.headers
    const { mode, changes: shown, ...rest } = payload
    const { texts, changes } = await inSteps(toText(shown))
    const asked = {
      method: request.method,
      url: withoutMode(request.url),
      body: request.body == null ? null : JSON.stringify(request.body),
      idempotencyKey: idempotencyKey && String(idempotencyKey),
    }
    const [kept, names] = await Promise.all([
      keepPlan(reader, principalOf(request), asked, changes),
      nameThings(reader, things, principalOf(request), changes),
    ])
    reply.type('application/json; charset=utf-8').serializer((text: unknown) => text as string)
    const [before, after] = [JSON.stringify({ mode, ...kept }), JSON.stringify({ names, ...rest })]
    return `${before.slice(0, -1)},"changes":[${texts.join(',')}],${after.slice(1)}`
  }
}

/** JSON, and what is read from it: moments are text in it. */
function* toText(shown: readonly unknown[]): Generator<void, { texts: string[]; changes: PlannedChange[] }> {
  const texts: string[] = []
  const changes: PlannedChange[] = []
  for (const change of shown) {
    const text = JSON.stringify(change)
    texts.push(text)
    changes.push(JSON.parse(text))
    yield
  }
  return { texts, changes }
}

/** Throws `conflict` when what is about to be done is not what was planned: what was begun is then to be taken back. */
export async function requirePlanned({ plannedFingerprint }: FastifyRequest, shown: readonly unknown[]): Promise<void> {
  if (!plannedFingerprint) return
  const { changes } = await inSteps(toText(shown))
  const now = await inSteps(fingerprintOf(changes))
  if (now.equals(plannedFingerprint)) return
  throw new Refusal('conflict', 'The world has moved since the plan was made: nothing was done. Make another plan.')
}

function isShownPlan(payload: unknown): payload is { mode: 'plan'; changes: readonly PlannedChange[] } {
  return typeof payload === 'object' && payload !== null && 'mode' in payload && payload.mode === 'plan'
}

/** The same in earnest. */
function withoutMode(url: string): string {
  const [path = '', query] = url.split('?', 2)
  const rest = new URLSearchParams(query)
  rest.delete('mode')
  return rest.size > 0 ? `${path}?${rest}` : path
}
