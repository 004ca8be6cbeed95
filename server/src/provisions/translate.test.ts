import { expect, test } from 'vitest'
import type { Provision } from './schema.ts'
import { toAction } from './translate.ts'

const read = (names: Partial<Provision['user']>, more: Partial<Provision> = {}) =>
  toAction({ ...more, user: { email: 'jane@example.com', ...names } })

test.each([
  ['Jane Doe', 'Jane', 'Doe'],
  ['Jane', 'Jane', ''],
  ['Juan de la Cruz Jr.', 'Juan de la Cruz', 'Jr.'],
  ['  María José\u00a0 Carreño\n', 'María José', 'Carreño'],
  ['山田太郎', '山田太郎', ''],
])('a whole name is kept whole: %j', (name, firstName, lastName) => {
  const action = read({ name })
  expect(action).toMatchObject({ firstName, lastName, problems: [] })
  expect(`${action.firstName} ${action.lastName}`.trim()).toBe(name.trim().replace(/\s+/g, ' '))
})

test('beside its parts a whole name says the same, or is refused', () => {
  expect(read({ name: 'Jane van Berg', first_name: 'Jane', last_name: 'van Berg' })).toMatchObject({
    firstName: 'Jane',
    lastName: 'van Berg',
    problems: [],
  })
  const names = [{ first_name: 'Janet' }, { last_name: 'Roe' }, { first_name: 'Jane', last_name: 'Roe' }]
  for (const parts of names)
    expect(read({ name: 'Jane Doe', ...parts }).problems).toEqual([
      { code: 'doubled_field', field: 'user.name', value: 'first_name and last_name' },
    ])
})

test('without any name the first one is missing', () => {
  for (const names of [{}, { first_name: ' ' }, { last_name: 'Doe' }])
    expect(read(names).problems).toEqual([{ code: 'required', field: 'user.first_name' }])
  expect(read({ name: '\u200b' }).problems).toEqual([{ code: 'required', field: 'user.name' }])
})

test('what is wrong with a name is said by its field', () => {
  const evil = 'A\u202eevil'
  expect(
    read({ first_name: evil, last_name: evil }, { team: { strategy: 'auto', name: evil }, groups: [7, 'Autumn', evil] })
      .problems,
  ).toEqual(
    ['user.first_name', 'user.last_name', 'groups.2', 'team.name'].map(field => ({
      code: 'invalid_characters',
      field,
    })),
  )
  expect(read({ name: 'x'.repeat(151) }).problems).toEqual([{ code: 'too_long', field: 'user.name', value: 150 }])
})
