/**
 * The log of calls that never came to the engine. Where a route says what the log calls it (`config.operation`), a key that is
 * refused there, for whatever reason, leaves a line that says whom and what it was about: no person has seen the answer. A bad
 * key is told of on every route.
 */
import type { FastifyRequest } from 'fastify'
import { isPassing, problemsOf } from '../http/errors/fault-codes.ts'
import { RefusedCall } from '../http/errors/refused-call.ts'
import { sentElement } from '../http/validation/readable.ts'
import type { OperationKind } from '../lib/operation-kinds.ts'
import { Refusal } from '../lib/refusal.ts'
import type { RecordBadKey } from '../log/record-bad-key.ts'
import type { Engine } from '../provisioning/engine.ts'
import type { Call } from '../provisioning/intents/call.ts'
import type { RecordIntent } from '../provisioning/intents/intent.ts'
import { readAbout } from './about.ts'
import { callIn } from './ask.ts'
import { isPlan } from './plan-mode.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Why it is refused, once its body has said whom it is about. */
    heldBack: Refusal | null
  }
  interface FastifyContextConfig {
    /** What the log calls it: what a key is refused here is told of there. */
    operation?: OperationKind
  }
}

export interface RecordDeps {
  readonly engine: Engine
  readonly recordBadKey: RecordBadKey
}

/** Of a list that is refused as a whole: so many of it are told of. */
const mostOfList = 100

/** Throws the error, unless the body is to be read first: nobody is told anything else afterwards. */
export function holdBack(request: FastifyRequest, error: unknown): void {
  if (!(error instanceof Refusal) || callOf(request, error) === null || !isTold(request, error)) throw error
  request.heldBack = error
}

/** The id of the line, of one call that has none yet and is told of. */
export async function recordRefusal(
  { engine, recordBadKey }: RecordDeps,
  request: FastifyRequest,
  refusal: Refusal,
): Promise<number | null> {
  if (refusal instanceof RefusedCall && refusal.operationId !== null) return refusal.operationId
  if (isOfNobody(refusal)) {
    await recordBadKey(recordOf(request, refusal, refusal.call, null))
    return null
  }
  const call = callOf(request, refusal)
  if (!call || !(isTold(request, refusal) || isOfBadKey(refusal))) return null
  const { body } = request
  const sent = Array.isArray(body) ? body.slice(0, mostOfList).map((_, index) => sentElement(request, index)) : [body]
  const [line] = await recordAll(engine, request, refusal, call, sent.length > 0 ? sent : [null])
  return line && sent.length < 2 ? line.operationId : null
}

/** Those of the elements of a body that are refused while the others go on. */
export async function recordRefusedElements(engine: Engine, request: FastifyRequest, asked: readonly unknown[]) {
  const lines = asked.map((refusal, index) => {
    const isRefused = refusal instanceof Refusal && isTold(request, refusal)
    const call = isRefused ? callOf(request, refusal) : null
    return isRefused && call && recordAll(engine, request, refusal, call, [sentElement(request, index)])
  })
  await Promise.all(lines)
}

function recordAll(engine: Engine, request: FastifyRequest, refusal: Refusal, call: Call, sent: readonly unknown[]) {
  return Promise.all(sent.map(one => engine.submit(recordOf(request, refusal, call, one))))
}

function recordOf(request: FastifyRequest, refusal: Refusal, call: Call, sent: unknown): RecordIntent {
  const { method, routeOptions } = request
  const { source, ...about } = readAbout(sent)
  const { operation } = routeOptions.config
  const called = `${method.toLowerCase()} ${routeOptions.url ?? ''}`
  const problems = problemsOf(refusal)
  return {
    kind: 'record',
    call: { ...call, source: source ?? call.source },
    operation: operation ?? 'unknown',
    problems: operation ? problems : problems.map(problem => ({ ...problem, call: called })),
    about,
  }
}

/** Of a key that is known; null: of nobody of whose calls is told. */
function callOf(request: FastifyRequest, refusal: Refusal): Call | null {
  const { principal } = request
  const call =
    (refusal instanceof RefusedCall ? refusal.call : null) ?? (principal && callIn(request, principal.organization.id))
  return call?.actor.kind === 'apiKey' ? call : null
}

function isTold(request: FastifyRequest, refusal: Refusal): boolean {
  return request.routeOptions.config.operation !== undefined && !isPlan(request) && !isPassing(refusal)
}

function isOfBadKey(refusal: Refusal): boolean {
  return refusal instanceof RefusedCall && refusal.problems[0]?.code === 'invalid_key'
}

function isOfNobody(refusal: Refusal): refusal is RefusedCall & { readonly call: Call } {
  return refusal instanceof RefusedCall && refusal.call?.actor.kind === 'unknownKey'
}
