/**
 * Every known attack on a sign-in, as an honest answer with one thing changed: which check refuses it, and that with this check taken
 * out it is let in. Without openid-client, which makes several in one call, tokens are taken as they come.
 */
import { createHash } from 'node:crypto'
import { exportSPKI, importJWK, type JWTPayload, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  begin,
  clientSecret,
  connectTo,
  makeKey,
  type Provider,
  rawToken,
  sign,
  startProvider,
} from '../../../test/oidc.ts'
import { checksOfAnswer, checksOfIdToken } from './checks.ts'
import type { Fresh } from './connection.ts'
import type { exchange } from './exchange.ts'
import { allSteps, finishSignOn } from './finish-sign-on.ts'
import type { CheckName, WrongCode } from './verdict.ts'

let provider: Provider
let other: Provider
let at: Awaited<ReturnType<typeof connectTo>>
beforeAll(async () => {
  ;[provider, other] = await Promise.all([startProvider(), startProvider()])
  at = await connectTo(provider)
})
afterAll(() => {
  at.close()
  provider.close()
  other.close()
})

type Begun = Awaited<ReturnType<typeof begin>>
interface Attack {
  /** Honest ones, where it does not say otherwise. */
  token?(claims: JWTPayload, begun: Begun): Promise<string> | string
  answer?(begun: Begun): void
  readonly userinfo?: object
  readonly forceFresh?: Fresh
  readonly check: CheckName
  readonly code: WrongCode
  /** Others that stand in its way too. */
  readonly also?: readonly CheckName[]
}

async function set({ token, answer, userinfo, forceFresh = false }: Omit<Attack, 'check' | 'code'>) {
  const begun = await begin(at.client, { forceFresh })
  const claims = forceFresh ? { ...begun.claims, auth_time: begun.claims.iat } : begun.claims
  const id_token = await (token ?? signed)(claims, begun)
  provider.answers['/token'] = () => ({ body: { access_token: 'at', token_type: 'Bearer', id_token } })
  provider.answers['/userinfo'] = () => ({ body: userinfo })
  answer?.(begun)
  return begun
}

const signed = (claims: JWTPayload) => sign(claims, provider.key)
/** An honest token but for these. */
const saying = (changes: object) => (claims: JWTPayload) => signed({ ...claims, ...changes })

const careless: typeof exchange = async ({ connection: { metadata, redirectUri }, outside }, answer, { verifier }) => {
  const form = { grant_type: 'authorization_code', code: answer.get('code') ?? '', code_verifier: verifier }
  const body = new URLSearchParams({ ...form, redirect_uri: redirectUri })
  const response = await outside.fetch(metadata.token_endpoint, { method: 'POST', body })
  const got = (await response.json()) as { id_token: string; access_token: string }
  const payload = Buffer.from(got.id_token.split('.')[1] ?? '', 'base64url').toString()
  return { idToken: got.id_token, accessToken: got.access_token, claims: JSON.parse(payload) }
}

/** What openid-client looks at, and ours before it. */
const ofOurs = new Set<CheckName>([...checksOfIdToken.map(({ name }) => name), 'userinfo', 'code', 'provider'])

function stepsWithout(checks: readonly CheckName[]): typeof allSteps {
  return {
    checksOfAnswer: checksOfAnswer.filter(({ name }) => !checks.includes(name)),
    exchange: checks.every(check => ofOurs.has(check)) ? allSteps.exchange : careless,
    checksOfIdToken: checksOfIdToken.filter(({ name }) => !checks.includes(name)),
    askUserinfo: checks.includes('userinfo') ? async () => ({ said: { sub: 'mallory' } }) : allSteps.askUserinfo,
  }
}

const all: readonly CheckName[] = [
  ...(['parameters', 'state', 'answer_issuer', 'provider', 'code'] as const),
  ...(['token_endpoint', 'id_token', 'algorithm', 'times', 'issuer', 'audience', 'nonce', 'signature'] as const),
  ...(['recipient', 'issued', 'authentication', 'tenant', 'subject', 'userinfo', 'claims'] as const),
]

const victim = 'the-victim'

function testAttacks(attacks: Readonly<Record<string, Attack>>) {
  test.each(Object.entries(attacks))('%s', async (_, attack) => {
    const { answer, pending } = await set(attack)
    const refused = await finishSignOn(at.client, answer, pending)
    expect(refused).toMatchObject({ outcome: 'refused', refused: { check: attack.check, code: attack.code } })
    const names = all.slice(0, all.indexOf(attack.check) + 1)
    expect(refused.checks).toEqual(names.map(check => ({ check, passed: check !== attack.check })))
    const without = [attack.check, ...(attack.also ?? [])]
    const taken = await finishSignOn(at.client, answer, pending, stepsWithout(without))
    expect(taken).toMatchObject({ outcome: 'identity' })
  })
}

