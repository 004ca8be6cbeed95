/** The dialect's words and statuses for what went wrong. */
import type { FaceWords } from '../../http/errors/errors.ts'
import { RefusedCall } from '../../http/errors/refused-call.ts'
import { mostFaults, type Refusal, type RefusalCode, shorten } from '../../lib/refusal.ts'
import type { Problem } from '../../provisioning/intents/problem.ts'

/** What a field or a parameter of the call has to do with it. */
export type Source = { readonly pointer?: string; readonly parameter?: string }

export interface NorthpassFault {
  readonly detail: string
  readonly source?: Source
  /** What the log calls it; absent: the detail says it. */
  readonly problem?: Pick<Problem, 'code' | 'value'>
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

/** What the rest of the server calls it. What it has no word for is nothing that may pass. */
const codes: Partial<Record<Status, RefusalCode>> = {
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  413: 'too_large',
  429: 'rate_limited',
  503: 'unavailable',
}

/** Thrown: the call is answered so. */
export class Refused extends RefusedCall {
  readonly status: Status
  readonly faults: readonly NorthpassFault[]

  constructor(status: Status, ...faults: readonly NorthpassFault[]) {
    const told = faults.slice(0, mostFaults).map(shortenFault)
    const problems = told.map(({ detail, source, problem }) => {
      const field = (source?.pointer ?? source?.parameter ?? '').replace(/^\/data\/(?:attributes\/)?/, '')
      return problem ? { ...problem, field } : ({ code: 'not_valid', field, value: detail } as const)
    })
    super(codes[status] ?? 'invalid', told.map(({ detail }) => detail).join('; '), problems)
    this.status = status
    this.faults = told
  }
}

/** What a caller made up is told no further than this. */
function shortenFault({ detail, source, problem }: NorthpassFault): NorthpassFault {
  const told = Object.entries(source ?? {}).map(([kind, text]) => [kind, shorten(text, 300)])
  return { detail: shorten(detail, 500), problem, ...(source && { source: Object.fromEntries(told) }) }
}

/** `field` is the name of an attribute, or a pointer of its own. */
export function invalid(field: string, detail: string, problem?: NorthpassFault['problem']): NorthpassFault {
  return { detail, problem, source: { pointer: field.startsWith('/') ? field : `/data/attributes/${field}` } }
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

export const words: FaceWords = {
  type: 'application/json; charset=utf-8',
  answer(refusal) {
    const refused = refusal === null ? ours : toRefused(refusal)
    return { status: refused.status, body: toErrorAnswer(refused) }
  },
}

const ours = new Refused(500, { detail: 'Try again; if it stays, tell us the request id.' })

const statuses: Readonly<Record<RefusalCode, Status>> = {
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  proof_needed: 403,
  second_factor_needed: 403,
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
function toRefused(refusal: Refusal): Refused {
  if (refusal instanceof Refused) return refusal
  const { code, message, errors } = refusal
  if (code === 'unauthenticated') return unauthorized
  if (code === 'invalid' && errors.length === 0) return new Refused(400, { detail: message })
  const status = code === 'conflict' && errors.length > 0 ? 422 : statuses[code]
  if (status === 413) return new Refused(status, { detail: `${message.replace(/\.$/, '')}: send fewer at once.` })
  if (status !== 422) return new Refused(status, { detail: message })
  const faults = errors.map(error => {
    const name = attributeNames[error.field] ?? error.field
    return invalid(name, `${name} ${error.message}`)
  })
  return new Refused(422, ...faults)
}
