/** Why a call was refused, in the codes of the log. */

import { mostFaults, type Refusal, type RefusalCode } from '../../lib/refusal.ts'
import { findNearName } from '../../lib/sent/field-names.ts'
import type { Problem, ProblemCode } from '../../provisioning/intents/problem.ts'
import type { ShapeFault } from '../validation/list-faults.ts'
import { toFieldError } from './field-errors.ts'
import { RefusedCall } from './refused-call.ts'

const keywords: Readonly<Record<string, ProblemCode>> = {
  required: 'required',
  type: 'wrong_type',
  additionalProperties: 'unknown_field',
  maxLength: 'too_long',
  maxItems: 'too_many',
}

/** What does not have the shape that it must have. */
export function refuseFaults(message: string, faults: readonly ShapeFault[]): RefusedCall {
  return new RefusedCall('invalid', message, faults.slice(0, mostFaults).map(problemOfFault), {
    errors: faults.map(toFieldError),
  })
}

/** `value` is the limit, or the field that may be meant. What has no code of its own is told in words. */
function problemOfFault(fault: ShapeFault): Problem {
  const { field, message } = toFieldError(fault)
  const code = keywords[fault.keyword]
  if (!code) return inWords(field, message)
  const { limit, additionalProperty, known } = fault.params
  const near =
    additionalProperty === undefined ? undefined : findNearName(String(additionalProperty), known as string[])
  const value = near ?? (limit as number | undefined)
  return { code, field: shorten(field), ...(value !== undefined && { value }) }
}

const codes: Partial<Record<RefusalCode, ProblemCode>> = {
  forbidden: 'not_permitted',
  invalid: 'unreadable_body',
  too_large: 'body_too_large',
  unsupported_media_type: 'unsupported_media_type',
}

export function problemsOf(refusal: Refusal): readonly Problem[] {
  if (refusal instanceof RefusedCall)
    return refusal.problems.slice(0, mostFaults).map(problem => ({ ...problem, field: shorten(problem.field) }))
  if (refusal.errors.length > 0) return refusal.errors.map(({ field, message }) => inWords(field, message))
  const code = codes[refusal.code]
  return [code ? { code, field: '' } : inWords('', refusal.message)]
}

/** Whether who sends the same again is answered otherwise, or it was done before: it needs nobody to look after it. */
export function isPassing({ code }: Refusal): boolean {
  return passing.includes(code)
}

const passing: readonly RefusalCode[] = [
  'rate_limited',
  'unavailable',
  'idempotency_key_in_use',
  'idempotency_answer_lost',
]

function inWords(field: string, message: string): Problem {
  return { code: 'not_valid', field: shorten(field), value: shorten(message, 500) }
}

/** Fit to be kept. */
function shorten(text: string, most = 200): string {
  return text.slice(0, most).replaceAll('\0', '\ufffd').toWellFormed()
}
