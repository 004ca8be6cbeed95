/** Why something asked for was not done: a code from one closed list. Each face has its own words and status for them. */
export type RefusalCode =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'proof_needed'
  | 'second_factor_needed'
  | 'not_found'
  | 'conflict'
  | 'gone'
  | 'precondition_failed'
  | 'too_large'
  | 'unsupported_media_type'
  | 'unsupported_encoding'
  | 'method_not_allowed'
  | 'unknown_version'
  | 'idempotency_key_reused'
  | 'idempotency_key_in_use'
  | 'idempotency_answer_lost'
  | 'rate_limited'
  | 'unavailable'
  | 'unreadable_request'
  | 'request_timeout'
  | 'address_too_long'
  | 'headers_too_large'
  | 'unmet_expectation'

export interface FieldError {
  readonly field: string
  /** What kind of fault, for programs. */
  readonly code?: string
  readonly message: string
}

/** More faults than this nobody reads: they are neither looked for nor told. */
export const mostFaults = 50
/** In one of many things that are sent together. */
export const mostFaultsOfOne = 5
/** A name that a caller made up is told no further than this, and so is what is said of it. */
const [longestField, longestMessage] = [200, 500]

export class Refusal extends Error {
  readonly code: RefusalCode
  readonly errors: readonly FieldError[]

  constructor(code: RefusalCode, message: string, errors: readonly FieldError[] = []) {
    super(shorten(message, 2000))
    this.code = code
    this.errors = errors.slice(0, mostFaults).map(error => ({
      ...error,
      field: shorten(error.field, longestField),
      message: shorten(error.message, longestMessage),
    }))
  }
}

/** So many within so many minutes. */
export interface Limit {
  readonly times: number
  readonly minutes: number
}

/** Something beside the number of calls was too much: by which limit. */
export class LimitMet extends Refusal {
  /** What it is called in the headers. */
  readonly policy: string
  readonly limit: Limit

  constructor(policy: string, limit: Limit, message: string) {
    super('rate_limited', message)
    this.policy = policy
    this.limit = limit
  }
}

/** A text as far as it is told. */
export function shorten(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most).toWellFormed()}…` : text
}

/** What `work` gives, or the Refusal that it throws: for many at once, where one must not harm another. */
export async function orRefusal<T>(work: () => T | Promise<T>): Promise<T | Refusal> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}
