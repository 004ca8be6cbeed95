import { type FieldError, Refusal, type RefusalCode } from '../../lib/refusal.ts'
import type { Call } from '../../provisioning/intents/call.ts'
import type { Problem } from '../../provisioning/intents/problem.ts'

/** A refusal of which it is known what the log calls its reasons. */
export class RefusedCall extends Refusal {
  readonly problems: readonly Problem[]
  /** Of whom may not call at all: who it was. */
  readonly call: Call | null
  /** The line of the log that tells of it already. */
  readonly operationId: number | null

  constructor(
    code: RefusalCode,
    message: string,
    problems: readonly Problem[],
    {
      errors,
      call = null,
      operationId = null,
    }: { errors?: readonly FieldError[]; call?: Call | null; operationId?: number | null } = {},
  ) {
    super(code, message, errors)
    this.problems = problems
    this.call = call
    this.operationId = operationId
  }
}