test('an honest answer is taken, and all checks are shown', async () => {
  const { answer, pending } = await set({})
  const outcome = await finishSignOn(at.client, answer, pending)
  expect(outcome).toMatchObject({ outcome: 'identity', identity: { subject: 'ida-4711', issuer: provider.issuer } })
  expect(outcome.checks.every(({ passed }) => passed)).toBe(true)
  expect(outcome.checks.map(({ check }) => check)).toEqual(all)
})

test('where a provider never says when it looked at somebody, it can be asked to all the same', async () => {
  const { answer, pending } = await set({ forceFresh: 'if_told', token: saying({ auth_time: undefined }) })
  expect(await finishSignOn(at.client, answer, pending)).toMatchObject({
    outcome: 'identity',
    identity: { authTime: null },
  })
})

test('it is told how far the clocks are apart, by whoever is known to say so', async () => {
  const ahead = (seconds: number) => (claims: JWTPayload) => signed({ ...claims, iat: (claims.iat ?? 0) + seconds })
  for (const [seconds, outcome] of [
    [90, 'identity'],
    [600, 'refused'],
  ] as const) {
    const { answer, pending } = await set({ token: ahead(seconds) })
    const told = await finishSignOn(at.client, answer, pending)
    expect(told).toMatchObject({ outcome, clockSkewMs: expect.any(Number) })
    expect(Math.abs((told.clockSkewMs ?? 0) - seconds * 1000)).toBeLessThan(30_000)
  }
  const { answer, pending } = await set({ token: async claims => sign(claims, await makeKey('unknown')) })
  expect(await finishSignOn(at.client, answer, pending)).toMatchObject({ clockSkewMs: null })
})

test('claims that are called as our refusals are claims', async () => {
  const { answer, pending } = await set({ token: saying({ code: 'forged', detail: 'by the provider' }) })
  const told = await finishSignOn(at.client, answer, pending)
  expect(told.outcome === 'identity' && told.identity.said.get('code')).toEqual({ values: ['forged'], areAll: true })
})

describe('a sign-in that somebody else began', () => {
  testAttacks({
    'without a state': { answer: ({ answer }) => answer.delete('state'), check: 'state', code: 'state_missing' },
    'with another state': { answer: ({ answer }) => answer.set('state', 'other'), check: 'state', code: 'state_other' },
    'with an empty state': { answer: ({ answer }) => answer.set('state', ''), check: 'state', code: 'state_missing' },
    'with two states': {
      answer: ({ answer }) => answer.append('state', 'other'),
      ...{ check: 'parameters', code: 'doubled_parameter' },
    },
    'with two codes': {
      answer: ({ answer }) => answer.append('code', 'other'),
      ...{ check: 'parameters', code: 'doubled_parameter' },
    },
    'with another nonce': { token: saying({ nonce: 'other' }), check: 'nonce', code: 'nonce_other' },
    'without a nonce': { token: saying({ nonce: undefined }), check: 'id_token', code: 'claim_missing' },
    'with a token that was there before': {
      token: claims => signed({ ...claims, iat: (claims.iat ?? 0) - 125 }),
      ...{ check: 'issued', code: 'issued_before' },
    },
    'with a token in the browser’s hands': {
      answer: ({ answer }) => answer.set('id_token', 'a.b.c'),
      ...{ check: 'parameters', code: 'token_in_browser' },
    },
    'with more than an answer has': {
      answer: ({ answer }) => answer.set('x', 'x'.repeat(16 * 1024)),
      ...{ check: 'parameters', code: 'too_large' },
    },
  })
})

describe('an answer of another provider', () => {
  testAttacks({
    'which says so': {
      answer: ({ answer }) => answer.set('iss', other.issuer),
      ...{ check: 'answer_issuer', code: 'issuer_other' },
    },
    'whose name has a slash more': {
      answer: ({ answer }) => answer.set('iss', `${provider.issuer}/`),
      ...{ check: 'answer_issuer', code: 'issuer_other' },
    },
    'in whose token the name has a slash more': {
      token: claims => signed({ ...claims, iss: `${provider.issuer}/` }),
      ...{ check: 'issuer', code: 'issuer_other' },
    },
    'with its token': {
      token: claims => sign({ ...claims, iss: other.issuer }, other.key),
      ...{ check: 'issuer', code: 'issuer_other' },
    },
    'with a token without its name': {
      token: saying({ iss: undefined }),
      ...{ check: 'id_token', code: 'claim_missing' },
    },
  })

  test('is refused without a name where one is promised, and with the check taken out the code goes where it is not from', async () => {
    const promising = { ...at.client.connection.metadata, authorization_response_iss_parameter_supported: true }
    const client = { ...at.client, connection: { ...at.client.connection, metadata: promising } }
    const { answer, pending } = await set({})
    answer.set('code', 'of the other')
    const refused = await finishSignOn(client, answer, pending)
    expect(refused).toMatchObject({ refused: { check: 'answer_issuer', code: 'issuer_missing' } })
    const came = () => provider.asked.some(({ form }) => form.get('code') === 'of the other')
    expect(came()).toBe(false)
    await finishSignOn(client, answer, pending, stepsWithout(['answer_issuer']))
    expect(came()).toBe(true)
  })
})

