import { clientOf, getAnswer } from '../api/client.ts'
import type { components } from '../api/schema.gen.ts'
import { mapFew } from '../map-few.ts'

export type Plan = components['schemas']['Plan']

/** One call of those that are to be made, asked as a plan. */
export interface Step {
  /** Whom or what it is about. */
  name: string
  /** The call, with `mode: 'plan'` in its query. */
  plan: () => Promise<{ data?: unknown; error?: unknown; response: Response }>
}

export interface Planned {
  name: string
  plan: Plan | null
  /** Why it cannot be done. */
  error: unknown
}

/** Each step's plan, or why there is none. A few at a time. */
export function readPlans(steps: readonly Step[]): Promise<Planned[]> {
  return mapFew(steps, async ({ name, plan }) => {
    try {
      return { name, plan: (await getAnswer(plan())) as Plan, error: null }
    } catch (error) {
      return { name, plan: null, error }
    }
  })
}

interface Applied {
  failed: readonly Planned[]
  /** What could not be taken back, in sentences. */
  kept: readonly string[]
}

/** Does exactly what was shown. */
export async function applyPlans(organization: string, planned: readonly Planned[]): Promise<Applied> {
  const kept = new Set<string>()
  const done = await mapFew(planned, async ({ name, plan }) => {
    try {
      const params = { path: { id: plan?.plan_id ?? 0 } }
      const answer = await getAnswer(clientOf(organization).POST('/api/plans/{id}/apply', { params }))
      for (const { why } of (answer as { kept?: { why: string }[] } | null)?.kept ?? []) kept.add(why)
      return null
    } catch (error) {
      return { name, plan, error }
    }
  })
  return { failed: done.filter(failed => failed !== null), kept: [...kept] }
}
