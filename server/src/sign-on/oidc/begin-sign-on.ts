import {
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client'
import { type Client, configure } from './configure.ts'
import type { Fresh, Pending } from './connection.ts'
import { presets, scopesOf } from './presets.ts'

export interface BeginOptions {
  readonly forceFresh?: Fresh
  /** Who it will be, as far as we know: usually an email. */
  readonly loginHint?: string
}

/** Where the browser is sent, and what must be kept until it comes back. */
export async function beginSignOn(
  client: Client,
  { forceFresh = false, loginHint }: BeginOptions = {},
): Promise<{ readonly url: string; readonly pending: Pending }> {
  const { redirectUri, preset, scopes, tenants, metadata } = client.connection
  const pending = {
    state: randomState(),
    nonce: randomNonce(),
    verifier: randomPKCECodeVerifier(),
    askedAt: client.now(),
    forceFresh,
  }
  const url = buildAuthorizationUrl(configure(client), {
    redirect_uri: redirectUri,
    scope: ['openid', ...(scopes ?? scopesOf(preset, metadata.scopes_supported))].join(' '),
    state: pending.state,
    nonce: pending.nonce,
    code_challenge: await calculatePKCECodeChallenge(pending.verifier),
    code_challenge_method: 'S256',
    ...(forceFresh ? { prompt: presets[preset].anew, max_age: '0' } : {}),
    ...(loginHint ? { login_hint: loginHint } : {}),
    // A hint for its screens: what comes back is checked.
    ...(preset === 'google' && tenants.length > 0 ? { hd: tenants.length === 1 ? (tenants[0] ?? '*') : '*' } : {}),
  })
  return { url: url.href, pending }
}
