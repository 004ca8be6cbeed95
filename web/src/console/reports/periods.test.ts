import { expect, test } from 'vitest'
import { dayAt, defaultFrom, listPeriods, readDay, type Unit } from './periods.ts'

test.each<[Unit, string, string, string[]]>([
  ['day', '2026-02-27', '2026-03-02', ['2026-02-27', '2026-02-28', '2026-03-01', '2026-03-02']],
  ['week', '2026-11-22', '2026-12-01', ['2026-11-16', '2026-11-23', '2026-11-30']],
  ['month', '2026-11-22', '2027-01-01', ['2026-11-01', '2026-12-01', '2027-01-01']],
  ['day', '2026-03-02', '2026-03-01', []],
])('each %s from %s to %s has its place in the picture, also where nothing happened', (by, from, to, periods) => {
  expect(listPeriods(from, to, by)).toEqual(periods)
})

test.each<[Unit, number]>([
  ['day', 30],
  ['week', 26],
  ['month', 13],
])('without days, the last ones are shown by %s', (by, count) => {
  expect(listPeriods(defaultFrom('2026-11-22', by), '2026-11-22', by)).toHaveLength(count)
})

test('today is the day of the organization, not of the device', () => {
  const moment = new Date('2026-11-22T20:00:00Z')
  expect([dayAt(moment, 'UTC'), dayAt(moment, 'Asia/Kolkata')]).toEqual(['2026-11-22', '2026-11-23'])
})

test.each(['soon', '2026-13-01', '0000-01-01', ''])('%j in the address is no day', written => {
  expect(readDay(written)).toBeUndefined()
})
