/** The texts of the learner's pages, and of what goes wrong. Those of the console and the team portal are in `words.ts`. */
import { en } from './en.ts'
import { choose } from './language.ts'

export const text = choose({ en })