describe('a token for somebody else', () => {
  testAttacks({
    'for another client': {
      token: saying({ aud: 'other' }),
      check: 'audience',
      code: 'audience_other',
      also: ['recipient'],
    },
    'for others too': {
      token: saying({ aud: ['usher-of-acme', 'other'] }),
      ...{ check: 'audience', code: 'audience_other', also: ['recipient'] },
    },
    'for others too, given to us': {
      token: saying({ aud: ['usher-of-acme', 'other'], azp: 'usher-of-acme' }),
      ...{ check: 'recipient', code: 'audience_other' },
    },
    'given to another client': { token: saying({ azp: 'other' }), check: 'recipient', code: 'audience_other' },
    'for nobody': {
      token: saying({ aud: undefined }),
      ...{ check: 'id_token', code: 'claim_missing', also: ['recipient'] },
    },
  })
})

describe('a token that the provider did not sign', () => {
  const forged = (claims: JWTPayload) => ({ ...claims, sub: victim })
  const bySecret = (secret: string | Buffer) => (claims: JWTPayload) =>
    new SignJWT(forged(claims)).setProtectedHeader({ alg: 'HS256', kid: 'first' }).sign(Buffer.from(secret))
  testAttacks({
    'alg none': {
      token: claims => rawToken({ alg: 'none' }, forged(claims)),
      ...{ check: 'algorithm', code: 'algorithm_other' },
    },
    'no signature': {
      token: claims => rawToken({ alg: 'ES256', kid: 'first' }, forged(claims)),
      ...{ check: 'signature', code: 'signature_wrong' },
    },
    'HS256 by the client’s secret': {
      token: bySecret(clientSecret),
      ...{ check: 'algorithm', code: 'algorithm_other' },
    },
    'HS256 by the public key': {
      token: async claims => {
        const key = await importJWK({ ...provider.key.publicJwk, ext: true }, 'ES256')
        return bySecret(await exportSPKI(key as never))(claims)
      },
      ...{ check: 'algorithm', code: 'algorithm_other' },
    },
    'an algorithm that it does not have': {
      token: async claims => sign(forged(claims), await makeKey('first', 'PS256')),
      ...{ check: 'algorithm', code: 'algorithm_other' },
    },
    'an unknown key': {
      token: async claims => sign(forged(claims), await makeKey('unknown')),
      ...{ check: 'signature', code: 'key_unknown' },
    },
    'a key of the same name': {
      token: async claims => sign(forged(claims), await makeKey('first')),
      ...{ check: 'signature', code: 'signature_wrong' },
    },
    'a key that the token itself brings or names': {
      token: async claims => {
        const key = await makeKey('theirs')
        other.answers['/jwks'] = () => ({ body: { keys: [key.publicJwk] } })
        const header = { jwk: key.publicJwk, jku: `${other.issuer}/jwks`, x5u: `${other.issuer}/certificate` }
        return sign(forged(claims), key, header)
      },
      ...{ check: 'signature', code: 'key_unknown' },
    },
    'other claims under its signature': {
      token: async claims => {
        const [header, , signature] = (await signed(claims)).split('.')
        return `${header}.${Buffer.from(JSON.stringify(forged(claims))).toString('base64url')}.${signature}`
      },
      ...{ check: 'signature', code: 'signature_wrong' },
    },
  })

  test('nothing that a token names is called', () =>
    expect(other.asked.filter(({ path }) => path === '/certificate')).toEqual([]))
})

