import { expect, test } from 'vitest'
import { endOfDay, lastDayBefore } from './days.ts'

test.each([
  ['2026-12-01', 'UTC', '2026-12-02T00:00:00.000Z'],
  ['2026-12-01', 'Asia/Kolkata', '2026-12-01T18:30:00.000Z'],
  ['2026-12-31', 'America/New_York', '2027-01-01T05:00:00.000Z'],
  // The clock is put forward in the night that follows, and back in the night that went before.
  ['2026-03-28', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
  ['2026-03-29', 'Europe/Berlin', '2026-03-29T22:00:00.000Z'],
  ['2026-10-25', 'Europe/Berlin', '2026-10-25T23:00:00.000Z'],
])('%s is over in %s at %s, and that is shown as the same day', (day, timeZone, moment) => {
  expect(endOfDay(day, timeZone)).toBe(moment)
  expect(lastDayBefore(moment, timeZone)).toBe(day)
})
