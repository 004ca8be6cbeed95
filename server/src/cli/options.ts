/** Values of options that are more than a text. What cannot be read is wrong usage, said with the option's name. */
import { InvalidArgumentError } from 'commander'
import { normalizeEmail } from '../lib/email.ts'
import { findDay, findMoment } from '../lib/read-moment.ts'

export function wholeNumber(min: number, max: number): (text: string) => number {
  return text => {
    const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
    if (number >= min && number <= max) return number
    throw new InvalidArgumentError(`Give a whole number from ${min} to ${max}.`)
  }
}

export function onOff(text: string): boolean {
  if (text === 'on') return true
  if (text === 'off') return false
  throw new InvalidArgumentError('Give on or off.')
}

/** Several words with commas between them. */
export function words(text: string): string[] {
  const found = text.split(',').flatMap(word => word.trim() || [])
  if (found.length > 0) return found
  throw new InvalidArgumentError('Give one or more, with commas between them.')
}

export function email(text: string): string {
  const normalized = normalizeEmail(text)
  if (normalized) return normalized
  throw new InvalidArgumentError('Give a mail address, such as jane@example.com.')
}

const unitMilliseconds: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `30m`, `2h` or `7d` before `now`; a date (its first moment) or a date and time, in UTC unless it says otherwise. */
export function moment(text: string, now = new Date()): Date {
  const ago = /^(\d{1,5})([mhd])$/.exec(text)
  if (ago) return new Date(now.getTime() - Number(ago[1]) * (unitMilliseconds[ago[2] as string] as number))
  const moment = findMoment(findDay(text) ? `${text}T00:00Z` : text) ?? findMoment(`${text}Z`)
  if (moment) return moment
  throw new InvalidArgumentError('Give a moment such as 2026-04-01, 2026-04-01T09:30Z, or how long ago: 30m, 2h, 7d.')
}
