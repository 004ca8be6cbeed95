/** Moments, periods and people in words. Pure. */
import type { Period } from '../provisioning/rows/course.ts'

/** Who asked for something, as far as the reader may know. */
export interface Author {
  readonly kind: 'apiKey' | 'unknownKey' | 'user' | 'system'
  /** Of the key, or the email of the person; null: not for the reader to know. */
  readonly name: string | null
  readonly prefix: string | null
  /** Who acted as the person; null: nobody did. */
  readonly impersonated_by: { readonly name: string | null } | null
}

/** Such as `1 December 2026, 15:30 GMT+5:30`. */
export function momentInWords(moment: Date, timeZone: string): string {
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { ...options, timeZone }).format(moment)
  const day = format({ day: 'numeric', month: 'long', year: 'numeric' })
  return `${day}, ${format({ hour: '2-digit', minute: '2-digit', timeZoneName: 'short' })}`
}

export function periodInWords({ months, days, until }: Period, timeZone: string): string {
  if (months !== null) return count(months, 'month')
  if (days !== null) return count(days, 'day')
  return until ? `until ${momentInWords(until, timeZone)}` : 'for ever'
}

/** `outside`: of what those are whose name the reader may not know. */
export function authorInWords({ kind, name, prefix, impersonated_by }: Author, outside: string): string {
  if (kind === 'system') return 'Usher itself'
  if (kind === 'user')
    return impersonated_by
      ? `${impersonated_by.name ?? `somebody of ${outside}`}, acting as ${name ?? 'somebody'}`
      : (name ?? `somebody of ${outside}`)
  if (prefix === null) return `a key of ${outside}`
  return name === null ? `the key ${prefix}…` : `the key "${name}" (${prefix}…)`
}

function count(number: number, unit: string): string {
  return `${number} ${unit}${number === 1 ? '' : 's'}`
}
