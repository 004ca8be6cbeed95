import type { Static, TSchema } from 'typebox'
import { toFieldError } from '../http/errors/field-errors.ts'
import { createJudge } from '../http/validation/validation.ts'
import { mostFaults, Refusal } from '../lib/refusal.ts'

/** What the API would take as a body. Throws `invalid`, which names the options that are not right. */
export function requireShape<Shape extends TSchema>(shape: Shape, body: unknown): Static<Shape> {
  const judge = createJudge(shape, mostFaults)
  // What was not given is not there.
  const sent: unknown = JSON.parse(JSON.stringify(body))
  if (judge(sent)) return sent as Static<Shape>
  const errors = (judge.errors ?? []).map(toFieldError)
  throw new Refusal('invalid', errors.map(({ field, message }) => `${field} ${message}`).join('; '), errors)
}
