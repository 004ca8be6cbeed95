/** What a field may hold. A check gives what is wrong, as the end of a sentence that begins with the field's name, or null. */
import { creditsPattern, namePattern, slugPattern } from './forms.ts'
import { hasUnreadable, isBlank } from './names.ts'
import { mostFaults, Refusal, type RefusalCode } from './refusal.ts'

/** Problems by field, null where there is none. */
export type Problems = Readonly<Record<string, string | null>>

/** Throws one Refusal (`invalid`) that names every field with a problem; none when all are null. */
export function refuseInvalid(problems: Problems): void {
  refuse('invalid', problems)
}

/** The same, with another code. */
export function refuse(code: RefusalCode, problems: Problems): void {
  const errors = Object.entries(problems)
    .flatMap(([field, message]) => (message ? [{ field, message }] : []))
    .slice(0, mostFaults)
  if (errors.length > 0)
    throw new Refusal(code, errors.map(({ field, message }) => `${field} ${message}`).join('; '), errors)
}

/** Letters turned around by these make a name look like another one. */
const turning = String.raw`\u202a-\u202e\u2066-\u2069`
const unreadableInLines = new RegExp(String.raw`(?![\t\r\n])[\p{Cc}\p{Cs}${turning}]`, 'u')

/** Words for people: 1 to `max` characters, nothing that does not print. */
export function textProblem(value: string, max: number): string | null {
  if (isBlank(value)) return 'must not be empty'
  if ([...value].length > max) return `must have at most ${max} characters`
  return hasUnreadable(value) ? 'must be one line of characters that can be read' : null
}

/** Words for people, of several lines perhaps: at most `max` characters, or none. */
export function longTextProblem(value: string, max = 2000): string | null {
  if ([...value].length > max) return `must have at most ${max} characters`
  return unreadableInLines.test(value) ? 'must not hold control characters' : null
}

/** The name of an organization in addresses and commands. */
export function slugProblem(value: string): string | null {
  // Of digits alone it would be read as an id.
  if (new RegExp(slugPattern).test(value)) return null
  return 'must be 2 to 63 lower-case letters, digits and hyphens, with a letter among them, such as acme-prep'
}

/** The name that callers send, of a course. */
export function courseNameProblem(value: string): string | null {
  return nameProblem(value, 'pte_academic')
}

/** A name that callers send: fixed once it is given. */
export function nameProblem(value: string, example: string): string | null {
  if (new RegExp(namePattern).test(value)) return null
  return `must be 1 to 64 lower-case letters, digits, underscores and hyphens, such as ${example}`
}

/** A language, and where it is spoken (BCP 47). */
export function localeProblem(value: string): string | null {
  return isLocale(value) ? null : 'must be a language by its BCP 47 tag, such as en, de-AT or pt-BR'
}

/** As it is kept: in its usual letters. Nothing stays nothing. */
export function tidyLocale<Text extends string | null | undefined>(locale: Text): Text {
  return (locale ? Intl.getCanonicalLocales(locale)[0] : locale) as Text
}

export function timeZoneProblem(value: string): string | null {
  return isTimeZone(value) ? null : 'must be a time zone by its IANA name, such as Asia/Kolkata or Europe/Berlin'
}

export function webAddressProblem(value: string): string | null {
  const url = URL.canParse(value) ? new URL(value) : null
  if (url && ['http:', 'https:'].includes(url.protocol) && value.length <= 2048 && !/\s/.test(value)) return null
  return 'must be an address that starts with https:// or http://'
}

/** Credits are text, so that no cent is lost on the way. */
export function creditsProblem(value: string): string | null {
  return new RegExp(creditsPattern).test(value) ? null : 'must be an amount such as 25 or 12.50'
}

export function rangeProblem(value: number, min: number, max: number): string | null {
  return Number.isInteger(value) && value >= min && value <= max ? null : `must be a whole number from ${min} to ${max}`
}

function isLocale(value: string): boolean {
  try {
    return value.length <= 35 && Intl.getCanonicalLocales(value).length === 1
  } catch {
    return false
  }
}

function isTimeZone(value: string): boolean {
  if (!/^[A-Za-z]/.test(value)) return false // an offset such as +05:30 knows no summer time
  try {
    new Intl.DateTimeFormat('en', { timeZone: value })
    return true
  } catch {
    return false
  }
}
