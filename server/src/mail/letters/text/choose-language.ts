/** Which language a reader is written to in, and how days, numbers and lists look there. Pure. */
import { languages as known, type Text } from './languages.ts'

export interface Language {
  readonly text: Text
  /** How days and numbers are written: `de-AT`. */
  readonly locale: string
  readonly direction: 'ltr' | 'rtl'
  day(moment: Date, timeZone: string): string
  number(value: number): string
  list(items: readonly string[]): string
}

/**
 * The first of `wanted` that there are texts for; of `de-AT` there are where there are of `de`. None: English. Whoever says no
 * more than `en` is somewhere all the same: as one further on says it.
 */
export function chooseLanguage(wanted: readonly string[], languages = known): Language {
  const nameOf = (tag: string) => beginningsOf(tag).find(name => Object.hasOwn(languages, name))
  const tag = wanted.find(nameOf) ?? 'en'
  const name = nameOf(tag) ?? 'en'
  const text = languages[name] as Text
  const isFull = (tag: string) => nameOf(tag) === name && new Intl.Locale(tag).region !== undefined
  const locale = isFull(tag) ? tag : (wanted.find(isFull) ?? text.common.usualLocale)
  const [numbers, lists] = [new Intl.NumberFormat(locale), new Intl.ListFormat(locale)]
  return {
    text,
    locale,
    direction: directionOf(name),
    day: (moment, timeZone) =>
      new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone }).format(moment),
    number: value => numbers.format(value),
    list: items => lists.format(items),
  }
}

/** `zh-Hant-TW`, `zh-Hant`, `zh`. What is no tag at all is nothing. */
function beginningsOf(tag: string): string[] {
  const parts = isTag(tag) ? tag.split('-') : []
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('-'))
}

function isTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}

// The types of TypeScript do not know it yet.
function directionOf(name: string): 'ltr' | 'rtl' {
  const locale = new Intl.Locale(name) as Intl.Locale & { getTextInfo(): { direction?: string } }
  return locale.getTextInfo().direction === 'rtl' ? 'rtl' : 'ltr'
}
