/**
 * What went wrong as a Refusal, and as the answer that each face makes of it; the native API's are problem details (RFC 9457),
 * each with a stable `code`.
 */
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { explainConstraint } from '../../db/constraints.ts'
import { isUnavailable } from '../../db/failures.ts'
import { ProofNeeded } from '../../lib/proof.ts'
import { LimitMet, Refusal } from '../../lib/refusal.ts'
import { Unavailable } from '../../provisioning/engine.ts'
import { tellLimitMet } from '../tell-limit.ts'
import type { ShapeFault } from '../validation/list-faults.ts'
import { errorKinds } from './error-codes.ts'
import { refuseFaults } from './fault-codes.ts'
import { sayNothingWasDone } from './nothing-was-done.ts'

/** How a face says what went wrong. */
export interface FaceWords {
  readonly type: string
  /** Null: nothing that the caller could have avoided or can understand. */
  readonly answer: (refusal: Refusal | null, requestId: string) => { readonly status: number; readonly body: object }
}

export function nativeWords(publicUrl: string): FaceWords {
  return {
    type: 'application/problem+json',
    answer(refusal, requestId) {
      const body = describeProblem(refusal, publicUrl, requestId)
      return { status: body.status, body }
    },
  }
}

export function sendProblem(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return sendError(nativeWords(request.server.publicUrl), error, request, reply)
}

/** Answers an error in the words of a face, whichever it is, and says when to come again. */
export function sendError(
  { type, answer }: FaceWords,
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const refusal = toRefusal(error, request)
  // What the engine finds wrong depends on what is there now.
  if (refusal?.errors.some(({ code }) => code !== undefined)) sayNothingWasDone(request)
  const { status, body } = answer(refusal, request.id)
  logFailure(refusal, error, request)
  if (error instanceof LimitMet) tellLimitMet(reply, error)
  const waits = status === 429 ? '60' : status === 503 ? '1' : null
  if (waits && !reply.hasHeader('retry-after')) reply.header('retry-after', waits)
  return reply.code(status).type(type).serializer(JSON.stringify).send(body)
}

/** The problem that an error is to the caller of the native API. */
export function toProblem(error: FastifyError, request: FastifyRequest) {
  const refusal = toRefusal(error, request)
  logFailure(refusal, error, request)
  return describeProblem(refusal, request.server.publicUrl, request.id)
}

/** What is not the caller's fault is for the operator. */
function logFailure(
  refusal: Refusal | null,
  error: FastifyError,
  { log, id, routeOptions: { url } }: FastifyRequest,
): void {
  const code = refusal?.code ?? 'internal'
  if (code !== 'internal' && code !== 'unavailable') return
  log.error({ err: error, request_id: id, route: url }, errorKinds[code].title)
}

function describeProblem(refusal: Refusal | null, publicUrl: string, requestId: string) {
  const code = refusal?.code ?? 'internal'
  const { status, title } = errorKinds[code]
  const type = `${publicUrl}/docs/errors#${code}`
  const detail = refusal?.message ?? 'Try again; if it stays, tell us the request id.'
  const how = refusal instanceof ProofNeeded ? { how: refusal.how } : {}
  return { type, title, status, code, detail, errors: refusal?.errors ?? [], ...how, request_id: requestId }
}

/** Null: nothing that the caller could have avoided or can understand. What has no shape is looked through once more: ask once. */
export function toRefusal(error: FastifyError, request: FastifyRequest): Refusal | null {
  if (error instanceof Refusal) return error
  if (error instanceof Unavailable || isUnavailable(error)) return new Refusal('unavailable', 'Try again in a moment.')
  if (error.validation) return refuseFaults('The request is not valid', faultsOf(request))
  if (error.statusCode === 413)
    return new Refusal('too_large', `The body is larger than ${request.routeOptions.bodyLimit / 1024} kB.`)
  if (error.statusCode === 415)
    return new Refusal('unsupported_media_type', 'Send JSON, with content-type: application/json.')
  if (error.statusCode && error.statusCode < 500) return new Refusal('invalid', error.message)
  return explainConstraint(error)
}

/** Fastify stops at the first part of a request that has faults; the caller is told those of all parts. */
function faultsOf(request: FastifyRequest): ShapeFault[] {
  const parts = {
    params: request.params,
    querystring: request.query,
    headers: request.headers,
    body: request.body ?? null,
  }
  return Object.entries(parts).flatMap(([part, value]) => {
    const validate = request.getValidationFunction(part as keyof typeof parts)
    const isRight = !validate || validate(value as Record<string, unknown>)
    return isRight ? [] : ((validate.errors as ShapeFault[] | null) ?? [])
  })
}
