/** Signing out: theirs, told to us in their back channel by a signed token, and ours, told to them by way of the browser. */
import { compactVerify, createLocalJWKSet, decodeProtectedHeader, errors, type JSONWebKeySet } from 'jose'
import { buildEndSessionUrl } from 'openid-client'
import { Stop, Trail, wrong } from '../verdict.ts'
import { otherRecipient, secondsOf, subjectOf } from './checks.ts'
import type { RawClaims } from './claims.ts'
import { type Client, configure } from './configure.ts'
import { type OidcConnection, skew } from './connection.ts'
import { KeysFault } from './key-sets.ts'
import type { Check, CheckName, CheckResult, Refused, Wrong, WrongCode } from './verdict.ts'

export interface Logout {
  /** Of these two one is there at least. */
  readonly sid: string | null
  readonly subject: string | null
  /** To be taken once, until then: a second is refused by whoever keeps it. */
  readonly jti: string
  readonly seenUntil: Date
}

export type LogoutOutcome = { readonly checks: readonly CheckResult[] } & (
  | { readonly outcome: 'logout'; readonly logout: Logout }
  | { readonly outcome: 'refused'; readonly refused: Refused }
)

interface ToldOf {
  readonly header: RawClaims
  readonly claims: RawClaims
  readonly connection: OidcConnection
  /** In seconds. */
  readonly now: number
}

/** What costs nothing first: only a token that may be right makes us ask for keys. */
export const checksOfLogout: readonly Check<ToldOf>[] = [
  { name: 'algorithm', look: weakAlgorithm },
  { name: 'type', look: ({ header: { typ } }) => otherType(typ) },
  { name: 'issuer', look: otherIssuer },
  { name: 'recipient', look: ({ claims, connection }) => otherRecipient(claims, connection) },
  { name: 'event', look: ({ claims }) => noEvent(claims) },
  { name: 'nonce', look: ({ claims }) => ('nonce' in claims ? wrong('nonce_there', 'it is an ID token') : null) },
  { name: 'times', look: outsideTimes },
  {
    name: 'token_id',
    look: ({ claims: { jti } }) => (isText(jti) ? null : wrong('token_id_missing', 'there is no jti')),
  },
  { name: 'session', look: noSession },
]

export const allLogoutSteps = { checksOfLogout, verify }

export async function readLogoutToken(client: Client, token: string, steps = allLogoutSteps): Promise<LogoutOutcome> {
  const { connection } = client
  const trail = new Trail<CheckName, WrongCode>()
  try {
    const read = await trail.step('form', () => readToken(token))
    const now = client.now().getTime() / 1000
    await trail.check(steps.checksOfLogout, { ...read, connection, now })
    await trail.step('signature', () => steps.verify(client, token))
    const { sid, jti, iat } = read.claims
    const logout = {
      sid: isText(sid) ? sid : null,
      subject: subjectOf(read.claims, connection),
      jti: String(jti),
      seenUntil: new Date(((secondsOf(iat) ?? now) + freshFor + skew) * 1000),
    }
    return { outcome: 'logout', logout, checks: trail.results }
  } catch (error) {
    if (error instanceof Stop) return { outcome: 'refused', refused: error.refused, checks: trail.results }
    throw error
  }
}

/** Where the browser is sent to sign out over there too; null: the provider has no such place. */
export function endSessionUrl(
  client: Client,
  { idToken, returnTo }: { readonly idToken: string | null; readonly returnTo: string },
): string | null {
  if (!client.connection.metadata.end_session_endpoint) return null
  const url = buildEndSessionUrl(configure(client), {
    post_logout_redirect_uri: returnTo,
    // A hint that is longer than servers take addresses is left out: they ask the person then.
    ...(idToken !== null && idToken.length <= 4000 ? { id_token_hint: idToken } : {}),
  })
  return url.href
}

const mostBytes = 16 * 1024
const freshFor = 5 * 60
const event = 'http://schemas.openid.net/event/backchannel-logout'

function readToken(token: string): Pick<ToldOf, 'header' | 'claims'> | Wrong {
  const parts = token.split('.')
  const payload = parts[1] ?? ''
  if (token.length > mostBytes || parts.length !== 3)
    return wrong('unreadable', 'it is no signed token of 16 kB at most')
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
    if (typeof claims !== 'object' || claims === null || Array.isArray(claims)) throw new TypeError('no claims')
    return { header: { ...decodeProtectedHeader(token) }, claims: claims as RawClaims }
  } catch {
    return wrong('unreadable', 'it is no signed token')
  }
}

function weakAlgorithm({ header: { alg }, connection: { metadata } }: ToldOf): Wrong | null {
  const expected = metadata.id_token_signing_alg_values_supported
  if (expected.some(one => one === alg)) return null
  return wrong('algorithm_other', `${JSON.stringify(alg)} came; expected ${expected.join(', ')}`)
}

/** Older providers say nothing, or only that it is a token. */
function otherType(typ: unknown): Wrong | null {
  const type = typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : typ
  if (type === undefined || type === 'jwt' || type === 'logout+jwt') return null
  return wrong('type_other', `typ is ${JSON.stringify(typ)}`)
}

function otherIssuer({ claims: { iss }, connection: { metadata } }: ToldOf): Wrong | null {
  return iss === metadata.issuer
    ? null
    : wrong('issuer_other', `iss is ${JSON.stringify(iss)}; expected ${metadata.issuer}`)
}

function noEvent({ events }: RawClaims): Wrong | null {
  const said = typeof events === 'object' && events !== null ? (events as RawClaims)[event] : undefined
  return typeof said === 'object' && said !== null ? null : wrong('event_other', `it is not about ${event}`)
}

function outsideTimes({ claims: { iat, exp }, now }: ToldOf): Wrong | null {
  const issued = secondsOf(iat)
  if (issued === null) return wrong('claim_missing', 'iat is no moment')
  if (issued > now + skew)
    return wrong('issued_ahead', `it was issued ${Math.round(issued - now)} seconds ahead of our clock`)
  if (issued < now - freshFor - skew)
    return wrong('issued_long_ago', `it was issued ${Math.round(now - issued)} seconds ago`)
  if (exp === undefined) return null
  const ends = secondsOf(exp)
  return ends !== null && ends > now - skew ? null : wrong('expired', `exp is ${JSON.stringify(exp)}`)
}

function noSession({ claims, connection }: ToldOf): Wrong | null {
  if (isText(claims.sid) || subjectOf(claims, connection) !== null) return null
  return wrong('session_missing', 'it names neither a session (sid) nor a person (sub)')
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= 1024
}

async function verify({ keys }: Client, token: string): Promise<Wrong | undefined> {
  const look = (set: JSONWebKeySet) => compactVerify(token, createLocalJWKSet(set))
  try {
    const held = keys.held() ?? (await keys.refresh())
    await look(held).catch(async error => {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error
      await look(await keys.refresh())
    })
  } catch (error) {
    if (error instanceof KeysFault) return wrong(error.code, error.message)
    if (error instanceof errors.JWKSNoMatchingKey)
      return wrong('key_unknown', 'it is signed by a key that the provider does not have')
    if (error instanceof errors.JOSEError) return wrong('signature_wrong', error.message)
    throw error
  }
}
