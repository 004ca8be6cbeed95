import { InvalidArgumentError } from 'commander'
import { expect, test } from 'vitest'
import { email, moment, onOff, wholeNumber } from './options.ts'

const now = new Date('2026-12-01T10:00:00Z')

test.each([
  ['30m', '2026-12-01T09:30:00.000Z'],
  ['2h', '2026-12-01T08:00:00.000Z'],
  ['7d', '2026-11-24T10:00:00.000Z'],
  ['2026-04-01', '2026-04-01T00:00:00.000Z'],
  ['2026-04-01T09:30', '2026-04-01T09:30:00.000Z'],
  ['2026-04-01 09:30:15', '2026-04-01T09:30:15.000Z'],
  ['2026-04-01T09:30Z', '2026-04-01T09:30:00.000Z'],
  ['2026-04-01T09:30:15.250+05:30', '2026-04-01T04:00:15.250Z'],
])('the moment %s is %s', (text, iso) => {
  expect(moment(text, now).toISOString()).toBe(iso)
})

test.each(['', 'yesterday', '2026-13-01', '2026-02-30', '12', '2 h', '2026-04-01T25:00'])('%j is no moment', text => {
  expect(() => moment(text, now)).toThrow(InvalidArgumentError)
})

test('numbers, switches and addresses are read strictly', () => {
  expect(wholeNumber(1, 120)('120')).toBe(120)
  for (const text of ['0', '121', '1.5', '-1', '1e2', '', '٣']) expect(() => wholeNumber(1, 120)(text)).toThrow()
  expect([onOff('on'), onOff('off')]).toEqual([true, false])
  expect(() => onOff('yes')).toThrow('on or off')
  expect(email(' Jane@Example.COM ')).toBe('jane@example.com')
  expect(() => email('jane')).toThrow('mail address')
})
