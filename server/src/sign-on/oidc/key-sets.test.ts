import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { begin, connectTo, type Key, makeKey, type Provider, sign, startProvider } from '../../../test/oidc.ts'
import { finishSignOn } from './finish-sign-on.ts'
import { createKeySets } from './key-sets.ts'
import { readLogoutToken } from './logout.ts'

let provider: Provider
let second: Key
let at: Awaited<ReturnType<typeof connectTo>>
let time: number
let published: unknown
beforeAll(async () => {
  ;[provider, second] = await Promise.all([startProvider(), makeKey('second')])
  provider.answers['/jwks'] = () => ({ body: published })
})
beforeEach(async () => {
  at?.close()
  at = await connectTo(provider)
  time = Date.now()
  at.clock.now = () => new Date(time)
  published = { keys: [provider.key.publicJwk] }
})
afterAll(() => {
  at.close()
  provider.close()
})

const minutes = (count: number) => {
  time += count * 60_000
}

/** How a sign-in ends whose token this key signs, and how often it made us ask for keys. */
async function signOn(key: Key) {
  const before = provider.count('/jwks')
  const { answer, pending, claims } = await begin(at.client)
  const seconds = Math.floor(time / 1000)
  const id_token = await sign({ ...claims, iat: seconds, exp: seconds + 300 }, key)
  provider.answers['/token'] = () => ({ body: { access_token: 'at', token_type: 'Bearer', id_token } })
  const told = await finishSignOn(at.client, answer, pending)
  return [told.outcome === 'refused' ? told.refused.code : told.outcome, provider.count('/jwks') - before]
}

async function logOut(key: Key) {
  const before = provider.count('/jwks')
  const { issuer: iss } = provider
  const events = { 'http://schemas.openid.net/event/backchannel-logout': {} }
  const said = { iss, aud: at.client.connection.clientId, iat: Math.floor(time / 1000), jti: 'x', sid: 's', events }
  const { outcome } = await readLogoutToken(at.client, await sign(said, key))
  return [outcome, provider.count('/jwks') - before]
}

test('keys are asked for once, while those that are known sign', async () => {
  expect(await signOn(provider.key)).toEqual(['identity', 1])
  expect(await signOn(provider.key)).toEqual(['identity', 0])
  minutes(50)
  expect(await signOn(provider.key)).toEqual(['identity', 0])
})

test('a key that is not known is asked for, at most every five minutes', async () => {
  expect(await signOn(provider.key)).toEqual(['identity', 1])
  expect(await signOn(second)).toEqual(['key_unknown', 0])
  published = { keys: [provider.key.publicJwk, second.publicJwk] }
  minutes(4)
  expect(await signOn(second)).toEqual(['key_unknown', 0])
  minutes(1)
  expect(await signOn(second)).toEqual(['identity', 1])
  expect(await signOn(provider.key)).toEqual(['identity', 0])
})

test('a key that was withdrawn ends within the hour', async () => {
  expect(await signOn(provider.key)).toEqual(['identity', 1])
  published = { keys: [second.publicJwk] }
  minutes(61)
  expect(await signOn(provider.key)).toEqual(['key_unknown', 1])
})

test('where there were none yet, they are asked for again soon, and by many at once but once', async () => {
  published = { error: 'for now' }
  expect(await signOn(provider.key)).toEqual(['keys_unreadable', 1])
  expect(await signOn(provider.key)).toEqual(['keys_unreadable', 0])
  published = { keys: [provider.key.publicJwk] }
  minutes(0.1)
  const before = provider.count('/jwks')
  await Promise.all([at.client.keys.refresh(), at.client.keys.refresh(), at.client.keys.refresh()])
  expect(provider.count('/jwks') - before).toBe(1)
  expect(await signOn(provider.key)).toEqual(['identity', 0])
})

test('a logout is read by the same keys, and by those that came since', async () => {
  expect(await signOn(provider.key)).toEqual(['identity', 1])
  minutes(6)
  expect(await logOut(provider.key)).toEqual(['logout', 0])
  published = { keys: [provider.key.publicJwk, second.publicJwk] }
  expect(await logOut(second)).toEqual(['logout', 1])
})

test('keys of an address that the provider no longer has are not used', async () => {
  const { outside, now, connection } = at.client
  const keysOf = createKeySets({ outside, now })
  await keysOf(connection).refresh()
  expect(keysOf(connection).held()).toEqual(published)
  const jwks_uri = `${provider.issuer}/other-keys`
  expect(keysOf({ ...connection, metadata: { ...connection.metadata, jwks_uri } }).held()).toBeNull()
})

test('a secret that is published is no key', async () => {
  published = { keys: [{ kty: 'oct', kid: 'first', k: 'c2VjcmV0' }, second.publicJwk] }
  expect(await at.client.keys.refresh()).toEqual({ keys: [second.publicJwk] })
})
