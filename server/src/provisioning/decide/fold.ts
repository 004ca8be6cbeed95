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

/** The runs of access that the standing grants of one enrollment give, in the order of time. */
export function foldGrants(grants: readonly Foldable[]): Run[] {
  const runs: Run[] = []
  for (const grant of grants.filter(grant => !grant.revokedAt).sort(byStart)) {
    const run = runs.at(-1)
    if (run && (run.endsAt === null || run.endsAt > grant.startsAt)) {
      runs[runs.length - 1] = { startsAt: run.startsAt, endsAt: renewedEnd(run.endsAt, grant) }
    } else {
      runs.push({ startsAt: grant.startsAt, endsAt: endOf(grant.startsAt, grant, grant.timeZone) })
    }
  }
  return runs
}

/** The run that goes on at `now`, else the next one, else the last one there was; null when there is none. */
export function runAt(runs: readonly Run[], now: Date): Run | null {
  return runs.find(run => run.endsAt === null || run.endsAt > now) ?? runs.at(-1) ?? null
}

function byStart(a: Foldable, b: Foldable): number {
  return a.startsAt.getTime() - b.startsAt.getTime() || a.id - b.id
}

function renewedEnd(end: Date | null, grant: Foldable): Date | null {
  const own = endOf(grant.startsAt, grant, grant.timeZone)
  if (grant.renewal === 'replace') return own
  if (grant.renewal === 'longest' || grant.until) return later(end, own)
  return end && endOf(end, grant, grant.timeZone)
}

/** Counted on the calendar of the time zone: a month after 31 January is the last day of February, at the same hour. */
function endOf(start: Date, { months, days, until }: Period, timeZone: string): Date | null {
  if (until) return until
  if (months === null && days === null) return null
  const rule = `${months}/${days}/${timeZone}`
  const known = lastEnds.get(rule)
  if (known?.start === start.getTime()) return new Date(known.end)
  const zoned = Temporal.Instant.fromEpochMilliseconds(start.getTime()).toZonedDateTimeISO(timeZone)
  // Access that was renewed beyond all years ends with them.
  const end = Math.min(zoned.add({ months: months ?? 0, days: days ?? 0 }).epochMilliseconds, lastMoment)
  lastEnds.set(rule, { start: start.getTime(), end })
  return new Date(end)
}

// Most of a set begins at the same moment and by the same rule, and calendars are slow.
const lastEnds = new Map<string, { start: number; end: number }>()

function later(a: Date | null, b: Date | null): Date | null {
  return a && b && (a > b ? a : b)
}
