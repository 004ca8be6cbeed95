/** What can go wrong with a call: the server's codes (problem+json), and two of our own. Their words are in the catalogue. */
import { text } from '../text/text.ts'

type ErrorCode = keyof typeof text.errors

interface Told {
  /** The server's words by field. */
  fields?: Readonly<Record<string, string>>
  /** What kinds of faults, as the server calls them. */
  faults?: readonly string[]
  /** What the server's log knows the call by. */
  requestId?: string | null
  /** The server's own sentence, for those who look after things. */
  detail?: string
  /** Where the code is explained. */
  page?: string
}

export class ApiError extends Error {
  readonly code: ErrorCode
  readonly fields: Readonly<Record<string, string>>
  readonly faults: readonly string[]
  readonly requestId: string | null
  readonly detail: string | undefined
  readonly page: string | undefined

  constructor(code: ErrorCode, { fields = {}, faults = [], requestId = null, detail, page }: Told = {}) {
    super(code)
    this.code = code
    this.fields = fields
    this.faults = faults
    this.requestId = requestId
    this.detail = detail
    this.page = page
  }
}

/** An answer that is not a success. What stands before our server speaks no problem+json: then the status decides. */
export function readProblem(response: Response, body: unknown): ApiError {
  return toError(body, response.status, response.headers.get('x-request-id'))
}

/** The problem of one of many that were sent together. */
export function readElementProblem(body: unknown): ApiError {
  return toError(body, 0, null)
}

/** Among the results of a call for many. */
export function isProblem(result: unknown): boolean {
  return typeof result === 'object' && result !== null && 'code' in result && 'errors' in result
}

function toError(body: unknown, status: number, requestId: string | null): ApiError {
  const problem = (typeof body === 'object' && body !== null ? body : {}) as Partial<ProblemBody>
  const code = isErrorCode(problem.code) ? problem.code : (codes[status] ?? 'unexpected')
  const errors = problem.errors ?? []
  const fields = Object.fromEntries(
    errors.map(({ field, message }) => [field, readForPeople(message) ?? text.fields.notRight]),
  )
  const faults = errors.flatMap(({ code }) => code ?? [])
  const told = { fields, faults, requestId: problem.request_id ?? requestId }
  const detail = explained.has(code) ? readForPeople(problem.detail) : undefined
  return new ApiError(code, { ...told, detail, page: pathOf(problem.type) })
}

/**
 * The server explains itself to programs too: which call to make instead, which header to send. Of such a sentence people are
 * given what stands before it; undefined where nothing does.
 */
function readForPeople(sentence: string | undefined): string | undefined {
  const parts = sentence?.split(/(?<=[.:;]) /) ?? []
  const first = parts.findIndex(part => forPrograms.test(part))
  const said = (first < 0 ? parts : parts.slice(0, first)).join(' ')
  return (first < 0 ? said : said.replace(/[:;]$/, '.')) || undefined
}

const forPrograms =
  /`|\/api\/|\b(?:GET|POST|PUT|PATCH|DELETE|JSON|HTTP|API|Bearer|header)\b|X-API-Key|If-Match|Idempotency-Key/i

/** What these mean depends on the thing that they are about, which the server's sentence names. */
const explained: ReadonlySet<ErrorCode> = new Set(['invalid', 'forbidden', 'not_found', 'conflict', 'gone'])

/** What to tell a learner about an error of any kind: as closely as it is known. */
export function describeError(error: unknown): string {
  if (!(error instanceof ApiError)) return text.errors.unexpected
  const fault = error.faults.find(isFault)
  if (fault) return text.faults[fault]
  // What stands in the way is different each time, and the server has said it.
  if (error.code === 'conflict' && error.detail) return error.detail
  return text.errors[error.code]
}

function isFault(code: string): code is keyof typeof text.faults {
  return Object.hasOwn(text.faults, code)
}

interface ProblemBody {
  type: string
  code: unknown
  detail: string
  errors: { field: string; message: string; code?: string }[]
  request_id: string
}

/** The server names its pages by its public address; we stay on the one this page came from. */
function pathOf(type: string | undefined) {
  if (!type || !URL.canParse(type)) return undefined
  const { pathname, hash } = new URL(type)
  return pathname + hash
}

function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(text.errors, code)
}

const codes: Record<number, ErrorCode> = {
  400: 'invalid',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  410: 'gone',
  422: 'invalid',
  429: 'rate_limited',
  502: 'unavailable',
  503: 'unavailable',
  504: 'unavailable',
}
