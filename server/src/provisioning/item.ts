/** What the engine is asked: an intent, or an action of somebody, of which it makes one when it has found what that names. */
import type { DoneBy } from './actions/actions.ts'
import type { AskedAction } from './actions/to-intent.ts'
import type { Intent } from './intents/intent.ts'
import type { DoneOf, RefusedOutcome } from './intents/outcome.ts'

export type Item = Intent | AskedAction

/** What is answered to it when it is done. */
export type DoneTo<Each extends Item> =
  Each extends AskedAction<infer Wanted> ? DoneBy<Wanted> : Each extends Intent ? DoneOf<Each> : never

export type AnswerTo<Each extends Item> = DoneTo<Each> | RefusedOutcome
