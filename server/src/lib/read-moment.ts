import { Temporal } from 'temporal-polyfill'

/** A day of the calendar, such as 2026-04-01, in the one form that every face takes. Null: it is none. */
export function findDay(text: string): Temporal.PlainDate | null {
  try {
    return /^\d{4}-\d\d-\d\d$/.test(text) ? Temporal.PlainDate.from(text, { overflow: 'reject' }) : null
  } catch {
    return null
  }
}

/**
 * A moment in the form of RFC 3339, with seconds or without; it says its offset. Null: it is none, or lies outside the years 1970 to 9999 (UTC), beyond which neither
 * JSON nor the database writes one plainly. A leap second, which a Date does not know, is taken for the one before.
 */
export function findMoment(text: string): Date | null {
  const isPlain = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/i.test(text)
  try {
    return isPlain ? withinYears(Temporal.Instant.from(text)) : null
  } catch {
    return null
  }
}

/** The same, of a text that is known to be one. */
export function readMoment(text: string): Date {
  const moment = findMoment(text)
  if (!moment) throw new RangeError(`${text} is no moment`)
  return moment
}

/** The end of the last year that is written with four digits. */
export const lastMoment = Date.UTC(10_000, 0) - 1

/** Null: it lies beyond them. */
export function withinYears({ epochMilliseconds }: { readonly epochMilliseconds: number }): Date | null {
  return epochMilliseconds >= 0 && epochMilliseconds <= lastMoment ? new Date(epochMilliseconds) : null
}
