import { textProblem } from './checks.ts'
import { tidyName } from './names.ts'

export interface Names {
  readonly first_name?: string
  /** May be empty. */
  readonly last_name?: string
}

export function namesProblems({ first_name, last_name = '' }: Names) {
  return {
    first_name: first_name === undefined ? null : textProblem(tidyName(first_name), 150),
    last_name: last_name === '' ? null : textProblem(tidyName(last_name), 150),
  }
}
