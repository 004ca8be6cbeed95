/** Why something asked for was not done: a code from one closed list. Each face has its own words and status for them. */
export type RefusalCode =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'gone'
  | 'too_large'
  | 'unsupported_media_type'
  | 'method_not_allowed'
  | 'rate_limited'
  | 'unavailable'
  | 'unreadable_request'
  | 'request_timeout'
  | 'address_too_long'
  | 'headers_too_large'
  | 'unmet_expectation'

export interface FieldError {
  readonly field: string
  readonly message: string
}

export class Refusal extends Error {
  readonly code: RefusalCode
  readonly errors: readonly FieldError[]

  constructor(code: RefusalCode, message: string, errors: readonly FieldError[] = []) {
    super(message)
    this.code = code
    this.errors = errors
  }
}
