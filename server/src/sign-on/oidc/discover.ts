/**
 * What a provider says of itself, looked at before anything of it is kept: an organization's administrator chooses the issuer, and
 * whoever answers there chooses all other addresses.
 */
import { FetchFault, type GuardedFetch } from '../../lib/network/guarded-fetch.ts'
import type { ProviderMetadata } from './connection.ts'
import { isOfManyTenants } from './presets.ts'

export type DiscoveryProblemCode =
  | 'issuer_invalid'
  /** Of all of Microsoft's tenants: the issuer of one's own is needed. */
  | 'issuer_of_many_tenants'
  | 'issuer_other'
  | 'address_refused'
  | 'unreachable'
  | 'too_slow'
  | 'too_large'
  | 'no_metadata'
  | 'endpoint_missing'
  | 'endpoint_invalid'
  | 'no_code_flow'
  | 'no_pkce'
  | 'no_strong_algorithm'

export interface DiscoveryProblem {
  readonly code: DiscoveryProblemCode
  readonly detail: string
  /** With `issuer_other`: what the provider calls itself. */
  readonly issuer?: string
}

export type Discovered =
  | { readonly outcome: 'found'; readonly metadata: ProviderMetadata }
  | { readonly outcome: 'problem'; readonly problem: DiscoveryProblem }

/** Signatures by a key that only the provider has. */
const strong = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519']
const endpoints = ['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const
const optionalEndpoints = ['userinfo_endpoint', 'end_session_endpoint'] as const

export async function discover(
  issuer: string,
  outside: Pick<GuardedFetch, 'fetch' | 'problemOf'>,
): Promise<Discovered> {
  const bad = badIssuer(issuer)
  if (bad) return problem(bad)
  const said = await readMetadata(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, outside)
  const read = 'code' in said ? said : readSaid(issuer, said.said)
  if ('code' in read) return problem(read)
  const refused = await refusedEndpoint(read, outside)
  return refused ? problem(refused) : { outcome: 'found', metadata: read }
}

function problem(one: DiscoveryProblem): Discovered {
  return { outcome: 'problem', problem: { ...one, detail: one.detail.slice(0, 1000).toWellFormed() } }
}

function badIssuer(issuer: string): DiscoveryProblem | null {
  const url = URL.parse(issuer)
  const isPlain = url && !url.search && !url.hash && !url.username && !url.password && !/[?#\s]/.test(issuer)
  if (!isPlain || !['https:', 'http:'].includes(url.protocol) || issuer.length > 1000)
    return { code: 'issuer_invalid', detail: 'an issuer is an https address without query' }
  if (!isOfManyTenants(issuer)) return null
  return {
    code: 'issuer_of_many_tenants',
    detail: 'it stands for all tenants: enter https://login.microsoftonline.com/{your tenant’s id}/v2.0',
  }
}

type RawMetadata = Readonly<Record<string, unknown>>

async function readMetadata(
  url: string,
  outside: Pick<GuardedFetch, 'fetch'>,
): Promise<{ readonly said: RawMetadata } | DiscoveryProblem> {
  try {
    const response = await outside.fetch(url, { headers: { accept: 'application/json' } })
    if (response.status !== 200) return { code: 'no_metadata', detail: `${url} answers ${response.status}` }
    const said: unknown = await response.json().catch(() => null)
    if (typeof said === 'object' && said !== null && !Array.isArray(said)) return { said: said as RawMetadata }
    return { code: 'no_metadata', detail: `${url} answers no metadata` }
  } catch (error) {
    if (error instanceof FetchFault) return { code: error.code, detail: `${url}: ${error.message}` }
    throw error
  }
}

function readSaid(issuer: string, said: RawMetadata): ProviderMetadata | DiscoveryProblem {
  if (said.issuer !== issuer) {
    if (typeof said.issuer !== 'string') return { code: 'no_metadata', detail: 'it does not say its issuer' }
    if (isOfManyTenants(said.issuer)) return badIssuer(said.issuer) as DiscoveryProblem
    return { code: 'issuer_other', detail: `it calls itself ${said.issuer}`, issuer: said.issuer }
  }
  const missing = endpoints.find(name => said[name] === undefined)
  if (missing) return { code: 'endpoint_missing', detail: `${missing} is missing` }
  const addresses = [...endpoints, ...optionalEndpoints.filter(name => said[name] !== undefined)]
  const invalid = addresses.find(name => !isAddress(said[name], issuer))
  if (invalid) return { code: 'endpoint_invalid', detail: `${invalid} is ${JSON.stringify(said[invalid])}` }
  const flows = textsOf(said.response_types_supported)
  if (flows && !flows.includes('code'))
    return { code: 'no_code_flow', detail: `response types are ${flows.join(', ')}` }
  const challenges = textsOf(said.code_challenge_methods_supported)
  if (challenges && !challenges.includes('S256'))
    return { code: 'no_pkce', detail: `PKCE by ${challenges.join(', ')} alone` }
  const offered = textsOf(said.id_token_signing_alg_values_supported) ?? ['RS256']
  const algorithms = offered.filter(name => strong.includes(name))
  if (algorithms.length === 0) return { code: 'no_strong_algorithm', detail: `it signs by ${offered.join(', ')}` }
  return {
    issuer,
    ...(Object.fromEntries(addresses.map(name => [name, said[name]])) as Record<(typeof endpoints)[number], string>),
    id_token_signing_alg_values_supported: algorithms,
    token_endpoint_auth_methods_supported: textsOf(said.token_endpoint_auth_methods_supported),
    scopes_supported: textsOf(said.scopes_supported),
    authorization_response_iss_parameter_supported: said.authorization_response_iss_parameter_supported === true,
    backchannel_logout_supported: said.backchannel_logout_supported === true,
  }
}

/** Plain http only where the issuer has nothing else: the guard has then seen that it is of this machine. */
function isAddress(value: unknown, issuer: string): value is string {
  const url = typeof value === 'string' && value.length <= 2000 ? URL.parse(value) : null
  if (!url || url.username || url.password || url.hash) return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && issuer.startsWith('http:'))
}

function textsOf(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) ? value.filter(one => typeof one === 'string').slice(0, 100) : undefined
}

/** Those too that only browsers go to: who is sent to an address of this network is sent there by us. */
async function refusedEndpoint(
  metadata: ProviderMetadata,
  outside: Pick<GuardedFetch, 'problemOf'>,
): Promise<DiscoveryProblem | null> {
  const looked = [...endpoints, ...optionalEndpoints].map(async name => {
    const address = metadata[name]
    const fault = address === undefined ? null : await outside.problemOf(new URL(address))
    return fault && { code: fault.code, detail: `${name}, ${address}: ${fault.message}` }
  })
  return (await Promise.all(looked)).find(one => one !== null) ?? null
}
