import { expect, test } from 'vitest'
import {
  courseNameProblem,
  localeProblem,
  longTextProblem,
  refuseInvalid,
  slugProblem,
  textProblem,
  timeZoneProblem,
  webAddressProblem,
} from './checks.ts'

test.each<[what: string, check: (value: string) => string | null, good: string[], bad: string[]]>([
  [
    'a slug',
    slugProblem,
    ['acme-prep', 'a1', '1a', 'a--b', 'x'.repeat(63)],
    ['a', '-ab', 'ab-', 'Ab', 'a b', 'a_b', 'x'.repeat(64), '', '12', '1-2'],
  ],
  [
    'the name of a course',
    courseNameProblem,
    ['ielts', 'pte_academic', 'gre-2027', '7', 'x'.repeat(64)],
    ['', 'IELTS', 'a b', 'é', 'x'.repeat(65)],
  ],
  ['a time zone', timeZoneProblem, ['UTC', 'Asia/Kolkata', 'Europe/Berlin'], ['', 'Mars/Olympus', '+05:30', 'Berlin']],
  [
    'a web address',
    webAddressProblem,
    ['https://learn.example.com/1?x=2', 'http://localhost:8080'],
    [
      '',
      'learn.example.com',
      'javascript:alert(1)',
      'ftp://example.com',
      'https://a b',
      `https://example.com/${'x'.repeat(2048)}`,
    ],
  ],
  [
    'a text for people',
    value => textProblem(value, 5),
    ['Ann', 'Zoë M', '😀😀😀😀😀'],
    ['', '   ', '\u200b', '\u3164\u2800\u00ad', 'abcdef', 'a\nb', 'a\0b', '\ud800', 'a\ufffd', '\u202ea', 'a\u2066'],
  ],
  [
    'a text of several lines',
    value => longTextProblem(value, 5),
    ['', 'a\n\tb', '😀😀😀😀😀'],
    ['abcdef', 'a\0b', '\x1b[2J', '\ud800', 'a\u202b', '\u2069'],
  ],
  ['a language', localeProblem, ['en', 'de-AT', 'pt-br', 'zh-Hant-TW'], ['', 'english please', 'e', '*', 'en_US']],
])('%s', (_, check, good, bad) => {
  expect(good.filter(value => check(value) !== null)).toEqual([])
  expect(bad.filter(value => check(value) === null)).toEqual([])
})

test('all that is wrong is named at once', () => {
  expect(() => refuseInvalid({ name: null })).not.toThrow()
  expect(() => refuseInvalid({ name: 'must not be empty', slug: null, time_zone: 'is unknown' })).toThrow(
    expect.objectContaining({
      code: 'invalid',
      errors: [
        { field: 'name', message: 'must not be empty' },
        { field: 'time_zone', message: 'is unknown' },
      ],
    }),
  )
})
