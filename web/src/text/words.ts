/** The texts of the console and the team portal, a file an area. They travel with those pages, not with the learner's. */
import { loadAccount } from './account.ts'
import * as en from './en/index.ts'
import { language } from './language.ts'

export let words = en

/** Before the pages themselves are loaded: they use texts as soon as they are. */
export async function loadWords(): Promise<void> {
  await loadAccount()
  if (language) words = await language.words()
}
