/** Why something asked for was not done: a code from one closed list. Each face has its own words and status for them. */
export type RefusalCode =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'gone'
  | 'precondition_failed'
  | 'too_large'
  | 'unsupported_media_type'
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

export class Refusal extends Error {
  readonly code: RefusalCode
  readonly errors: readonly FieldError[]

  constructor(code: RefusalCode, message: string, errors: readonly FieldError[] = []) {
    super(message)
    this.code = code
    this.errors = errors
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

/** What `work` gives, or the Refusal that it throws: for many at once, where one must not harm another. */
export async function orRefusal<T>(work: () => T | Promise<T>): Promise<T | Refusal> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}
