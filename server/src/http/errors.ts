/** Errors of the native API as problem details (RFC 9457), each with a stable `code`. */
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { explainConstraint } from '../db/constraints.ts'
import { isUnavailable } from '../db/failures.ts'
import { type FieldError, Refusal, type RefusalCode } from '../lib/refusal.ts'
import { Unavailable } from '../provisioning/engine.ts'

const statuses: Record<RefusalCode | 'internal', readonly [status: number, title: string]> = {
  invalid: [400, 'The request is not valid'],
  unreadable_request: [400, 'The request is not readable'],
  unauthenticated: [401, 'Sign in first'],
  forbidden: [403, 'Not allowed'],
  not_found: [404, 'Not found'],
  method_not_allowed: [405, 'Method not allowed'],
  request_timeout: [408, 'The request took too long'],
  conflict: [409, 'In conflict with what is there'],
  gone: [410, 'No longer there'],
  too_large: [413, 'The request is too large'],
  address_too_long: [414, 'The address is too long'],
  unsupported_media_type: [415, 'Unsupported media type'],
  unmet_expectation: [417, 'The expectation cannot be met'],
  rate_limited: [429, 'Too many requests'],
  headers_too_large: [431, 'The headers are too large'],
  internal: [500, 'Something went wrong on our side'],
  unavailable: [503, 'Not available right now'],
}

export function sendProblem(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status, type, body } = toProblem(toRefusal(error), request.id)
  if (status >= 500)
    request.log.error({ err: error, request_id: request.id, route: request.routeOptions.url }, body.title)
  if (status === 429 || status === 503) reply.header('retry-after', status === 429 ? '60' : '1')
  return reply.code(status).type(type).serializer(JSON.stringify).send(body)
}

/** Null: see `toRefusal`. */
export function toProblem(refusal: Refusal | null, requestId: string) {
  const code = refusal?.code ?? 'internal'
  const [status, title] = statuses[code]
  const detail = refusal?.message ?? 'Try again; if it stays, tell us the request id.'
  const errors = refusal?.errors ?? []
  const body = { type: 'about:blank', title, status, code, detail, errors, request_id: requestId }
  return { status, type: 'application/problem+json', body }
}

/** Null: nothing that the caller could have avoided or can understand. */
function toRefusal(error: FastifyError): Refusal | null {
  if (error instanceof Refusal) return error
  if (error instanceof Unavailable || isUnavailable(error)) return new Refusal('unavailable', 'Try again in a moment.')
  if (error.validation) return new Refusal('invalid', 'The request is not valid', error.validation.map(toFieldError))
  if (error.statusCode === 413) return new Refusal('too_large', 'The body is larger than 64 kB.')
  if (error.statusCode === 415)
    return new Refusal('unsupported_media_type', 'Send JSON, with content-type: application/json.')
  if (error.statusCode && error.statusCode < 500) return new Refusal('invalid', error.message)
  return explainConstraint(error)
}

function toFieldError({ instancePath, message, params }: NonNullable<FastifyError['validation']>[number]): FieldError {
  const missing = 'missingProperty' in params ? `/${params.missingProperty}` : ''
  return {
    field: `${instancePath}${missing}`.slice(1).replaceAll('/', '.'),
    message: missing ? 'is required' : (message ?? ''),
  }
}
