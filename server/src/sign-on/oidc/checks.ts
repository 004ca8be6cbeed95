/** What is checked before openid-client is asked, and after, in the order in which it is. */
import { isName } from '../claims.ts'
import { wrong } from '../verdict.ts'
import type { RawClaims } from './claims.ts'
import { type OidcConnection, type Pending, skew } from './connection.ts'
import { entraTenantOf } from './presets.ts'
import type { Check, Wrong } from './verdict.ts'

export interface Answer {
  readonly connection: OidcConnection
  readonly pending: Pending
  readonly answer: URLSearchParams
}

export interface Told {
  readonly connection: OidcConnection
  readonly pending: Pending
  readonly claims: RawClaims
  readonly now: Date
}

export const checksOfAnswer: readonly Check<Answer>[] = [
  { name: 'parameters', look: ({ answer }) => badParameters(answer) },
  { name: 'state', look: ({ answer, pending }) => otherState(answer.get('state'), pending.state) },
  { name: 'answer_issuer', look: otherProvider },
  { name: 'provider', look: ({ answer }) => refusedThere(answer) },
  { name: 'code', look: ({ answer }) => (answer.get('code') ? null : wrong('code_missing', 'there is no code')) },
]

export const checksOfIdToken: readonly Check<Told>[] = [
  { name: 'recipient', look: ({ claims, connection }) => otherRecipient(claims, connection) },
  { name: 'issued', look: issuedUnasked },
  { name: 'authentication', look: notAnew },
  { name: 'tenant', look: ({ claims, connection }) => otherTenant(claims, connection) },
  { name: 'subject', look: ({ claims, connection }) => noSubject(claims, connection) },
]

const mostBytes = 16 * 1024
/** Tokens come from the provider itself, never by way of the browser. */
const tokens = ['id_token', 'access_token', 'token', 'response']

function badParameters(answer: URLSearchParams): Wrong | null {
  if (answer.toString().length > mostBytes) return wrong('too_large', `it has more than ${mostBytes} bytes`)
  const names = [...answer.keys()]
  const doubled = ['state', 'code', 'iss', 'error'].find(name => names.filter(one => one === name).length > 1)
  if (doubled) return wrong('doubled_parameter', `${doubled} is there twice`)
  const token = tokens.find(name => names.includes(name))
  return token ? wrong('token_in_browser', `${token} came by way of the browser`) : null
}

/** What came may be anything: it is in no log. */
function otherState(came: string | null, expected: string): Wrong | null {
  if (came === expected) return null
  return came ? wrong('state_other', 'the state is of another sign-in') : wrong('state_missing', 'there is no state')
}

/** RFC 9207. Where it is promised, its absence is wrong too: another provider's answer may be without. */
function otherProvider({ answer, connection: { metadata } }: Answer): Wrong | null {
  const came = answer.get('iss')
  if (came === metadata.issuer) return null
  if (came !== null) return wrong('issuer_other', `the answer is of another provider; expected ${metadata.issuer}`)
  if (!metadata.authorization_response_iss_parameter_supported) return null
  return wrong('issuer_missing', 'the provider promises to say who it is (iss), and the answer does not')
}

/** Of OAuth 2.0 and OpenID Connect: no others are repeated, since anybody can write anything there. */
const knownErrors = new Set([
  ...['invalid_request', 'unauthorized_client', 'access_denied', 'unsupported_response_type', 'invalid_scope'],
  ...['server_error', 'temporarily_unavailable', 'interaction_required', 'login_required', 'consent_required'],
  ...['account_selection_required', 'invalid_request_uri', 'request_not_supported', 'registration_not_supported'],
])

function refusedThere(answer: URLSearchParams): Wrong | null {
  const error = answer.get('error')
  if (error === null) return null
  const known = knownErrors.has(error) ? error : 'an error that is none of the known ones'
  const [number = ''] = /\bAADSTS\d{4,9}\b/.exec(answer.get('error_description') ?? '') ?? []
  return wrong('provider_refused', [`the provider answered ${known}`, number].filter(Boolean).join(', '))
}

/** For us and nobody else: whoever shares a token with us could bring us one that was given to it. */
export function otherRecipient({ aud, azp }: RawClaims, { clientId }: Pick<OidcConnection, 'clientId'>): Wrong | null {
  const isOurs = [aud].flat().every(one => one === clientId)
  if (isOurs && [aud].flat().length > 0 && (azp === undefined || azp === clientId)) return null
  const came = [`aud is ${JSON.stringify(aud)}`, azp === undefined ? '' : `azp is ${JSON.stringify(azp)}`]
  return wrong('audience_other', `${came.filter(Boolean).join(', ')}; expected ${clientId} alone`)
}

function issuedUnasked({ claims: { iat }, pending, now }: Told): Wrong | null {
  const issued = secondsOf(iat)
  if (issued === null) return wrong('claim_missing', 'iat is no moment')
  if (issued < pending.askedAt.getTime() / 1000 - skew)
    return wrong('issued_before', `issued ${at(issued)}, asked for ${pending.askedAt.toISOString()}`)
  if (issued > now.getTime() / 1000 + skew)
    return wrong('issued_ahead', `issued ${at(issued)}, and it is ${now.toISOString()} here`)
  return null
}

function notAnew({ claims: { auth_time: time }, pending }: Told): Wrong | null {
  if (!pending.forceFresh) return null
  const seen = secondsOf(time)
  if (time === undefined && pending.forceFresh === 'if_told') return null
  if (seen === null)
    return wrong('claim_missing', 'asked to look anew, the provider does not say when it did (auth_time)')
  if (seen >= pending.askedAt.getTime() / 1000 - skew) return null
  return wrong('authentication_old', `asked anew ${pending.askedAt.toISOString()}; who came was looked at ${at(seen)}`)
}

/** Where an issuer stands for more than one tenant, or the tenant is part of who somebody is. */
function otherTenant({ tid, hd }: RawClaims, { preset, metadata, tenants }: OidcConnection): Wrong | null {
  if (preset === 'entra') {
    const expected = entraTenantOf(metadata.issuer)
    if (expected !== null && tid === expected) return null
    return wrong('tenant_other', `tid is ${JSON.stringify(tid)}; expected ${expected ?? 'an issuer of Entra'}`)
  }
  if (preset !== 'google' && tenants.length === 0) return null
  if (tenants.length === 0)
    return wrong('tenant_unset', 'all of Google’s customers share its issuer: name your domains')
  if (typeof hd === 'string' && tenants.includes(hd)) return null
  return wrong('tenant_other', `hd is ${JSON.stringify(hd)}; expected ${tenants.join(' or ')}`)
}

function noSubject(claims: RawClaims, connection: OidcConnection): Wrong | null {
  if (subjectOf(claims, connection) !== null) return null
  const needs = connection.preset === 'entra' ? 'tid and oid' : 'sub'
  return wrong('subject_missing', `expected a text of 1 to 1,024 characters: ${needs}`)
}

/** What identifies a person for this connection, byte for byte; null: nothing does. */
export function subjectOf({ sub, tid, oid }: RawClaims, { preset }: Pick<OidcConnection, 'preset'>): string | null {
  // Its `sub` is another one for each application.
  const parts = preset === 'entra' ? [tid, oid] : [sub]
  return parts.every(part => typeof part === 'string' && isName(part)) ? parts.join('/') : null
}

/** Null: it is no moment. */
export function secondsOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && Math.abs(value) < 1e11 ? value : null
}

function at(seconds: number): string {
  return new Date(seconds * 1000).toISOString()
}
