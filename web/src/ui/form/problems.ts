import { createContext, useContext } from 'react'

/** What is wrong, by field. */
export type Problems = Readonly<Record<string, string>>

interface Told {
  problems: Problems
  /** What stands in the field is another now: what was wrong is not said of it any more. */
  mend: (name: string) => void
}

export const noProblems: Told = { problems: {}, mend: () => {} }

export const ProblemsContext = createContext(noProblems)

/**
 * What is wrong with a field of the form, until it is changed. React Aria would take it away as soon as the field is left: then
 * the button moves from under the pointer that is about to press it.
 */
export function useProblem(name: string): string | undefined {
  return useContext(ProblemsContext).problems[name]
}

/** For a field that is changed by choosing: what is typed is seen by the form itself. */
export function useMend(name: string): () => void {
  const { mend } = useContext(ProblemsContext)
  return () => mend(name)
}
