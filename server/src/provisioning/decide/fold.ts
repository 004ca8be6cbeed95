/**
 * What grants add up to. Grants are taken in the order in which they begin; each one opens a run of access, or, where a
 * run is still going on, renews it by its policy. Revoked grants do not count, so taking one away moves those after it
 * up: what was paid for and stands is what is given.
 */
import { Temporal } from 'temporal-polyfill'
import { lastMoment } from '../../lib/read-moment.ts'
import type { Period } from '../rows/course.ts'
import type { Grant } from '../rows/person.ts'

/** What of a grant counts here. */
export type Foldable = Period & Pick<Grant, 'id' | 'startsAt' | 'timeZone' | 'renewal' | 'revokedAt'>

/** A stretch of access without a gap; `endsAt` null is for ever. */
export interface Run {
  readonly startsAt: Date
  readonly endsAt: Date | null
}

/**
 * Ends that were reckoned, by rule. Most of what is decided together begins at one moment and by one rule, and calendars are
 * slow: who folds many hands over one for all of them.
 */
export type Ends = Map<string, { readonly start: number; readonly end: number }>

/** The runs of access that the standing grants of one enrollment give, in the order of time. */
export function foldGrants(grants: readonly Foldable[], ends: Ends = new Map()): Run[] {
  const runs: Counted[] = []
  for (const grant of grants.filter(grant => !grant.revokedAt).sort(byStart)) {
    const run = runs.at(-1)
    if (run && (run.endsAt === null || run.endsAt > grant.startsAt)) runs[runs.length - 1] = renew(run, grant, ends)
    else runs.push(begin(grant.startsAt, grant, ends))
  }
  return runs.map(({ startsAt, endsAt }) => ({ startsAt, endsAt }))
}

/** The run that goes on at `now`, else the next one, else the last one there was; null when there is none. */
export function runAt(runs: readonly Run[], now: Date): Run | null {
  return runs.find(run => run.endsAt === null || run.endsAt > now) ?? runs.at(-1) ?? null
}

function byStart(a: Foldable, b: Foldable): number {
  return a.startsAt.getTime() - b.startsAt.getTime() || a.id - b.id
}

const beyondAllYears = 12 * 10_000

/** A run, and since when its months are counted: three times one month end where three months do. */
interface Counted extends Run {
  readonly since: Date
  /** Of the calendar of `timeZone`. */
  readonly months: number
  readonly timeZone: string
}

function begin(startsAt: Date, { months, days, until, timeZone }: Foldable, ends: Ends): Counted {
  const endsAt = endOf(startsAt, { months, days, until }, timeZone, ends)
  // From an end that is no whole number of months after the start, months are counted anew.
  const isMonths = months !== null && days === null && until === null
  return {
    startsAt,
    endsAt,
    timeZone,
    ...(isMonths || !endsAt ? { since: startsAt, months: months ?? 0 } : { since: endsAt, months: 0 }),
  }
}

function renew(run: Counted, grant: Foldable, ends: Ends): Counted {
  const own = { ...begin(grant.startsAt, grant, ends), startsAt: run.startsAt }
  if (grant.renewal === 'replace') return own
  if (grant.renewal === 'longest' || grant.until) return isLater(own.endsAt, run.endsAt) ? own : run
  if (run.endsAt === null) return run
  if (grant.months === null || grant.days !== null || grant.timeZone !== run.timeZone)
    return { ...begin(run.endsAt, grant, ends), startsAt: run.startsAt }
  const months = Math.min(run.months + grant.months, beyondAllYears)
  return { ...run, months, endsAt: endOf(run.since, { months, days: null, until: null }, run.timeZone, ends) }
}

function isLater(one: Date | null, other: Date | null): boolean {
  return other !== null && (one === null || one > other)
}

/** Counted on the calendar of the time zone: a month after 31 January is the last day of February, at the same hour. */
function endOf(start: Date, { months, days, until }: Period, timeZone: string, ends: Ends): Date | null {
  if (until) return until
  if (months === null && days === null) return null
  const rule = `${months}/${days}/${timeZone}`
  const known = ends.get(rule)
  if (known?.start === start.getTime()) return new Date(known.end)
  const zoned = Temporal.Instant.fromEpochMilliseconds(start.getTime()).toZonedDateTimeISO(timeZone)
  // Access that was renewed beyond all years ends with them.
  const end = Math.min(zoned.add({ months: months ?? 0, days: days ?? 0 }).epochMilliseconds, lastMoment)
  ends.set(rule, { start: start.getTime(), end })
  return new Date(end)
}
