import type { Problem } from '../intents/problem.ts'

/** Under a known reference only the same may come again: by whom and for what `owner` tells. */
export function referenceTaken(owner: string): { readonly problems: [Problem] } {
  return { problems: [{ code: 'reference_taken', field: 'external_ref', value: owner }] }
}
