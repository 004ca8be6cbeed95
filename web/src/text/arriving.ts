/** The texts of the pages that mailed and shared links lead to: loaded with them. */
import { arriving as en } from './en/arriving.ts'
import { language } from './language.ts'

export let arriving = en

/** Before what uses them is loaded. */
export async function loadArriving(): Promise<void> {
  if (language) ({ arriving } = await language.arriving())
}
