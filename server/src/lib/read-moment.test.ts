import { expect, test } from 'vitest'
import { moment } from '../cli/options.ts'
import { formats } from '../http/validation/formats.ts'
import { readUntil } from './access-rule.ts'
import { findDay, findMoment } from './read-moment.ts'

test.each([
  ['2026-04-01T09:30:00Z', '2026-04-01T09:30:00.000Z'],
  ['2026-04-01T09:30Z', '2026-04-01T09:30:00.000Z'],
  ['2026-04-01 09:30+05:30', '2026-04-01T04:00:00.000Z'],
  ['2028-02-29T00:00:00.5z', '2028-02-29T00:00:00.500Z'],
])('%s is a moment in every face', (text, moment_) => {
  for (const read of [findMoment, (one: string) => readUntil(one, 'Asia/Kolkata'), moment])
    expect(read(text)?.toISOString()).toBe(moment_)
  expect(formats['date-time']?.isValid(text)).toBe(true)
})

test.each(['2026-02-31', '2026-02-29', '2026-13-01', '2026-4-1', '01/04/2026', '20260401', '2026-04-01Z', ''])(
  '%j is no day, and no moment begins with it',
  text => {
    expect(findDay(text)).toBeNull()
    for (const one of [text, `${text}T09:30:00Z`]) {
      expect(findMoment(one)).toBeNull()
      expect(readUntil(one, 'UTC')).toBeNull()
      expect(() => moment(one)).toThrow()
    }
  },
)

test('a moment says its offset; a day alone is one of the organization where access ends', () => {
  for (const text of ['2026-04-01T09:30', '2026-04-01T09:30:00', '2026-04-01T25:00Z', '2026-04-01T09:30+25:00'])
    expect(findMoment(text)).toBeNull()
  expect(readUntil('2026-04-01', 'Asia/Kolkata')?.toISOString()).toBe('2026-04-01T18:30:00.000Z')
})
