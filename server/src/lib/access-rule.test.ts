import { expect, test } from 'vitest'
import { describeAccess, readUntil } from './access-rule.ts'

test.each([
  ['2026-06-30', 'UTC', '2026-07-01T00:00:00.000Z'],
  ['2026-06-30', 'Asia/Kolkata', '2026-06-30T18:30:00.000Z'],
  ['2026-03-28', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
  ['2026-03-29', 'Europe/Berlin', '2026-03-29T22:00:00.000Z'],
  ['9999-12-31', 'America/New_York', '9999-12-31T23:59:59.999Z'],
  ['2026-06-30T12:00:00Z', 'Asia/Kolkata', '2026-06-30T12:00:00.000Z'],
  ['2026-06-30T12:00+05:30', 'UTC', '2026-06-30T06:30:00.000Z'],
])('access until %s in %s ends at %s', (text, timeZone, end) => {
  expect(readUntil(text, timeZone)?.toISOString()).toBe(end)
})

test.each(['2026-02-30', '2026-06-30T12:00', 'tomorrow', ''])('%j is no moment', text => {
  expect(readUntil(text, 'UTC')).toBeNull()
})

test('a rule is told in words', () => {
  const forever = { months: null, days: null, until: null, renewal: 'extend' } as const
  expect(describeAccess({ ...forever, months: 6 })).toBe('6 months, extend')
  expect(describeAccess({ ...forever, days: 1, renewal: 'replace' })).toBe('1 day, replace')
  expect(describeAccess({ ...forever, until: new Date('2027-01-01T00:00:00Z'), renewal: 'longest' })).toBe(
    'until 2027-01-01T00:00:00Z, longest',
  )
  expect(describeAccess(forever)).toBe('for ever')
})
