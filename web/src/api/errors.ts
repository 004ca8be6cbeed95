/** What can go wrong with a call: the server's codes (problem+json), and two of our own. Their words are in the catalogue. */
import { text } from '../text/text.ts'

type ErrorCode = keyof typeof text.errors

export class ApiError extends Error {
  readonly code: ErrorCode
  /** The server's words by field. */
  readonly fields: Readonly<Record<string, string>>
  /** What the server's log knows the call by. */
  readonly requestId: string | null

  constructor(code: ErrorCode, fields: Record<string, string> = {}, requestId: string | null = null) {
    super(code)
    this.code = code
    this.fields = fields
    this.requestId = requestId
  }
}

/** An answer that is not a success. What stands before our server speaks no problem+json: then the status decides. */
export function readProblem(response: Response, body: unknown): ApiError {
  const problem = (typeof body === 'object' && body !== null ? body : {}) as Partial<ProblemBody>
  const code = isErrorCode(problem.code) ? problem.code : (codes[response.status] ?? 'unexpected')
  const fields = Object.fromEntries((problem.errors ?? []).map(({ field, message }) => [field, message]))
  return new ApiError(code, fields, problem.request_id ?? response.headers.get('x-request-id'))
}

/** What to tell a person about an error of any kind. */
export function describeError(error: unknown): string {
  return text.errors[error instanceof ApiError ? error.code : 'unexpected']
}

interface ProblemBody {
  code: unknown
  errors: { field: string; message: string }[]
  request_id: string
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
