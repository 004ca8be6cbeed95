/** A provider of OpenID Connect that says whatever a test has it say, and a connection to it. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose'
import { createGuardedFetch } from '../src/lib/network/guarded-fetch.ts'
import { beginSignOn } from '../src/sign-on/oidc/begin-sign-on.ts'
import { claimNames } from '../src/sign-on/oidc/claims.ts'
import type { Client } from '../src/sign-on/oidc/configure.ts'
import type { Fresh, OidcConnection, Pending } from '../src/sign-on/oidc/connection.ts'
import { discover } from '../src/sign-on/oidc/discover.ts'
import { createKeySets } from '../src/sign-on/oidc/key-sets.ts'

export interface Key {
  readonly alg: string
  readonly kid: string
  readonly privateKey: CryptoKey
  readonly publicJwk: JWK
}

export async function makeKey(kid: string, alg = 'ES256'): Promise<Key> {
  const { privateKey, publicKey } = await generateKeyPair(alg)
  return { alg, kid, privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } }
}

export function sign(claims: JWTPayload, { alg, kid, privateKey }: Key, header: object = {}): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg, kid, ...header }).sign(privateKey)
}

/** A token as it is, signed or not. */
export function rawToken(header: object, claims: object, signature = ''): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part(header)}.${part(claims)}.${signature}`
}

export const reach = { loopback: true, private: false }
export const clientId = 'usher-of-acme'
export const clientSecret = 'a secret that the two of them know'

type Answer = { readonly status?: number; readonly body: unknown }

export type Provider = Awaited<ReturnType<typeof startProvider>>

export async function startProvider() {
  const key = await makeKey('first')
  /** What it answers to requests by their path, and how often each was asked. */
  const answers: Record<string, (form: URLSearchParams) => Answer | Promise<Answer>> = {}
  const asked: { readonly path: string; readonly form: URLSearchParams }[] = []
  const server = createServer(async (request, response) => {
    const form = new URLSearchParams(Buffer.concat(await Array.fromAsync(request)).toString())
    const path = request.url ?? ''
    asked.push({ path, form })
    const { status = 200, body } = (await answers[path]?.(form)) ?? { status: 404, body: {} }
    const sent = typeof body === 'string' ? body : JSON.stringify(body)
    response.writeHead(status, { 'content-type': 'application/json' }).end(sent)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const metadata = {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    userinfo_endpoint: `${issuer}/userinfo`,
    end_session_endpoint: `${issuer}/end`,
    response_types_supported: ['code'],
    id_token_signing_alg_values_supported: ['ES256', 'RS256', 'HS256', 'none'],
  }
  answers['/.well-known/openid-configuration'] = () => ({ body: metadata })
  answers['/jwks'] = () => ({ body: { keys: [key.publicJwk] } })
  const count = (path: string) => asked.filter(one => one.path === path).length
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  return { issuer, metadata, key, answers, asked, count, close }
}

/** A way in by it, as an organization would have it, and its clock. */
export async function connectTo(provider: Pick<Provider, 'issuer'>, changes: Partial<OidcConnection> = {}) {
  const outside = createGuardedFetch(reach)
  const discovered = await discover(provider.issuer, outside)
  if (discovered.outcome !== 'found') throw new Error(discovered.problem.detail)
  const connection: OidcConnection = {
    id: 1,
    metadata: discovered.metadata,
    clientId,
    clientSecret,
    clientAuth: null,
    redirectUri: 'https://usher.example.com/sign-on/1/callback',
    preset: 'other',
    tenants: [],
    claims: claimNames('other'),
    looksAt: [],
    scopes: null,
    ...changes,
  }
  const clock = { now: () => new Date() }
  const now = () => clock.now()
  const client: Client = { connection, keys: createKeySets({ outside, now })(connection), outside, now }
  return { client, clock, close: outside.close }
}

/** A sign-in as far as the provider answers it, with the claims that an honest ID token would have. */
export async function begin(client: Client, { forceFresh = false }: { readonly forceFresh?: Fresh } = {}) {
  const { url, pending } = await beginSignOn(client, { forceFresh })
  const answer = new URLSearchParams({ code: 'code-1', state: pending.state })
  return { url: new URL(url), pending, answer, claims: honestClaims(client, pending) }
}

function honestClaims({ connection }: Client, { nonce }: Pending) {
  const seconds = Math.floor(Date.now() / 1000)
  return {
    iss: connection.metadata.issuer,
    sub: 'ida-4711',
    aud: connection.clientId,
    iat: seconds,
    exp: seconds + 300,
    nonce,
    email: 'ida@school.example',
    email_verified: true,
    name: 'Ida Example',
    groups: ['Teachers'],
  }
}
