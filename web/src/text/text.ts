/** The texts of the learner's pages, and of what goes wrong. Those of the console and the team portal are in `words.ts`. */
import { text as en } from './en/text.ts'
import { language } from './language.ts'

export let text = en

/** Before anything is shown. What is loaded with the first page must not use a text before. */
export async function loadText(): Promise<void> {
  if (language) ({ text } = await language.text())
}
