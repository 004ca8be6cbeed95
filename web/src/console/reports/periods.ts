/** Days, weeks and months of the calendar, as the API's reports write them: by their first day, `2026-11-30`. */
export const units = ['day', 'week', 'month'] as const
export type Unit = (typeof units)[number]

/** The periods that lie in these days, both included. As with the API, weeks begin on Mondays, and 1000 are enough. */
export function listPeriods(from: string, to: string, by: Unit): string[] {
  const periods: string[] = []
  for (let day = beginningOf(from, by); day <= to && periods.length < 1000; day = next(day, by)) periods.push(day)
  return periods
}

/** Where the days before this one begin that are shown unless somebody asks for others: 30, 26 weeks, 12 months. */
export function defaultFrom(to: string, by: Unit): string {
  if (by === 'day') return addDays(to, -29)
  return by === 'week' ? addDays(to, -7 * 26 + 1) : addDays(to, -364)
}

export function addDays(day: string, count: number): string {
  return new Date(Date.parse(day) + count * 86_400_000).toISOString().slice(0, 10)
}

/** The calendar's day at a moment, in a time zone. */
export function dayAt(moment: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    moment,
  )
}

/** What is written in the address may be anything. */
export function readDay(written: string | undefined): string | undefined {
  return written && /^[12]\d{3}-\d\d-\d\d$/.test(written) && !Number.isNaN(Date.parse(written)) ? written : undefined
}

function beginningOf(day: string, by: Unit): string {
  if (by === 'day') return day
  if (by === 'month') return `${day.slice(0, 7)}-01`
  return addDays(day, -((new Date(day).getUTCDay() + 6) % 7))
}

function next(day: string, by: Unit): string {
  if (by !== 'month') return addDays(day, by === 'day' ? 1 : 7)
  const [year = 0, month = 0] = day.split('-').map(Number)
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10)
}
