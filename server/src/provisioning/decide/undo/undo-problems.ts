import type { Problem } from '../../intents/problem.ts'

/** Why an operation cannot be undone. */
export function standsAgainst(code: Problem['code'], value: string | number): Problem {
  return { code, field: 'operation', value }
}

/** A later operation leans on it: that one is to be undone first. */
export function leaning(operationId: number): Problem {
  return standsAgainst('later_operation', operationId)
}