describe('a token of another time, or of nobody', () => {
  const now = () => Math.floor(Date.now() / 1000)
  testAttacks({
    expired: { token: claims => signed({ ...claims, exp: now() - 121 }), check: 'times', code: 'expired' },
    'not yet': { token: claims => signed({ ...claims, nbf: now() + 125 }), check: 'times', code: 'not_yet' },
    'without an end': { token: saying({ exp: undefined }), check: 'id_token', code: 'claim_missing' },
    'without a beginning': {
      token: saying({ iat: undefined }),
      ...{ check: 'id_token', code: 'claim_missing', also: ['issued'] },
    },
    'issued ahead of our time': {
      token: claims => signed({ ...claims, iat: now() + 125 }),
      ...{ check: 'issued', code: 'issued_ahead' },
    },
    'of somebody who was not looked at anew': {
      forceFresh: true,
      token: claims => signed({ ...claims, auth_time: now() - 125 }),
      ...{ check: 'authentication', code: 'authentication_old' },
    },
    'that does not say when somebody was looked at': {
      forceFresh: true,
      token: saying({ auth_time: undefined }),
      ...{ check: 'authentication', code: 'claim_missing' },
    },
    'that says it of another time, where it need not say it': {
      forceFresh: 'if_told',
      token: claims => signed({ ...claims, auth_time: now() - 125 }),
      ...{ check: 'authentication', code: 'authentication_old' },
    },
    'without a subject': {
      token: saying({ sub: undefined }),
      ...{ check: 'id_token', code: 'claim_missing', also: ['subject'] },
    },
    'with an empty subject': { token: saying({ sub: '' }), check: 'subject', code: 'subject_missing' },
    'with a subject of two lines': { token: saying({ sub: 'a\nb' }), check: 'subject', code: 'subject_missing' },
    'with userinfo about somebody else': {
      token: saying({ email: undefined }),
      userinfo: { sub: victim, email: 'victim@school.example' },
      ...{ check: 'userinfo', code: 'subject_other' },
    },
  })
})

describe('what is not taken, though nobody gains by it', () => {
  const answering = (status: number, body: unknown) => async () => {
    const { answer, pending } = await begin(at.client)
    provider.answers['/token'] = () => ({ status, body })
    return finishSignOn(at.client, answer, pending)
  }
  test.each([
    ['no ID token', 200, { access_token: 'at', token_type: 'Bearer' }, 'id_token', 'unreadable'],
    [
      'an encrypted one',
      200,
      { access_token: 'at', token_type: 'Bearer', id_token: 'a.b.c.d.e' },
      'id_token',
      'unreadable',
    ],
    ['something else', 200, { access_token: 'at', token_type: 'Bearer', id_token: 'x' }, 'id_token', 'unreadable'],
    ['no JSON', 200, 'hello', 'token_endpoint', 'unreadable'],
    ['a redirect', 302, '', 'token_endpoint', 'unreadable'],
    ['an error', 500, {}, 'token_endpoint', 'unreadable'],
    ['another secret wanted', 401, { error: 'invalid_client' }, 'token_endpoint', 'client_refused'],
    [
      'a code that is used',
      400,
      { error: 'invalid_grant', error_description: 'used' },
      'token_endpoint',
      'code_refused',
    ],
    ['too much', 200, 'x'.repeat(300 * 1024), 'token_endpoint', 'too_large'],
  ] as const)('%s', async (_, status, body, check, code) => {
    expect(await answering(status, body)()).toMatchObject({ outcome: 'refused', refused: { check, code } })
  })

  test('an error is told in our words, with Microsoft’s number and nothing else of what came', async () => {
    const { answer, pending } = await begin(at.client)
    answer.delete('code')
    answer.set('error', 'access_denied')
    answer.set('error_description', 'AADSTS50105: <b>Call 555-0100</b>')
    const told = await finishSignOn(at.client, answer, pending)
    const detail = 'the provider answered access_denied, AADSTS50105'
    expect(told).toMatchObject({ refused: { check: 'provider', code: 'provider_refused', detail } })
    answer.set('error', 'Call 555-0100')
    expect(JSON.stringify(await finishSignOn(at.client, answer, pending))).not.toMatch(/555-0100/)
  })

  test('an answer without a code', async () => {
    const { answer, pending } = await begin(at.client)
    answer.delete('code')
    expect(await finishSignOn(at.client, answer, pending)).toMatchObject({ refused: { code: 'code_missing' } })
  })
})

test('what is asked for', async () => {
  const { url, pending } = await begin(at.client, { forceFresh: true })
  expect(Object.fromEntries(url.searchParams)).toEqual({
    response_type: 'code',
    client_id: 'usher-of-acme',
    redirect_uri: at.client.connection.redirectUri,
    scope: 'openid email profile',
    state: pending.state,
    nonce: pending.nonce,
    code_challenge: createHash('sha256').update(pending.verifier).digest('base64url'),
    code_challenge_method: 'S256',
    prompt: 'login',
    max_age: '0',
  })
})

test.each([
  [['school.example'], 'school.example'],
  [['school.example', 'other.example'], '*'],
])('Google is asked in its way, for people of %s', async (tenants, hd) => {
  const connection = { ...at.client.connection, preset: 'google' as const, tenants }
  const { url } = await begin({ ...at.client, connection }, { forceFresh: 'if_told' })
  expect(Object.fromEntries(url.searchParams)).toMatchObject({ prompt: 'select_account', hd })
})
