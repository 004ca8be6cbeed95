/** The code for its tokens, by openid-client, which checks the ID token too: what it finds wrong, by our names. */
import {
  AuthorizationResponseError,
  authorizationCodeGrant,
  ClientError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'openid-client'
import { FetchFault } from '../../lib/network/guarded-fetch.ts'
import { wrong } from '../verdict.ts'
import type { RawClaims } from './claims.ts'
import { type Client, configure } from './configure.ts'
import type { Pending } from './connection.ts'
import { KeysFault } from './key-sets.ts'
import type { CheckName, Refused, WrongCode } from './verdict.ts'

export interface Tokens {
  readonly idToken: string
  readonly claims: RawClaims
  readonly accessToken: string
}

export async function exchange(client: Client, answer: URLSearchParams, pending: Pending): Promise<Tokens | Refused> {
  try {
    const tokens = await authorizationCodeGrant(configure(client), cameBackTo(client.connection.redirectUri, answer), {
      expectedState: pending.state,
      expectedNonce: pending.nonce,
      pkceCodeVerifier: pending.verifier,
      idTokenExpected: true,
    })
    return { idToken: tokens.id_token ?? '', claims: { ...tokens.claims() }, accessToken: tokens.access_token }
  } catch (error) {
    return faultOf(error)
  }
}

function cameBackTo(redirectUri: string, answer: URLSearchParams): URL {
  const url = new URL(redirectUri)
  url.search = answer.toString()
  return url
}

/** Throws what is no fault of the other end's. */
function faultOf(error: unknown): Refused {
  const outside = causesOf(error).find(cause => cause instanceof FetchFault || cause instanceof KeysFault)
  if (outside instanceof KeysFault) return refuse('signature', outside.code, outside.message)
  if (outside) return refuse('token_endpoint', outside.code, outside.message)
  if (error instanceof ResponseBodyError) {
    const code = error.error === 'invalid_client' ? 'client_refused' : 'code_refused'
    return refuse('token_endpoint', code, [error.error, error.error_description].filter(Boolean).join(': '))
  }
  if (error instanceof WWWAuthenticateChallengeError)
    return refuse('token_endpoint', 'client_refused', `it is answered with ${error.status}`)
  if (error instanceof AuthorizationResponseError) return refuse('provider', 'provider_refused', error.error)
  if (!(error instanceof ClientError)) throw error
  return faultOfTokens(error)
}

interface Cause {
  readonly message?: string
  readonly claim?: string
  readonly claims?: RawClaims
  readonly header?: { readonly alg?: unknown }
  readonly alg?: unknown
  readonly expected?: unknown
  readonly signature?: unknown
  readonly cause?: Cause
}

/** The library says what it looked at in the cause of its error, and there is no other way to learn which of its checks failed. */
function faultOfTokens({ code, message, cause: made }: ClientError): Refused {
  const said = (made as Cause | undefined)?.message ?? message
  const seen = (made as Cause | undefined)?.cause ?? {}
  const claims = seen.claims ?? {}
  const come = (name: string) => `${name} is ${JSON.stringify(claims[name])}`
  switch (code) {
    case 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED':
      return refuse('times', seen.claim === 'nbf' ? 'not_yet' : 'expired', come(seen.claim ?? 'exp'))
    case 'OAUTH_JWT_CLAIM_COMPARISON_FAILED': {
      const [check, wrongly] = compared[seen.claim ?? ''] ?? (['id_token', 'unreadable'] as const)
      return refuse(check, wrongly, `${come(seen.claim ?? '')}; expected ${seen.expected ?? 'one of ours alone'}`)
    }
    case 'OAUTH_KEY_SELECTION_FAILED':
      return refuse('signature', 'key_unknown', `${said} (${JSON.stringify(seen.header)})`)
    case 'OAUTH_INVALID_RESPONSE': {
      if (seen.signature) return refuse('signature', 'signature_wrong', said)
      if (seen.header)
        return refuse('algorithm', 'algorithm_other', `${seen.header.alg} came; expected ${seen.expected}`)
      // What is missing is looked for before anything is compared.
      const isMissing = seen.claims && needed.some(name => claims[name] === undefined)
      return refuse('id_token', isMissing ? 'claim_missing' : 'unreadable', said)
    }
    case 'OAUTH_UNSUPPORTED_OPERATION':
      return seen.alg ? refuse('signature', 'key_unknown', said) : refuse('id_token', 'unreadable', said)
    default:
      return refuse('token_endpoint', 'unreadable', said)
  }
}

const compared: Readonly<Record<string, readonly [CheckName, WrongCode]>> = {
  iss: ['issuer', 'issuer_other'],
  aud: ['audience', 'audience_other'],
  azp: ['audience', 'audience_other'],
  nonce: ['nonce', 'nonce_other'],
}

const needed = ['iss', 'sub', 'aud', 'exp', 'iat', 'nonce']

function causesOf(error: unknown): unknown[] {
  return error instanceof Error ? [error, ...causesOf(error.cause)] : []
}

function refuse(check: CheckName, code: WrongCode, detail: string): Refused {
  return { check, ...wrong(code, detail) }
}
