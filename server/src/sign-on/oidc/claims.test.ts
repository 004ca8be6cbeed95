import { expect, test } from 'vitest'
import { claimNames, joinClaims, leavesOut, listSaid, readClaims } from './claims.ts'
import { presets } from './presets.ts'

const names = claimNames('other')
const read = (said: object) => readClaims({ sub: 'ida', ...said }, names)

test('what is said of a person, by the standard’s names', () => {
  const said = {
    email: ' ida@school.example ',
    email_verified: true,
    given_name: 'Ida',
    family_name: 'Example',
    name: '',
  }
  expect(read({ ...said, preferred_username: 'ida', groups: ['a', 'b'] })).toEqual({
    email: 'ida@school.example',
    email_verified: true,
    first_name: 'Ida',
    last_name: 'Example',
    name: null,
    username: 'ida',
    groups: { values: ['a', 'b'], areAll: true },
  })
})

test.each([[false], [undefined], [null], ['true'], ['false'], [1], [[true]]])(
  '%j does not verify an email',
  verified => {
    expect(read({ email: 'victim@school.example', email_verified: verified })).toMatchObject({ email_verified: false })
  },
)

test('what is verified is the standard’s email, and no other claim that is taken for one', () => {
  const said = { upn: 'victim@school.example', email_verified: true }
  expect(readClaims(said, claimNames('other', { email: ['upn'] }))).toMatchObject({
    email: 'victim@school.example',
    email_verified: false,
  })
})

test('where there is no email, what somebody signs in as over there is none', () => {
  expect(read({ preferred_username: 'victim@school.example' })).toMatchObject({
    email: null,
    username: 'victim@school.example',
  })
})

test.each([
  ['two emails', { email: ['a@school.example', 'b@school.example'] }, 'claim_doubled'],
  ['an email that is a number', { email: 7 }, 'claim_unreadable'],
  ['a name that is an object', { name: { first: 'Ida' } }, 'claim_unreadable'],
])('%s: refused', (_, said, code) => expect(read(said)).toMatchObject({ code }))

test('one email in a list is one', () =>
  expect(read({ email: ['ida@school.example'] })).toMatchObject({ email: 'ida@school.example' }))

const many = (count: number) => Array.from({ length: count }, (_, index) => `g${index}`)

test.each([
  ['none are said', {}, null],
  ['they are none', { groups: [] }, { values: [], areAll: true }],
  ['one is said as a text', { groups: 'a' }, { values: ['a'], areAll: true }],
  ['one cannot be read', { groups: ['a', { id: 'b' }] }, null],
  ['they are elsewhere', { _claim_names: { groups: 'src1' }, _claim_sources: {} }, null],
  ['some are here and all elsewhere', { groups: ['a'], _claim_names: { groups: 'src1' } }, null],
  ['there are some', { hasgroups: true }, null],
  ['there are some, in a text', { hasgroups: 'true', groups: [] }, null],
])('groups: %s', (_, said, groups) => expect(read(said)).toMatchObject({ groups }))

test.each([
  [99, true],
  [100, false],
  [101, true],
  [200, false],
])('%i groups are all: %s', (count, areAll) =>
  expect(read({ groups: many(count) })).toMatchObject({ groups: { areAll } }),
)

test.each(Object.keys(presets) as (keyof typeof presets)[])('%s has names for all that is read', preset => {
  const all = claimNames(preset, { name: ['https://school.example/name'] })
  expect(all.name).toEqual(['https://school.example/name'])
  expect(Object.values(all).every(Array.isArray)).toBe(true)
})

test('userinfo fills in what is left out, and overrides nothing', () => {
  const token = { sub: 'ida', name: 'Ida' }
  const userinfo = { sub: 'other', name: 'Mallory', email: 'ida@school.example', email_verified: true }
  expect(joinClaims(token, userinfo, names)).toEqual({ ...userinfo, ...token })
})

test('an email of one is not verified by the other', () => {
  const [email, other] = ['victim@school.example', 'mallory@school.example']
  const joined = joinClaims({ email }, { email: other, email_verified: true }, names)
  expect(readClaims(joined, names)).toMatchObject({ email, email_verified: false })
  const turned = joinClaims({ email_verified: true }, { email }, names)
  expect(readClaims(turned, names)).toMatchObject({ email, email_verified: false })
})

test('groups that are too many for the token are not made up for by userinfo', () => {
  const joined = joinClaims({ hasgroups: true }, { groups: ['a'] }, names)
  expect(readClaims(joined, names)).toMatchObject({ groups: null })
})

test.each([
  ['nothing', { email: 'x', name: 'x', groups: [] }, false],
  ['nothing, by both names', { email: 'x', given_name: 'x', family_name: 'x', groups: [] }, false],
  ['nothing that userinfo would have', { email: 'x', name: 'x', hasgroups: true }, false],
  ['the email', { name: 'x', groups: [] }, true],
  ['a name', { email: 'x', given_name: 'x', groups: [] }, true],
  ['the groups', { email: 'x', name: 'x' }, true],
])('%s is left out', (_, token, isLeftOut) => expect(leavesOut(token, names)).toBe(isLeftOut))

const listed = (said: object) =>
  Object.fromEntries([...listSaid({ ...said }, names)].map(([name, { values }]) => [name, values]))

test.each([
  ['a text, a number, a yes', { a: 'x', b: 7, c: true }, { a: ['x'], b: ['7'], c: ['true'] }],
  [
    'what stands in another',
    { realm_access: { roles: ['r'] }, a: { b: { c: 'x' } } },
    { 'realm_access.roles': ['r'], 'a.b.c': ['x'] },
  ],
  ['not deeper', { a: { b: { c: { d: 'x' } } } }, {}],
  ['not in place of another', { a: { b: 'inner' }, 'a.b': 'own' }, { 'a.b': ['own'] }],
  ['nothing that cannot be read', { a: null, b: ['x', null], c: [{ d: 'x' }] }, {}],
  ['nothing of the protocol', { iss: 'x', nonce: 'x', sid: 'x', aud: ['x'] }, {}],
  ['no groups where they are elsewhere', { groups: ['x'], hasgroups: true, a: 'x' }, { a: ['x'] }],
  ['nothing that is elsewhere', { roles: ['x'], a: 'x', _claim_names: { roles: 'src1' } }, { a: ['x'] }],
])('all that is said: %s', (_, said, all) => expect(listed(said)).toEqual(all))

test('of all that is said no more is kept than fits, and what is kept is whole', () => {
  const [much, more] = [
    listed({ a: many(20_000), b: 'x' }),
    listed(Object.fromEntries(many(300).map(name => [name, 'x']))),
  ]
  expect(much).toEqual({ b: ['x'] })
  expect(Object.keys(more)).toHaveLength(200)
})

test('a claim that is looked at may be had of userinfo', () => {
  const token = { email: 'x', name: 'x', groups: [], a: { b: 'x' } }
  expect([leavesOut(token, names, ['a.b']), leavesOut(token, names, ['department'])]).toEqual([false, true])
})
