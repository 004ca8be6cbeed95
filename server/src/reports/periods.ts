import { Temporal } from 'temporal-polyfill'
import { refuse } from '../lib/checks.ts'
import type { Scope } from './scope.ts'

export type Unit = 'day' | 'week' | 'month'

export interface Period {
  /** Its first day. */
  readonly day: string
  readonly start: Date
}

const most = 1000

/** Those that the scope's days lie in, by its calendar. Throws `invalid`: there are too many of them. */
export function listPeriods(
  { timeZone, from, before }: Pick<Scope, 'timeZone' | 'from' | 'before'>,
  by: Unit,
): Period[] {
  const first = Temporal.Instant.fromEpochMilliseconds(from.getTime()).toZonedDateTimeISO(timeZone).toPlainDate()
  const periods: Period[] = []
  for (let day = beginningOf(first, by); ; day = day.add({ [`${by}s`]: 1 })) {
    const start = new Date(day.toZonedDateTime(timeZone).epochMilliseconds)
    if (start >= before) return periods
    if (periods.length === most) refuse('invalid', { by: `makes more than ${most} periods: ask for fewer days` })
    periods.push({ day: day.toString(), start })
  }
}

function beginningOf(day: Temporal.PlainDate, by: Unit): Temporal.PlainDate {
  if (by === 'day') return day
  return by === 'week' ? day.subtract({ days: day.dayOfWeek - 1 }) : day.with({ day: 1 })
}
