/** The dialect's words and statuses for what went wrong. */
import type { EdgeCode, EdgeWords } from '../../http/edge.ts'
import { mostFaults, type Refusal, type RefusalCode, shorten } from '../../lib/refusal.ts'

/** What a field or a parameter of the call has to do with it. */
export type Source = { readonly pointer?: string; readonly parameter?: string }

export interface Fault {
  readonly detail: string
  readonly source?: Source
}

export const titles = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  409: 'Conflict',
  413: 'Payload Too Large',
  414: 'URI Too Long',
  415: 'Unsupported Media Type',
  417: 'Expectation Failed',
  422: 'Invalid Attribute',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  503: 'Service Unavailable',
} as const

export type Status = keyof typeof titles

export const contentType = 'application/json; charset=utf-8'

/** Thrown: the call is answered so. */
export class Refused extends Error {
  readonly status: Status
  readonly faults: readonly Fault[]

  constructor(status: Status, ...faults: readonly Fault[]) {
    const told = faults.slice(0, mostFaults).map(shortenFault)
    super(told.map(({ detail }) => detail).join('; '))
    this.status = status
    this.faults = told
  }
}

/** What a caller made up is told no further than this. */
function shortenFault({ detail, source }: Fault): Fault {
  const told = Object.entries(source ?? {}).map(([kind, text]) => [kind, shorten(text, 300)])
  return { detail: shorten(detail, 500), ...(source && { source: Object.fromEntries(told) }) }
}

/** `field` is the name of an attribute, or a pointer of its own. */
export function invalid(field: string, detail: string): Fault {
  return { detail, source: { pointer: field.startsWith('/') ? field : `/data/attributes/${field}` } }
}

export function badParameter(parameter: string, detail: string): Refused {
  return new Refused(400, { detail, source: { parameter } })
}

export function notFound(what = 'There is nothing here.'): Refused {
  return new Refused(404, { detail: what })
}

/** As recorded. */
const unauthorized = new Refused(401, { detail: "You don't have the necessary credentials" })

export function toErrorAnswer({ status, faults }: Pick<Refused, 'status' | 'faults'>) {
  const title = titles[status]
  return { errors: faults.map(({ detail, source = {} }) => ({ status: String(status), title, detail, source })) }
}

const statuses: Readonly<Record<RefusalCode, Status>> = {
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  gone: 404,
  precondition_failed: 409,
  too_large: 413,
  unsupported_media_type: 400,
  unsupported_encoding: 415,
  method_not_allowed: 405,
  unknown_version: 400,
  idempotency_key_reused: 409,
  idempotency_key_in_use: 409,
  idempotency_answer_lost: 409,
  rate_limited: 429,
  unavailable: 503,
  unreadable_request: 400,
  request_timeout: 408,
  address_too_long: 414,
  headers_too_large: 431,
  unmet_expectation: 417,
}

/** What we call otherwise. */
const attributeNames: Readonly<Record<string, string>> = { external_id: 'sso_uid', 'user.external_id': 'sso_uid' }

/** What the rest of the server refuses. A clash that names a field is a fault of that attribute. */
export function toRefused({ code, message, errors }: Refusal): Refused {
  if (code === 'unauthenticated') return unauthorized
  const status = code === 'conflict' && errors.length > 0 ? 422 : statuses[code]
  if (status !== 422 || errors.length === 0) return new Refused(status, { detail: message })
  const faults = errors.map(error => {
    const name = attributeNames[error.field] ?? error.field
    return invalid(name, `${name} ${error.message}`)
  })
  return new Refused(422, ...faults)
}

const edgeDetails: Record<EdgeCode, string> = {
  unreadable_request: 'This is not HTTP, or the address has a percent sign where none belongs.',
  request_timeout: 'The request did not arrive in time.',
  address_too_long: 'No address here is as long as this.',
  headers_too_large: 'Send fewer or shorter headers.',
  unmet_expectation: 'The only expectation that can be met is 100-continue.',
  unavailable: 'Try again in a moment.',
}

/** For what goes wrong before a route is reached. */
export const edgeWords: EdgeWords = code => {
  const status = statuses[code]
  const body = toErrorAnswer({ status, faults: [{ detail: edgeDetails[code] }] })
  return { status, type: contentType, body }
}
