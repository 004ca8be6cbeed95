import { expect, test } from 'vitest'
import {
  type Attribute,
  type ClaimNames,
  claimNames,
  listSaid,
  type NameId,
  readClaims,
  type SamlPreset,
} from './claims.ts'

const soap = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims'
const ofEntra = {
  [`${soap}/emailaddress`]: ['ida@school.example'],
  [`${soap}/givenname`]: ['Ida'],
  [`${soap}/surname`]: ['Example'],
  [`${soap}/name`]: ['ida_school.example#EXT#@tenant.example'],
  'http://schemas.microsoft.com/identity/claims/displayname': ['Ida Example'],
  'http://schemas.microsoft.com/identity/claims/objectidentifier': ['77af-01'],
  'http://schemas.microsoft.com/ws/2008/06/identity/claims/groups': ['g-1', 'g-2'],
}
const ofShibboleth = {
  'urn:oid:0.9.2342.19200300.100.1.3': ['ida@school.example'],
  'urn:oid:2.5.4.42': ['Ida'],
  'urn:oid:2.5.4.4': ['Example'],
}
const byWord = { email: ['ida@school.example'], firstName: ['Ida'], lastName: ['Example'], groups: ['teachers'] }

const nameId = (value: string, format: string | null = null): NameId => ({
  value,
  format,
  nameQualifier: null,
  spNameQualifier: null,
})
const byEmail = nameId('ida@school.example', 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress')

function read(
  said: Readonly<Record<string, readonly string[]>>,
  preset: SamlPreset = 'other',
  own: Partial<ClaimNames> = {},
  named: NameId | null = null,
) {
  const attributes: Attribute[] = Object.entries(said).map(([name, values]) => ({ name, values }))
  return readClaims(attributes, named, claimNames(preset, own))
}

const ida = { email: 'ida@school.example', first_name: 'Ida', last_name: 'Example' }

test.each([
  [
    'entra',
    ofEntra,
    { ...ida, name: 'Ida Example', object_id: '77af-01', groups: { values: ['g-1', 'g-2'], areAll: true } },
  ],
  ['adfs', ofEntra, ida],
  ['keycloak', ofShibboleth, { ...ida, name: null, object_id: null, groups: null }],
  ['okta', byWord, { ...ida, groups: { values: ['teachers'], areAll: true } }],
  ['google', byWord, ida],
  ['jumpcloud', { ...byWord, groups: [], memberOf: ['a', 'b'] }, ida],
  ['onelogin', { 'User.FirstName': ['Ida'], 'User.LastName': ['Example'], email: ['ida@school.example'] }, ida],
  ['other', ofEntra, ida],
  ['other', ofShibboleth, ida],
  ['other', byWord, ida],
] as const)('what %s calls things is understood', (preset, said, claims) => {
  expect(read(said, preset)).toMatchObject(claims)
})

test('own names stand in the place of the usual ones', () => {
  const own = { email: ['workMail'], groups: ['class'] }
  expect(read({ ...byWord, workMail: ['i@school.example'], class: ['7b'] }, 'okta', own)).toMatchObject({
    email: 'i@school.example',
    first_name: 'Ida',
    groups: { values: ['7b'] },
  })
  expect(read(byWord, 'okta', own)).toMatchObject({ email: null, groups: null })
})

test.each([
  ['email', { email: ['ida@school.example', 'root@school.example'] }],
  ['first_name', { firstName: ['Ida', 'Eve'] }],
  ['object_id', { objectId: ['1', '2'] }],
])('two values of %s are refused', (_, said) => {
  expect(read({ ...byWord, ...said })).toMatchObject({ code: 'claim_doubled' })
})

test('two values of what nobody asks for harm nobody', () => {
  expect(read({ ...byWord, phone: ['1', '2'] })).toMatchObject(ida)
})

test('a name that is an address serves as one, where it says that it is', () => {
  expect(read({}, 'google', {}, byEmail)).toMatchObject({ email: 'ida@school.example' })
  expect(read({ email: ['i@school.example'] }, 'google', {}, byEmail)).toMatchObject({ email: 'i@school.example' })
  expect(read({}, 'google', {}, nameId('ida@school.example'))).toMatchObject({ email: null })
})

test('an empty value is none', () => {
  expect(read({ email: [' '], firstName: [], lastName: [' Example '] })).toMatchObject({
    email: null,
    first_name: null,
    last_name: 'Example',
  })
})

test('groups that are not said are not none', () => {
  expect(read({})).toMatchObject({ groups: null })
  expect(read({ groups: [] })).toMatchObject({ groups: { values: [], areAll: true } })
  expect(
    read({ ...ofEntra, 'http://schemas.microsoft.com/claims/groups.link': ['https://graph.example/…'] }),
  ).toMatchObject({ groups: null })
})

test.each([74, 75, 76, 100, 150])('of %d groups it is known whether they are all', count => {
  const names = Array.from({ length: count }, (_, at) => `g-${at}`)
  expect(read({ groups: names })).toMatchObject({ groups: { areAll: ![75, 100, 150].includes(count) } })
})

test('all that is said is there by its name, but for groups that are too many to be named', () => {
  const overage = 'http://schemas.microsoft.com/claims/groups.link'
  const list = (said: Readonly<Record<string, readonly string[]>>) => [
    ...listSaid(
      Object.entries(said).map(([name, values]) => ({ name, values })),
      claimNames('entra'),
    ).keys(),
  ]
  expect(list({ department: ['7b'], groups: ['a'] })).toEqual(['department', 'groups'])
  expect(list({ department: ['7b'], groups: ['a'], [overage]: ['x'], ...ofEntra })).not.toContain('groups')
  expect(list({ department: ['7b'], [overage]: ['x'] })).toEqual(['department'])
})
