import { createContext } from 'react'

/** Whether what is shown stands in the page's `main` already: there is one of them alone. */
export const InMain = createContext(false)
