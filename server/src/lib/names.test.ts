import { expect, test } from 'vitest'
import { hasUnreadable, tidyName } from './names.ts'

test.each([
  'Jane',
  'O’Brien-Smith, Jr.',
  'Zoë',
  'می\u200cخواهم',
  'ක්\u200dෂිති',
  'കൃഷ്ണന്\u200d',
  'שרה',
  '葛\u{e0100}城',
  '👩\u200d🎓',
  '❤\ufe0f',
  '👩🏽\u200d🏫',
])('%j is a name', name => {
  expect(hasUnreadable(name)).toBe(false)
  expect(tidyName(name)).toBe(name.normalize('NFC'))
})

test.each([
  ['turned around', 'A\u202eevil'],
  ['isolated', 'A\u2066b\u2069'],
  ['marked right to left', 'A\u200fb'],
  ['zero-width space', 'Ja\u200bne'],
  ['word joiner', 'Ja\u2060ne'],
  ['soft hyphen', 'Ja\u00adne'],
  ['byte order mark inside', 'Ja\u2060\ufeffne'],
  ['joiner between Latin letters', 'Ja\u200dne'],
  ['non-joiner between Latin letters', 'Ja\u200cne'],
  ['joiner at the start', '\u200dJane'],
  ['two joiners', 'می\u200c\u200cخواهم'],
  ['joiner after a mark on a Latin letter', 'e\u0301\u200dx'],
  ['form of a Latin letter', 'Ja\ufe0fne'],
  ['form of nothing', '\ufe0f'],
  ['filler', 'Ja\u3164ne'],
  ['tag', 'Jane\u{e0041}'],
  ['control character', 'Ja\u0007ne'],
  ['lost character', 'J\ufffdrg'],
  ['half an emoji', '\ud83d'],
])('%s is none', (_, name) => {
  expect(hasUnreadable(name)).toBe(true)
})

test('blanks are one, and letters carry their marks', () => {
  expect(tidyName('\u00a0 Ana\r\n\tMari\u0301a \ufeff')).toBe('Ana María')
  expect([tidyName(undefined), tidyName(null)]).toEqual([undefined, null])
})
