import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Provider, reach, startProvider } from '../../../test/oidc.ts'
import { createGuardedFetch } from '../../lib/network/guarded-fetch.ts'
import { discover } from './discover.ts'

let provider: Provider
let said: Record<string, unknown>
const here = createGuardedFetch(reach, { timeout: 500 })
const outside = createGuardedFetch({ loopback: false, private: false })
beforeAll(async () => {
  provider = await startProvider()
  provider.answers['/.well-known/openid-configuration'] = () => ({ body: said })
})
afterAll(() => {
  here.close()
  outside.close()
  provider.close()
})

const found = (changes: object, issuer = provider.issuer) => {
  said = { ...provider.metadata, ...changes }
  return discover(issuer, here)
}

test('what a provider says of itself is kept, as much of it as is used', async () => {
  expect(await found({ claims_supported: ['sub'], scopes_supported: ['openid'] })).toEqual({
    outcome: 'found',
    metadata: {
      issuer: provider.issuer,
      authorization_endpoint: `${provider.issuer}/authorize`,
      token_endpoint: `${provider.issuer}/token`,
      jwks_uri: `${provider.issuer}/jwks`,
      userinfo_endpoint: `${provider.issuer}/userinfo`,
      end_session_endpoint: `${provider.issuer}/end`,
      id_token_signing_alg_values_supported: ['ES256', 'RS256'],
      token_endpoint_auth_methods_supported: undefined,
      scopes_supported: ['openid'],
      authorization_response_iss_parameter_supported: false,
      backchannel_logout_supported: false,
    },
  })
})

test.each([
  ['another issuer', { issuer: 'https://idp.example.com' }, 'issuer_other'],
  ['no issuer', { issuer: undefined }, 'no_metadata'],
  [
    'the issuer of all tenants',
    { issuer: 'https://login.microsoftonline.com/{tenantid}/v2.0' },
    'issuer_of_many_tenants',
  ],
  ['no keys', { jwks_uri: undefined }, 'endpoint_missing'],
  ['no address for tokens', { token_endpoint: undefined }, 'endpoint_missing'],
  ['an address that is none', { token_endpoint: 'token' }, 'endpoint_invalid'],
  ['an address of another kind', { authorization_endpoint: 'javascript:alert(1)' }, 'endpoint_invalid'],
  ['an address with a password', { userinfo_endpoint: 'https://a:b@idp.example.com/' }, 'endpoint_invalid'],
  ['an address that is a number', { end_session_endpoint: 7 }, 'endpoint_invalid'],
  ['tokens from the network', { token_endpoint: 'https://10.0.0.1/token' }, 'address_refused'],
  ['keys from the cloud’s machine', { jwks_uri: 'http://169.254.169.254/keys' }, 'address_refused'],
  ['userinfo from the network', { userinfo_endpoint: 'https://192.168.1.1/' }, 'address_refused'],
  ['the end of sessions in the network', { end_session_endpoint: 'https://[fd00::1]/' }, 'address_refused'],
  ['plain http on the internet', { token_endpoint: 'http://93.184.215.14/' }, 'address_refused'],
  ['the implicit flow alone', { response_types_supported: ['id_token'] }, 'no_code_flow'],
  ['PKCE without a hash', { code_challenge_methods_supported: ['plain'] }, 'no_pkce'],
  [
    'signatures by a shared secret',
    { id_token_signing_alg_values_supported: ['HS256', 'none'] },
    'no_strong_algorithm',
  ],
])('%s is a problem', async (_, changes, code) => {
  expect(await found(changes)).toMatchObject({ outcome: 'problem', problem: { code } })
})

test('an issuer is equal to the character, and what it is instead is told', async () => {
  expect(await found({}, `${provider.issuer}/`)).toMatchObject({
    problem: { code: 'issuer_other', issuer: provider.issuer },
  })
  expect(await found({ issuer: `${provider.issuer}/` })).toMatchObject({
    problem: { code: 'issuer_other', issuer: `${provider.issuer}/` },
  })
  expect(await found({ issuer: `${provider.issuer}/` }, `${provider.issuer}/`)).toMatchObject({ outcome: 'found' })
})

test.each([
  ['', 'issuer_invalid'],
  ['idp.example.com', 'issuer_invalid'],
  ['ftp://idp.example.com', 'issuer_invalid'],
  ['https://idp.example.com?x=1', 'issuer_invalid'],
  ['https://idp.example.com#', 'issuer_invalid'],
  ['https://a:b@idp.example.com', 'issuer_invalid'],
  ['https://idp.example.com/a b', 'issuer_invalid'],
  ['https://login.microsoftonline.com/common/v2.0', 'issuer_of_many_tenants'],
  ['https://login.microsoftonline.com/organizations/v2.0', 'issuer_of_many_tenants'],
  ['https://login.microsoftonline.com/Consumers/v2.0/', 'issuer_of_many_tenants'],
  ['https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0', 'issuer_of_many_tenants'],
  ['https://login.microsoftonline.us/common/v2.0', 'issuer_of_many_tenants'],
  ['https://127.0.0.1', 'address_refused'],
  ['http://127.0.0.1:9', 'address_refused'],
  ['http://93.184.215.14', 'address_refused'],
  ['https://169.254.169.254/latest', 'address_refused'],
])('%s: %s', async (issuer, code) => {
  expect(await discover(issuer, outside)).toMatchObject({ outcome: 'problem', problem: { code } })
})

test.each([
  ['right, but not there', 404, 'all', 'no_metadata'],
  ['elsewhere', 302, 'all', 'no_metadata'],
  ['no JSON', 200, '<html>', 'no_metadata'],
  ['a list', 200, [], 'no_metadata'],
  ['longer than any', 200, 'x'.repeat(300 * 1024), 'too_large'],
])('metadata that is %s is a problem', async (_, status, body, code) => {
  const answer = body === 'all' ? { ...provider.metadata, issuer: `${provider.issuer}/other` } : body
  provider.answers['/other/.well-known/openid-configuration'] = () => ({ status, body: answer })
  expect(await discover(`${provider.issuer}/other`, here)).toMatchObject({ problem: { code } })
})

test('nobody there, and nobody who answers', async () => {
  expect(await discover('http://127.0.0.1:9', here)).toMatchObject({ problem: { code: 'unreachable' } })
  const never = Promise.withResolvers<never>()
  provider.answers['/slow/.well-known/openid-configuration'] = () => never.promise
  expect(await discover(`${provider.issuer}/slow`, here)).toMatchObject({ problem: { code: 'too_slow' } })
})
