import { expect, test } from 'vitest'
import { type FieldValue, type Kind, readValue, valueProblems } from './values.ts'

test.each<[kind: Kind, good: (FieldValue | null)[], bad: (FieldValue | null)[]]>([
  ['text', ['Pune', '5', null], ['', 'a\nb', 'x'.repeat(501), 5, true]],
  ['number', [0, -1.5, null], ['5', true]],
  ['boolean', [true, false, null], ['true', 1]],
  ['date', ['2026-02-28', null], ['2026-02-30', '2026-2-1', '28.02.2026', 20260228]],
  ['choice', ['a', null], ['c', '', true]],
])('what a field of kind %s takes', (kind, good, bad) => {
  const definition = { name: 'it', kind, choices: ['a', 'b'], required: false }
  const problemOf = (value: FieldValue | null) => valueProblems([definition], { it: value })['custom_fields.it']
  expect(good.filter(value => problemOf(value) !== null)).toEqual([])
  expect(bad.filter(value => problemOf(value) === null)).toEqual([])
  for (const value of good) if (value !== null) expect(readValue(definition, String(value))).toBe(value)
})

test('a field that is required is not cleared, and one that does not exist is named', () => {
  const definition = { name: 'city', kind: 'text', choices: [], required: true } as const
  expect(valueProblems([definition], { city: null, town: 'Pune' })).toEqual({
    'custom_fields.city': 'is required',
    'custom_fields.town': 'is no field of this organization',
  })
})
