/**
 * The languages of the pages beside English. Each is a folder of texts, as `en`, and a line here:
 * `de: { text: () => import('./de/text.ts'), account: …, arriving: …, words: () => import('./de/index.ts') },`
 * It is loaded by its readers alone; a text that is missing in it does not compile.
 */
export interface Language {
  /** What learners read, and what goes wrong. */
  text: () => Promise<typeof import('./en/text.ts')>
  /** What somebody does about signing in, once there is an account. */
  account: () => Promise<typeof import('./en/account.ts')>
  /** Where mailed and shared links lead. */
  arriving: () => Promise<typeof import('./en/arriving.ts')>
  /** The console and the team portal. */
  words: () => Promise<typeof import('./en/index.ts')>
  /** Where its lines begin on the right: the pages are turned as a whole. */
  direction?: 'rtl'
}

export const languages: Readonly<Record<string, Language>> = {}
