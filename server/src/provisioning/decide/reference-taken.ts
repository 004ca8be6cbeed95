import type { Problem } from '../intents/problem.ts'

/** Under a known reference only the same may come again: `owner` says what it belongs to. */
export function referenceTaken(owner: string): Problem {
  return { code: 'reference_taken', field: 'external_ref', value: owner }
}
