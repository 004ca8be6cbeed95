import { type TSchema, Type } from 'typebox'
import { expect, test } from 'vitest'
import { mostFaults } from '../../lib/refusal.ts'
import { toFieldError } from '../errors/field-errors.ts'
import { Id, Nullable, Sent } from '../shapes.ts'
import { createJudge } from './validation.ts'

const Team = Type.Union([
  Sent({ strategy: Type.Literal('first'), role: Type.Optional(Type.String()) }),
  Sent({ strategy: Type.Literal('create'), name: Type.String({ maxLength: 5 }) }),
])
const Body = Sent({
  name: Type.String({ minLength: 1, maxLength: 5 }),
  team: Type.Optional(Team),
  owner: Type.Optional(Nullable(Type.Union([Id, Type.String({ minLength: 2 })]))),
  tags: Type.Optional(Type.Array(Type.String({ maxLength: 3 }), { maxItems: 60, uniqueItems: true })),
  fields: Type.Optional(Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]), { maxProperties: 3 })),
  at: Type.Optional(Type.String({ format: 'date-time' })),
})

const faultsOf = (value: unknown, schema: TSchema = Body) => {
  const judge = createJudge(schema, mostFaults)
  return judge(value) ? [] : (judge.errors ?? []).map(toFieldError).map(({ field, message }) => `${field} ${message}`)
}

test.each<[what: string, body: unknown, faults: string[]]>([
  ['what is right', { name: 'a', owner: null, team: { strategy: 'first' }, fields: { a: 1 } }, []],
  [
    'every faulty field',
    { colour: 1, owner: 'x', tags: ['long', 'long'], fields: { a: true }, at: 'soon', size: 2 },
    [
      ' name is required',
      'colour is not known here',
      'size is not known here',
      'tags must hold each only once',
      'tags.0 must have at most 3 characters',
      'tags.1 must have at most 3 characters',
      'fields.a must be string or number',
      'at must be a moment such as 2026-12-01T09:30:00Z, in the years 1970 to 9999',
      'owner must have at least 2 characters',
    ],
  ],
  ['what is of no type', [], [' must be object']],
  ['what has none of its forms', { name: 'a', owner: [] }, ['owner must be integer or string or null']],
  [
    'the form that was meant',
    { name: 'a', team: { strategy: 'create', name: 'too long', role: 'x' } },
    ['team.role is not known here', 'team.name must have at most 5 characters'],
  ],
  ['which forms there are', { name: 'a', team: { strategy: 'any' } }, ['team.strategy must be first or create']],
])('tells %s', (_, body, faults) => {
  expect(faultsOf(body)).toEqual(faults.map(fault => fault.replace(/^ (?=name)/, '')))
})

test('a list that is too long, or an object, is not looked into', () => {
  expect(faultsOf({ name: 'a', tags: Array(61).fill('long') })).toEqual(['tags must hold at most 60'])
  const fields = Object.fromEntries(Array.from({ length: 4 }, (_, n) => [`f${n}`, true]))
  expect(faultsOf({ name: 'a', fields })).toEqual(['fields must hold at most 3'])
})

test('no more faults are looked for than are told', () => {
  const wide = Object.fromEntries(Array.from({ length: 100_000 }, (_, n) => [`f${n}`, n]))
  expect(faultsOf(wide)).toHaveLength(mostFaults)
  const seen: number[] = []
  const watched = Array.from({ length: 1000 }, (_, n) => ({
    get name() {
      seen.push(n)
      return 7
    },
  }))
  expect(faultsOf(watched, Type.Array(Body))).toHaveLength(mostFaults)
  expect(Math.max(...seen)).toBeLessThanOrEqual(mostFaults)
})
