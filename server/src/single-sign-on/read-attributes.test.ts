import { expect, test } from 'vitest'
import type { FieldDefinition } from '../custom-fields/values.ts'
import { bound } from '../sign-on/claims.ts'
import { readAttributes } from './read-attributes.ts'

const field = (name: string, kind: FieldDefinition['kind'], choices: string[] = []) => ({
  ...{ name, kind, choices, required: false },
})
const definitions = [
  field('city', 'text'),
  field('year', 'number'),
  field('day', 'date'),
  field('boards', 'boolean'),
  field('house', 'choice', ['Red', 'Blue']),
]
const claims = {
  email: null,
  email_verified: false,
  first_name: 'Ida',
  last_name: 'Example',
  name: 'Ida Example',
  groups: null,
}
const read = (name: string, values: string[] | undefined, claim?: string) =>
  readAttributes(
    [{ field: name, ...(claim !== undefined && { claim }) }],
    { claims, said: bound(values ? [['x', values]] : []) },
    definitions,
  )

test.each([
  ['custom_fields.city', ['  Pune '], { custom_fields: { city: 'Pune' } }],
  ['custom_fields.year', ['7'], { custom_fields: { year: 7 } }],
  ['custom_fields.day', ['2026-04-01'], { custom_fields: { day: '2026-04-01' } }],
  ['custom_fields.boards', ['true'], { custom_fields: { boards: true } }],
  ['custom_fields.house', ['Red'], { custom_fields: { house: 'Red' } }],
  ['first_name', ['Ada'], { first_name: 'Ada' }],
  ['last_name', ['Lovelace'], { last_name: 'Lovelace' }],
  ['name', ['Ada King Lovelace'], { first_name: 'Ada King', last_name: 'Lovelace' }],
] as const)('%s: %j', (name, values, kept) => {
  expect(read(name, [...values], 'x')).toEqual({ custom_fields: {}, faults: [], ...kept })
})

test.each([
  ['custom_fields.year', ['seventh'], 'must be a number'],
  ['custom_fields.house', ['Green'], 'must be one of Red, Blue'],
  ['custom_fields.boards', ['yes'], 'must be true or false'],
  ['custom_fields.day', ['1 April'], 'must be a date'],
  ['custom_fields.city', ['Pune', 'Delhi'], 'has 2 values'],
  ['custom_fields.gone', ['x'], 'is no field'],
  ['first_name', ['\u202eadI'], 'must be one line'],
  ['last_name', ['x'.repeat(151)], 'at most 150'],
] as const)('%s: %j is noted, and left out', (name, values, fault) => {
  const { faults, ...kept } = read(name, [...values], 'x')
  expect(kept).toEqual({ custom_fields: {} })
  expect(faults).toEqual([expect.stringContaining(`${name}: `)])
  expect(faults[0]).toContain(fault)
})

test('what was not said, or is empty, is left as it is', () => {
  for (const values of [undefined, [], [''], [' ']])
    expect(read('custom_fields.city', values, 'x')).toEqual({ custom_fields: {}, faults: [] })
})

test('names need no claim: they are said anyway', () => {
  expect(read('first_name', undefined)).toMatchObject({ first_name: 'Ida' })
  expect(read('name', undefined)).toMatchObject({ first_name: 'Ida', last_name: 'Example' })
})
