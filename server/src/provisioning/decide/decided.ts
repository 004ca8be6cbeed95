import type { ChangedOutcome, DoneOutcome } from '../intents/outcome.ts'
import type { Problem } from '../intents/problem.ts'

/** What became of an intent, before it is logged; `userId`: whom it was about, where the intent does not name them. */
export type Decided<Which extends DoneOutcome = ChangedOutcome> = Unlogged<Which> | Refused

type Unlogged<Which> = Which extends DoneOutcome
  ? Omit<Which, 'operationId'> & { readonly userId?: number | null }
  : never

export interface Refused {
  readonly problems: readonly Problem[]
}
