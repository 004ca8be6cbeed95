import type { JWTPayload } from 'jose'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { connectTo, makeKey, type Provider, rawToken, sign, startProvider } from '../../../test/oidc.ts'
import { allLogoutSteps, checksOfLogout, endSessionUrl, readLogoutToken } from './logout.ts'
import type { CheckName, WrongCode } from './verdict.ts'

let provider: Provider
let at: Awaited<ReturnType<typeof connectTo>>
beforeAll(async () => {
  provider = await startProvider()
})
beforeEach(async () => {
  at = await connectTo(provider)
})
afterAll(() => {
  at.close()
  provider.close()
})

const now = () => Math.floor(Date.now() / 1000)
const honest = () => ({
  iss: provider.issuer,
  aud: at.client.connection.clientId,
  iat: now(),
  jti: 'token-1',
  sid: 'session-1',
  sub: 'ida-4711',
  events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
})
const saying = (changes: object) => () => signed({ ...honest(), ...changes })
const signed = (claims: JWTPayload, header?: object) => sign(claims, provider.key, header)

test.each([
  ['with its type', () => signed(honest(), { typ: 'logout+jwt' })],
  ['with none', () => signed(honest())],
  ['with an end', saying({ exp: Math.floor(Date.now() / 1000) + 120 })],
] as const)('an honest token is taken, %s', async (_, make) => {
  expect(await readLogoutToken(at.client, await make())).toMatchObject({
    outcome: 'logout',
    logout: { sid: 'session-1', subject: 'ida-4711', jti: 'token-1', seenUntil: expect.any(Date) },
  })
})

test.each([
  ['a session alone', { sub: undefined }, { sid: 'session-1', subject: null }],
  ['a person alone', { sid: undefined }, { sid: null, subject: 'ida-4711' }],
])('it may name %s', async (_, changes, logout) => {
  expect(await readLogoutToken(at.client, await saying(changes)())).toMatchObject({ logout })
})

const attacks: Readonly<Record<string, [() => Promise<string> | string, CheckName, WrongCode]>> = {
  'an ID token': [() => signed({ ...honest(), events: undefined }), 'event', 'event_other'],
  'about something else': [saying({ events: { 'http://example.com/else': {} } }), 'event', 'event_other'],
  'with a nonce': [saying({ nonce: 'of a sign-in' }), 'nonce', 'nonce_there'],
  'of another issuer': [() => signed({ ...honest(), iss: `${provider.issuer}/` }), 'issuer', 'issuer_other'],
  'for another client': [saying({ aud: 'other' }), 'recipient', 'audience_other'],
  'for others too': [() => signed({ ...honest(), aud: [honest().aud, 'other'] }), 'recipient', 'audience_other'],
  'of another kind': [() => signed(honest(), { typ: 'at+jwt' }), 'type', 'type_other'],
  old: [() => signed({ ...honest(), iat: now() - 425 }), 'times', 'issued_long_ago'],
  'ahead of our time': [() => signed({ ...honest(), iat: now() + 125 }), 'times', 'issued_ahead'],
  'without a moment': [saying({ iat: undefined }), 'times', 'claim_missing'],
  expired: [() => signed({ ...honest(), exp: now() - 125 }), 'times', 'expired'],
  'without an id': [saying({ jti: undefined }), 'token_id', 'token_id_missing'],
  'of nobody': [saying({ sid: undefined, sub: undefined }), 'session', 'session_missing'],
  'by an unknown key': [async () => sign(honest(), await makeKey('unknown')), 'signature', 'key_unknown'],
  'by a key of the same name': [async () => sign(honest(), await makeKey('first')), 'signature', 'signature_wrong'],
  'without a signature': [() => rawToken({ alg: 'ES256', kid: 'first' }, honest()), 'signature', 'signature_wrong'],
}

test.each(Object.entries(attacks))('%s: refused, and taken without the check', async (_, [make, check, code]) => {
  const token = await make()
  expect(await readLogoutToken(at.client, token)).toMatchObject({ outcome: 'refused', refused: { check, code } })
  const without = {
    checksOfLogout: checksOfLogout.filter(({ name }) => name !== check),
    verify: check === 'signature' ? async () => undefined : allLogoutSteps.verify,
  }
  expect(await readLogoutToken(at.client, token, without)).toMatchObject({ outcome: 'logout' })
})

test.each(['none', 'HS256'])('by %s: refused, and not taken without the check either', async alg => {
  const token = rawToken({ alg }, honest(), 'c2lnbmVk')
  expect(await readLogoutToken(at.client, token)).toMatchObject({ refused: { code: 'algorithm_other' } })
  const checks = checksOfLogout.filter(({ name }) => name !== 'algorithm')
  const without = await readLogoutToken(at.client, token, { ...allLogoutSteps, checksOfLogout: checks })
  expect(without).toMatchObject({ refused: { check: 'signature' } })
  const careless = { checksOfLogout: checks, verify: async () => undefined }
  expect(await readLogoutToken(at.client, token, careless)).toMatchObject({ outcome: 'logout' })
})

test.each(['', 'x', 'a.b.c', 'a.b.c.d.e', `${rawToken({}, [])}`, 'x'.repeat(20_000)])('%.20j is none', async token => {
  expect(await readLogoutToken(at.client, token)).toMatchObject({ refused: { check: 'form', code: 'unreadable' } })
})

test('what cannot be right makes nobody ask for keys, and what may be so does once in five minutes', async () => {
  const before = provider.count('/jwks')
  await readLogoutToken(at.client, await saying({ aud: 'other' })())
  expect(provider.count('/jwks')).toBe(before)
  const made = await sign(honest(), await makeKey('made-up'))
  for (const _ of [1, 2, 3]) await readLogoutToken(at.client, made)
  expect(provider.count('/jwks')).toBe(before + 1)
})

test('where to sign out over there', () => {
  const { client } = at
  const url = new URL(endSessionUrl(client, { idToken: 'a.b.c', returnTo: 'https://usher.example.com/bye' }) ?? '')
  expect(`${url.origin}${url.pathname}`).toBe(`${provider.issuer}/end`)
  expect(Object.fromEntries(url.searchParams)).toEqual({
    client_id: client.connection.clientId,
    id_token_hint: 'a.b.c',
    post_logout_redirect_uri: 'https://usher.example.com/bye',
  })
  const long = endSessionUrl(client, { idToken: 'x'.repeat(5000), returnTo: 'https://usher.example.com/bye' })
  expect(long).not.toMatch(/id_token_hint/)
  const { end_session_endpoint: _, ...metadata } = client.connection.metadata
  const without = { ...client, connection: { ...client.connection, metadata } }
  expect(endSessionUrl(without, { idToken: null, returnTo: 'https://usher.example.com/bye' })).toBeNull()
})
