import { expect, test } from 'vitest'
import { checksOfIdToken, subjectOf } from './checks.ts'
import type { RawClaims } from './claims.ts'
import type { OidcConnection } from './connection.ts'
import { scopesOf } from './presets.ts'

const tid = '6babcaad-604b-40ac-a9d7-9fd97c0b779f'
const entra = { preset: 'entra', metadata: { issuer: `https://login.microsoftonline.com/${tid}/v2.0` }, tenants: [] }
const google = { preset: 'google', metadata: { issuer: 'https://accounts.google.com' }, tenants: ['school.example'] }
const other = { preset: 'other', metadata: { issuer: 'https://idp.example.com' }, tenants: [] }

const look = (name: string, claims: RawClaims, connection: object) =>
  checksOfIdToken
    .find(check => check.name === name)
    ?.look({ claims, connection: connection as OidcConnection, pending: null as never, now: new Date() })

test.each([
  ['Microsoft’s own tenant', { tid }, entra, null],
  ['another of Microsoft’s tenants', { tid: 'other' }, entra, 'tenant_other'],
  ['none of Microsoft’s', {}, entra, 'tenant_other'],
  ['Microsoft’s older issuer', { tid }, { ...entra, metadata: { issuer: `https://sts.windows.net/${tid}/` } }, null],
  [
    'an issuer that only looks like Microsoft’s',
    { tid },
    { ...entra, metadata: { issuer: `https://login.microsoftonline.com.evil.example/${tid}/v2.0` } },
    'tenant_other',
  ],
  ['a domain at Google', { hd: 'school.example' }, google, null],
  ['another domain at Google', { hd: 'other.example' }, google, 'tenant_other'],
  ['a private account at Google', { email: 'victim@school.example' }, google, 'tenant_other'],
  ['several domains at once', { hd: ['school.example'] }, google, 'tenant_other'],
  ['Google without domains of ours', { hd: 'school.example' }, { ...google, tenants: [] }, 'tenant_unset'],
  ['no tenants elsewhere', {}, other, null],
  ['tenants where they are wanted', {}, { ...other, tenants: ['school.example'] }, 'tenant_other'],
])('%s', (_, claims, connection, code) => {
  expect(look('tenant', claims, connection) ?? null).toEqual(code && expect.objectContaining({ code }))
})

test.each([
  ['okta', ['openid', 'email', 'profile', 'groups'], ['email', 'profile', 'groups']],
  ['okta', ['openid', 'email', 'profile'], ['email', 'profile']],
  ['onelogin', undefined, ['email', 'profile']],
  ['keycloak', ['groups'], ['email', 'profile']],
] as const)('%s, which offers %j, is asked for %j', (preset, offered, scopes) =>
  expect(scopesOf(preset, offered)).toEqual(scopes),
)

test('at Microsoft a person is known by tenant and object, and not by what another application may not know', () => {
  const said = { sub: 'of-this-application', tid, oid: 'e8f1' }
  expect(subjectOf(said, { preset: 'entra' })).toBe(`${tid}/e8f1`)
  expect(subjectOf({ ...said, oid: undefined }, { preset: 'entra' })).toBeNull()
  expect(subjectOf(said, { preset: 'other' })).toBe('of-this-application')
  expect(look('subject', { sub: 'x', tid }, entra)).toMatchObject({ code: 'subject_missing' })
})

test.each([
  ['x'.repeat(1024), true],
  ['x'.repeat(1025), false],
  [7, false],
  ['', false],
])('%.20j is a subject: %s', (sub, isOne) => expect(subjectOf({ sub }, { preset: 'other' }) !== null).toBe(isOne))
