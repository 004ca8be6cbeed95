/** Days as people write them, and the moments as the API keeps them: at which they begin, and are over. */

/** The moment at which a day such as `2026-12-01` is over in the time zone. */
export function endOfDay(day: string, timeZone: string): string {
  return startOfDay(new Date(Date.parse(`${day}T00:00Z`) + 86_400_000).toISOString().slice(0, 10), timeZone)
}

/** The first moment of the day. */
export function startOfDay(day: string, timeZone: string): string {
  const midnight = Date.parse(`${day}T00:00Z`)
  // What the clock there shows at a moment tells how far it is from UTC; twice, for the clock may be put forward between.
  const guess = midnight - offsetAt(midnight, timeZone)
  return new Date(midnight - offsetAt(guess, timeZone)).toISOString()
}

/** The last day before the moment; nothing for none. */
export function lastDayBefore(moment: string | null, timeZone: string): string {
  if (moment === null) return ''
  const before = Date.parse(moment) - 1
  return new Date(before + offsetAt(before, timeZone)).toISOString().slice(0, 10)
}

function offsetAt(moment: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(moment)
  const at = Object.fromEntries(parts.map(({ type, value }) => [type, Number(value)])) as Record<string, number>
  const { year = 0, month = 1, day, hour, minute, second } = at
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(moment / 1000) * 1000
}
