/** The texts of the console and the team portal, a file an area. They travel with those pages, not with the learner's. */
import * as en from './en/index.ts'
import { choose } from './language.ts'

export const words = choose({ en })
