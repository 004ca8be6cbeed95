/** The student API's words and statuses for what went wrong. */
import type { EdgeCode } from '../../http/edge.ts'
import type { FaceWords } from '../../http/errors/errors.ts'
import { problemsOf } from '../../http/errors/fault-codes.ts'
import { RefusedCall } from '../../http/errors/refused-call.ts'
import type { Refusal } from '../../lib/refusal.ts'
import type { CallProblemCode, DomainProblemCode, Problem } from '../../provisioning/intents/problem.ts'

type Words = (problem: Problem) => string

type OwnCode =
  | 'idempotency_key_invalid'
  | 'idempotency_key_reused'
  | 'idempotency_key_in_use'
  | 'idempotency_answer_lost'
  | 'rate_limited'
  | 'not_valid'
  | 'unsupported_encoding'
  | 'internal'

const table: Record<CallProblemCode | EdgeCode | OwnCode, readonly [status: number, words: Words]> = {
  required: [400, ({ field }) => `'${field}' is required`],
  wrong_type: [400, ({ field }) => `'${field}' must be ${types[field] ?? 'text'}`],
  malformed: [400, ({ field }) => `'${field}' is not a valid email address`],
  invalid_characters: [400, ({ field }) => `'${field}' contains characters that cannot be stored`],
  too_long: [400, ({ field, value }) => `'${field}' is longer than ${value} characters`],
  out_of_range: [400, ({ field, value }) => `'${field}' must be from 1 to ${value}`],
  too_many: [400, ({ field, value }) => `'${field}' has more than ${value} entries`],
  too_many_values: [
    400,
    () => 'The line has more values than there are columns: a value with a comma in it goes into quotation marks',
  ],
  too_few_values: [
    400,
    ({ value }) =>
      `The line has only ${value} values: a quotation mark may have taken in a comma, or the file breaks off. Where there is nothing, its commas still stand`,
  ],
  unknown_course: [400, ({ value }) => `Unknown course type '${value}'`],
  course_ended: [400, ({ value, day }) => `Course type '${value}' ended on ${day}`],
  not_valid: [400, ({ value }) => String(value)],
  unknown_enrollment: [404, () => 'No such enrollment'],
  unknown_field: [400, ({ field, value }) => `'${field}' is not known here: did you mean '${value}'?`],
  doubled_field: [
    400,
    ({ field, value }) =>
      value === undefined ? `'${field}' is there twice` : `'${field}' and '${value}' are one field: send it once`,
  ],
  misplaced_field: [
    400,
    ({ field, value }) => `'${field}' is not where it belongs: send '${value}' at the top of the body`,
  ],
  unreadable_body: [400, () => 'The body is not readable: send a JSON object or form fields, in UTF-8'],
  unreadable_request: [400, () => 'The request is not readable: check the address'],
  invalid_key: [
    401,
    ({ value }) =>
      `Invalid or missing API key${value === 'elsewhere' ? ': send it in the header X-API-Key, or as Authorization: Bearer <key>' : ''}`,
  ],
  not_permitted: [403, () => 'This API key may not provision: its scopes do not allow it'],
  organization_not_enabled: [403, () => 'Organization is not enabled for language tests'],
  reference_taken: [409, ({ value }) => `'external_ref' came before, with something else: it belongs to ${value}`],
  reference_refunded: [409, () => "'external_ref' was refunded before it came: it gives nothing any more"],
  unknown_path: [404, () => 'No such endpoint'],
  method_not_allowed: [405, ({ value }) => `Method not allowed: use ${value}`],
  request_timeout: [408, () => 'The request did not arrive in time: try again'],
  body_too_large: [413, () => 'The body is larger than 64 kB'],
  address_too_long: [414, () => 'The address is too long'],
  unsupported_media_type: [
    415,
    () => 'Send application/json, application/x-www-form-urlencoded or multipart/form-data',
  ],
  unsupported_encoding: [415, ({ value }) => String(value)],
  idempotency_key_invalid: [400, () => 'Idempotency-Key must have 1 to 255 characters'],
  idempotency_key_in_use: [409, () => 'The call with this Idempotency-Key is still under way: try again'],
  idempotency_answer_lost: [409, () => 'This call was done, once; its answer is not kept any more'],
  unmet_expectation: [417, () => 'The header Expect is not understood: leave it out'],
  idempotency_key_reused: [422, () => 'This Idempotency-Key came before, with another call'],
  rate_limited: [429, () => 'Too many calls: wait before you try again'],
  headers_too_large: [431, () => 'The headers are too large'],
  internal: [500, () => 'Something went wrong on our side: try again, and tell us if it stays'],
  unavailable: [503, () => 'The service is not available right now: try again'],
}

const types: Readonly<Record<string, string>> = {
  courses: 'text or a list of text',
  tenure_months: 'a whole number',
  send_welcome_email: 'true or false',
}

type ErrorCode = keyof typeof table

/** What `code` can be in an answer: with several problems it is the last. */
export const answeredCodes = [...(Object.keys(table) as ErrorCode[]), 'validation_failed'] as const

export const words: FaceWords = {
  type: 'application/json; charset=utf-8',
  answer: refusal => toErrorAnswer(refusal === null ? [{ code: 'internal', field: '' }] : readProblems(refusal)),
}

/** What the parts of the server that know no dialect refuse, in this one's codes. */
function readProblems(refusal: Refusal): Parameters<typeof toErrorAnswer>[0] {
  if (refusal instanceof RefusedCall) return refusal.problems
  const { code, message, errors } = refusal
  if (errors.some(({ field }) => field === 'Idempotency-Key')) return [{ code: 'idempotency_key_invalid', field: '' }]
  return code in table ? [{ code: code as ErrorCode, field: '', value: message }] : problemsOf(refusal)
}

/** One answer for all that is wrong: with several problems `code` is `validation_failed` and `message` holds them all. */
export function toErrorAnswer(problems: readonly (Omit<Problem, 'code'> & { code: ErrorCode | DomainProblemCode })[]) {
  const errors = problems.map(problem => ({
    field: problem.field,
    message: wordsOf(problem.code)[1](problem as Problem),
  }))
  const [first] = problems
  if (!first) throw new Error('an error answer needs a problem')
  return {
    status: wordsOf(first.code)[0],
    body: {
      status: 'error' as const,
      code: problems.length === 1 ? first.code : 'validation_failed',
      message: errors.map(error => error.message).join('; '),
      errors,
    },
  }
}

/** What only other faces can ask for cannot go wrong here. */
function wordsOf(code: ErrorCode | DomainProblemCode) {
  return table[code as ErrorCode] ?? table.internal
}
