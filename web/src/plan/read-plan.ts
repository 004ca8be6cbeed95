import { mapFew } from '../acting/map-few.ts'
import { clientOf, getAnswer } from '../api/client.ts'
import { listOperations } from '../api/done-operations.ts'
import { isProblem, readElementProblem } from '../api/errors.ts'
import type { components } from '../api/schema.gen.ts'

export type Plan = components['schemas']['Plan']

/** A call, under way. */
export type Call = Promise<{ data?: unknown; error?: unknown; response: Response }>

/** One call of those that are to be made, asked as a plan. */
export interface Step {
  /** Whom or what it is about. */
  name: string
  /** Of a call for many, in their order. */
  names?: readonly string[]
  /** The call, with `mode: 'plan'` in its query. */
  plan: () => Call
  /** By what the call answered, the one that takes it back: for who may not undo what others did. */
  back?: (answer: unknown) => (() => Call) | null
}

/** What was done, by the operations; or, for who may not undo those, the calls that take it back. */
export interface DoneSteps {
  operations?: readonly number[]
  back?: readonly (() => Call)[]
}

/** What cannot be done, and why. */
export interface Refused {
  name: string
  error: unknown
}

export interface Planned {
  step: Step
  plan: Plan
  /** Of many those that cannot be done. */
  refused: readonly Refused[]
}

/** Each step's plan, or why there is none. A few at a time. */
export async function readPlans(
  steps: readonly Step[],
): Promise<{ possible: readonly Planned[]; refused: readonly Refused[] }> {
  const read = await mapFew(steps, async (step): Promise<Planned | Refused> => {
    try {
      const plan = (await getAnswer(step.plan())) as Plan
      return { step, plan, refused: listRefused(step, plan) }
    } catch (error) {
      return { name: step.name, error }
    }
  })
  const planned = read.filter(one => 'plan' in one)
  return {
    possible: planned.filter(({ step: { names }, refused }) => !names || refused.length < names.length),
    refused: read.flatMap(one => ('plan' in one ? one.refused : [one])),
  }
}

interface Applied {
  /** What was not to be done any more. */
  failed: readonly Refused[]
  /** Of many those that were refused, as the plan said. */
  refused: readonly Refused[]
  /** What could not be taken back, in sentences. */
  kept: readonly string[]
  done: Required<DoneSteps>
}

/** Does exactly what was shown. */
export async function applyPlans(organization: string, planned: readonly Planned[]): Promise<Applied> {
  const kept = new Set<string>()
  const refused: Refused[] = []
  const operations: number[] = []
  const back: (() => Call)[] = []
  const done = await mapFew(planned, async ({ step, plan: { plan_id: id, changes } }) => {
    try {
      const call = clientOf(organization).POST('/api/plans/{id}/apply', { params: { path: { id } } })
      const answer = await getAnswer(call)
      for (const { why } of (answer as { kept?: { why: string }[] } | null)?.kept ?? []) kept.add(why)
      refused.push(...listRefused(step, answer))
      // What was so before is not taken back.
      if (changes.length === 0) return null
      const wayBack = step.back?.(answer)
      if (wayBack) back.push(wayBack)
      operations.push(...listOperations((await call).response, answer))
      return null
    } catch (error) {
      return { name: step.name, error }
    }
  })
  return { failed: done.filter(failed => failed !== null), refused, kept: [...kept], done: { operations, back } }
}

/** Of an answer to many. */
export function listRefused({ names = [] }: Pick<Step, 'names'>, answer: unknown): Refused[] {
  const { results = [] } = (answer ?? {}) as { results?: readonly unknown[] }
  return results.flatMap((result, index) =>
    isProblem(result) ? { name: names[index] ?? '', error: readElementProblem(result) } : [],
  )
}
