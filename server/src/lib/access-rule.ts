/** How long access to a course lasts, and what happens to it when it is bought again. */
import { type Problems, rangeProblem } from './checks.ts'
import { findDay, findMoment, lastMoment, withinYears } from './read-moment.ts'

export const renewals = ['extend', 'longest', 'replace'] as const
export type Renewal = (typeof renewals)[number]

/** Months or days from the start, until a moment, or, with all of them null, for ever. */
export interface AccessPeriod {
  readonly months: number | null
  readonly days: number | null
  readonly until: Date | null
}

export interface AccessRule extends AccessPeriod {
  /** Bought again while it runs: added at the end, the later end of the two, or begun anew. */
  readonly renewal: Renewal
}

export const maxMonths = 120
export const maxDays = 3660

/** As it is sent: one of the three, or null for ever. */
export type SentPeriod = { readonly months?: number; readonly days?: number; readonly until?: string } | null

/** What was sent, and what is wrong with it, by field. A date counts whole in the time zone. */
export function readPeriod(sent: SentPeriod, timeZone: string, now: Date) {
  const { months = null, days = null, until: text } = sent ?? {}
  const until = text === undefined ? null : readUntil(text, timeZone)
  const period: AccessPeriod = { months, days, until }
  const given = [months, days, text].filter(value => value !== null && value !== undefined)
  const problems: Problems = {
    ...accessProblems(period, now),
    ...(text !== undefined &&
      !until && { 'access.until': 'must be a date such as 2027-06-30, or a moment such as 2027-06-30T18:00Z' }),
    ...(sent && given.length !== 1 && { access: 'must hold months, days or until, one of them' }),
  }
  return { period, problems }
}

/** The first moment without access. A date counts whole, in the time zone; a date and time needs its offset. Null: unreadable. */
export function readUntil(text: string, timeZone: string): Date | null {
  const day = findDay(text)
  if (!day) return findMoment(text)
  const { epochMilliseconds } = day.add({ days: 1 }).toZonedDateTime(timeZone)
  // The last day of all ends with the years themselves.
  return withinYears({ epochMilliseconds: Math.min(epochMilliseconds, lastMoment) })
}

/** Such as `6 months, extend` or `for ever`. */
export function describeAccess({ months, days, until, renewal }: AccessRule): string {
  if (months !== null) return `${months} ${months === 1 ? 'month' : 'months'}, ${renewal}`
  if (days !== null) return `${days} ${days === 1 ? 'day' : 'days'}, ${renewal}`
  return until ? `until ${until.toISOString().replace(/\.\d+Z$/, 'Z')}, ${renewal}` : 'for ever'
}

/** What is wrong with the period, by field. `now`: access that would already be over is a mistake. */
function accessProblems({ months, days, until }: AccessPeriod, now: Date): Problems {
  return {
    'access.months': months === null ? null : rangeProblem(months, 1, maxMonths),
    'access.days': days === null ? null : rangeProblem(days, 1, maxDays),
    'access.until': until === null || until > now ? null : 'must lie ahead',
  }
}
