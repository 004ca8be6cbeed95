/** What a known reference refuses. */
import type { Problem } from '../intents/problem.ts'
import type { Draft } from './draft.ts'

/** Under a known reference only the same may come again: `owner` says what it belongs to. */
export function referenceTaken(owner: string): Problem {
  return { code: 'reference_taken', field: 'external_ref', value: owner }
}

/** By a reference that was refunded nothing new comes: the problem, where one of these courses would. */
export function findRefunded(
  draft: Draft,
  organizationId: number,
  { reference, courseIds }: { reference: string | null; courseIds: readonly number[] },
): Problem[] {
  if (reference === null) return []
  const refunds = draft.refunds.get(organizationId).filter(row => row.reference === reference)
  const isRefunded = refunds.some(({ courseId }) => courseId === null || courseIds.includes(courseId))
  return isRefunded ? [{ code: 'reference_refunded', field: 'external_ref', value: reference }] : []
}
