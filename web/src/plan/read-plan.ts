import { clientOf, getAnswer } from '../api/client.ts'
import { readElementProblem } from '../api/errors.ts'
import type { components } from '../api/schema.gen.ts'
import { mapFew } from '../map-few.ts'

export type Plan = components['schemas']['Plan']

/** One call of those that are to be made, asked as a plan. */
export interface Step {
  /** Whom or what it is about. */
  name: string
  /** Of a call for many, in their order. */
  names?: readonly string[]
  /** The call, with `mode: 'plan'` in its query. */
  plan: () => Promise<{ data?: unknown; error?: unknown; response: Response }>
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
}

/** Does exactly what was shown. */
export async function applyPlans(organization: string, planned: readonly Planned[]): Promise<Applied> {
  const kept = new Set<string>()
  const refused: Refused[] = []
  const done = await mapFew(planned, async ({ step, plan: { plan_id: id } }) => {
    try {
      const answer = await getAnswer(clientOf(organization).POST('/api/plans/{id}/apply', { params: { path: { id } } }))
      for (const { why } of (answer as { kept?: { why: string }[] } | null)?.kept ?? []) kept.add(why)
      refused.push(...listRefused(step, answer))
      return null
    } catch (error) {
      return { name: step.name, error }
    }
  })
  return { failed: done.filter(failed => failed !== null), refused, kept: [...kept] }
}

/** Of an answer to many. */
export function listRefused({ names = [] }: Pick<Step, 'names'>, answer: unknown): Refused[] {
  const { results = [] } = (answer ?? {}) as { results?: readonly unknown[] }
  return results.flatMap((result, index) =>
    isProblem(result) ? { name: names[index] ?? '', error: readElementProblem(result) } : [],
  )
}

export function isProblem(result: unknown): boolean {
  return typeof result === 'object' && result !== null && 'code' in result && 'errors' in result
}
