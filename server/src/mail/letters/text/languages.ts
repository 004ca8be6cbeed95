/**
 * The languages of letters, and of the pages that the server writes itself. Each is a folder of texts, as `en`, and a line here.
 * A text that is missing in it does not compile. Which way it is written follows from its name.
 */
import * as en from './en/index.ts'

export type Text = typeof en

export const languages: Readonly<Record<string, Text>> = { en }
