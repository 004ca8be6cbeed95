/** Which language is the reader's: the one of their profile, as far as this device knows it, or else the browser's. */
import { type Language, languages } from './languages.ts'

export const known = ['en', ...Object.keys(languages)]

const place = 'usher.language'

/** As dates and numbers are written: `en-IN`. */
export const locale = choose(globalThis.localStorage?.getItem(place) ?? null)

/** None: English, which is there already. */
export const language: Language | undefined = languages[nameOf(locale)]

export const direction = language?.direction ?? 'ltr'

/** What somebody has chosen is known once they have signed in, and then on this device. If it is another, the page begins anew. */
export function followLanguage(chosen: string | null): void {
  if (chosen === null) localStorage.removeItem(place)
  else localStorage.setItem(place, chosen)
  if (choose(chosen) !== locale) window.location.reload()
}

function choose(chosen: string | null): string {
  const wanted = [...(chosen === null ? [] : [chosen]), ...navigator.languages]
  const tag = wanted.find(tag => known.includes(nameOf(tag))) ?? 'en-GB'
  // Whoever only says `en` is somewhere all the same: the browser may know where.
  return wanted.find(other => nameOf(other) === nameOf(tag) && other.includes('-')) ?? tag
}

function nameOf(tag: string): string {
  return tag.split('-')[0]?.toLowerCase() ?? ''
}
