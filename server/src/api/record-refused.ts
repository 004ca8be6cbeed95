/**
 * The log of calls that never came to the engine, whichever face they came to. Where a route says what the log calls it
 * (`config.operation`), a key that is refused there, for whatever reason, leaves a line that says whom and what it was about: no
 * person has seen the answer. A bad key is told of on every route.
 */
import type { FastifyRequest } from 'fastify'
import { isPassing, problemsOf } from '../http/errors/fault-codes.ts'
import { RefusedCall } from '../http/errors/refused-call.ts'
import type { OperationKind } from '../lib/operation-kinds.ts'
import { Refusal } from '../lib/refusal.ts'
import type { RecordBadKey } from '../log/record-bad-key.ts'
import type { Engine } from '../provisioning/engine.ts'
import type { Call } from '../provisioning/intents/call.ts'
import type { CallSubject, RecordIntent } from '../provisioning/intents/intent.ts'
import { callIn } from './ask.ts'

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

/** Whom and what something that was sent is about. */
export type SentAbout = CallSubject & { readonly source: string | null }

/** What a face tells the log of a call that it refuses. */
export interface Teller {
  /** What the log calls it; undefined: it has no word for it. */
  readonly operationOf: (request: FastifyRequest) => OperationKind | undefined
  /** Whether it is told of, whatever was wrong with it. */
  readonly isTold: (request: FastifyRequest) => boolean
  /** A line for each of these; none: one that says nothing. */
  readonly readSaid: (request: FastifyRequest, problems: RecordIntent['problems']) => readonly SentAbout[]
}

const nothing: SentAbout = { email: null, firstName: null, lastName: null, reference: null, courses: [], source: null }

/** Throws the error, unless the body is to be read first: nobody is told anything else afterwards. */
export function holdBack(teller: Teller, request: FastifyRequest, error: unknown): void {
  if (!(error instanceof Refusal) || callOf(request, error) === null || !isTold(teller, request, error)) throw error
  request.heldBack = error
}

/** The id of the line, of one call that has none yet and is told of. */
export async function recordRefusal(
  { engine, recordBadKey }: RecordDeps,
  teller: Teller,
  request: FastifyRequest,
  refusal: Refusal,
): Promise<number | null> {
  if (refusal instanceof RefusedCall && refusal.operationId !== null) return refusal.operationId
  if (isOfNobody(refusal)) {
    await recordBadKey(recordOf(teller, request, refusal, refusal.call, nothing))
    return null
  }
  const call = callOf(request, refusal)
  if (!call || !(isTold(teller, request, refusal) || isOfBadKey(refusal))) return null
  const said = teller.readSaid(request, problemsOf(refusal))
  const all = said.length > 0 ? said : [nothing]
  const lines = await Promise.all(all.map(one => engine.submit(recordOf(teller, request, refusal, call, one))))
  return lines.length === 1 ? (lines[0]?.operationId ?? null) : null
}

/** One of the elements of a body that is refused while the others go on. */
export async function recordRefusedElement(
  engine: Engine,
  teller: Teller,
  request: FastifyRequest,
  refusal: Refusal,
  said: SentAbout,
): Promise<void> {
  const call = isTold(teller, request, refusal) ? callOf(request, refusal) : null
  if (call) await engine.submit(recordOf(teller, request, refusal, call, said))
}

function recordOf(
  teller: Teller,
  request: FastifyRequest,
  refusal: Refusal,
  call: Call,
  { source, ...about }: SentAbout,
): RecordIntent {
  const { method, routeOptions } = request
  const operation = teller.operationOf(request)
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

function isTold(teller: Teller, request: FastifyRequest, refusal: Refusal): boolean {
  return teller.isTold(request) && !isPassing(refusal)
}

function isOfBadKey(refusal: Refusal): boolean {
  return refusal instanceof RefusedCall && refusal.problems[0]?.code === 'invalid_key'
}

function isOfNobody(refusal: Refusal): refusal is RefusedCall & { readonly call: Call } {
  return refusal instanceof RefusedCall && refusal.call?.actor.kind === 'unknownKey'
}
