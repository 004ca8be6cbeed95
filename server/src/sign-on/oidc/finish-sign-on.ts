/**
 * A provider's answer to a sign-in: who it is, or why it is not taken. All that is checked, in its order: the lists of `checks.ts`,
 * and between them what openid-client checks (`exchange.ts`).
 */
import { ClientError, fetchUserInfo, WWWAuthenticateChallengeError } from 'openid-client'
import type { SaidClaims } from '../claims.ts'
import { Stop, Trail, wrong } from '../verdict.ts'
import { checksOfAnswer, checksOfIdToken, secondsOf, subjectOf } from './checks.ts'
import { joinClaims, leavesOut, listSaid, type OidcClaims, type RawClaims, readClaims } from './claims.ts'
import { type Client, configure } from './configure.ts'
import type { Pending } from './connection.ts'
import { exchange, type Tokens } from './exchange.ts'
import { presets } from './presets.ts'
import {
  type CheckName,
  type CheckResult,
  checksOfLibrary,
  type Refused,
  type Wrong,
  type WrongCode,
} from './verdict.ts'

export interface OidcIdentity {
  readonly issuer: string
  /** What identifies the person, within this connection and issuer, byte for byte. */
  readonly subject: string
  readonly claims: OidcClaims
  readonly said: SaidClaims
  /** What the provider calls its own session; null: nothing. */
  readonly sid: string | null
  /** When the provider looked at the person; null: it does not say. */
  readonly authTime: Date | null
  /** By what means, in its own words; empty: it does not say. */
  readonly amr: readonly string[]
  /** For signing out over there. */
  readonly idToken: string
}

export type SignOnOutcome = {
  readonly checks: readonly CheckResult[]
  /** By how much the provider's clock is ahead of ours, to the second; null: it is not known, since it is not known who says it. */
  readonly clockSkewMs: number | null
} & (
  | { readonly outcome: 'identity'; readonly identity: OidcIdentity }
  | { readonly outcome: 'refused'; readonly refused: Refused }
)

export const allSteps = { checksOfAnswer, exchange, checksOfIdToken, askUserinfo }

/** `answer` is the query with which the browser came back; `pending` what was kept, and is used up by this. */
export async function finishSignOn(
  client: Client,
  answer: URLSearchParams,
  pending: Pending,
  steps = allSteps,
): Promise<SignOnOutcome> {
  const { connection } = client
  const trail = new Trail<CheckName, WrongCode>()
  let clockSkewMs: number | null = null
  const end = <Outcome>(outcome: Outcome) => ({ ...outcome, clockSkewMs, checks: trail.results })
  try {
    await trail.check(steps.checksOfAnswer, { connection, pending, answer })
    const tokens = await trail.steps(checksOfLibrary, () => steps.exchange(client, answer, pending))
    const now = client.now()
    clockSkewMs = skewOf(tokens, now)
    await trail.check(steps.checksOfIdToken, { connection, pending, claims: tokens.claims, now })
    const { said } = await trail.step('userinfo', () => steps.askUserinfo(client, tokens))
    const claims = await trail.step('claims', () => readClaims(said, connection.claims))
    const identity = { ...identityOf(tokens, client), claims, said: listSaid(said, connection.claims) }
    return end({ outcome: 'identity' as const, identity })
  } catch (error) {
    if (error instanceof Stop) return end({ outcome: 'refused' as const, refused: error.refused as Refused })
    throw error
  }
}

/** The token is made as we ask for it. */
function skewOf({ claims: { iat } }: Tokens, now: Date): number | null {
  const issued = secondsOf(iat)
  return issued === null ? null : (issued - Math.floor(now.getTime() / 1000)) * 1000
}

function identityOf({ claims, idToken }: Tokens, { connection }: Client) {
  const { iss, sid, auth_time, amr } = claims
  const authTime = secondsOf(auth_time)
  return {
    issuer: String(iss),
    subject: subjectOf(claims, connection) ?? '',
    sid: typeof sid === 'string' ? sid : null,
    authTime: authTime === null ? null : new Date(authTime * 1000),
    amr: [amr].flat().filter(one => typeof one === 'string'),
    idToken,
  }
}

/** What the ID token leaves out; the library sees to it that it is said of the same person. */
async function askUserinfo(
  client: Client,
  { claims, accessToken }: Tokens,
): Promise<{ readonly said: RawClaims } | Wrong> {
  const { metadata, preset, claims: names, looksAt } = client.connection
  if (!metadata.userinfo_endpoint || !presets[preset].hasUserinfo || !leavesOut(claims, names, looksAt))
    return { said: claims }
  try {
    const userinfo = await fetchUserInfo(configure(client), accessToken, String(claims.sub))
    return { said: joinClaims(claims, userinfo, names) }
  } catch (error) {
    return wrongUserinfo(error)
  }
}

function wrongUserinfo(error: unknown): Wrong {
  if (error instanceof WWWAuthenticateChallengeError) return wrong('code_refused', `userinfo answers ${error.status}`)
  if (!(error instanceof ClientError)) throw error
  if (error.code === 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED')
    return wrong('subject_other', 'userinfo is about another person')
  const { message } = (error.cause ?? error) as Error
  return wrong('unreadable', `userinfo: ${message}`)
}
