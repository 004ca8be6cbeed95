import { createContext, useContext } from 'react'

/** What is wrong, by field. */
export type Problems = Readonly<Record<string, string>>

export const ProblemsContext = createContext<Problems>({})

/**
 * What is wrong with a field of the form, until the form is sent again. React Aria would take it away as soon as the field
 * is left: then the button moves from under the pointer that is about to press it.
 */
export function useProblem(name: string): string | undefined {
  return useContext(ProblemsContext)[name]
}
