import type { ClaimNames } from './claims.ts'
import type { OidcPreset } from './presets.ts'

/** What a provider says of itself, as much of it as is used, by its own names. */
export interface ProviderMetadata {
  readonly issuer: string
  readonly authorization_endpoint: string
  readonly token_endpoint: string
  readonly jwks_uri: string
  readonly userinfo_endpoint?: string
  readonly end_session_endpoint?: string
  /** Those of them that are good enough, at least one. */
  readonly id_token_signing_alg_values_supported: readonly string[]
  readonly token_endpoint_auth_methods_supported?: readonly string[]
  readonly scopes_supported?: readonly string[]
  readonly authorization_response_iss_parameter_supported?: boolean
  readonly backchannel_logout_supported?: boolean
}

/** One organization's way in by one provider. */
export interface OidcConnection {
  /** Tells it from all others: the keys of its provider are kept with it. */
  readonly id: number
  /** As it was discovered. */
  readonly metadata: ProviderMetadata
  readonly clientId: string
  /** Null: a client without one, which PKCE alone protects. */
  readonly clientSecret: string | null
  /** How the secret is shown; null: as the metadata says. */
  readonly clientAuth: 'basic' | 'post' | null
  /** Of this connection alone: so an answer of one provider cannot be taken to another. Without a query. */
  readonly redirectUri: string
  readonly preset: OidcPreset
  /** Google: the domains whose people may come in (`hd`), at least one, since all of Google's customers share an issuer. */
  readonly tenants: readonly string[]
  readonly claims: ClaimNames
  /** Claims that are looked at besides. */
  readonly looksAt: readonly string[]
  /** Besides `openid`; null: as the preset has it. */
  readonly scopes: readonly string[] | null
}

/**
 * Whether the provider is asked to look at the person anew. `if_told`: it counts as done where the provider does not say when it
 * looked, as Google never does, and Entra only where `auth_time` was added to what it says.
 */
export type Fresh = boolean | 'if_told'

/** What is kept of a sign-in that was begun, on the server, bound to its browser and connection, for ten minutes, once. */
export interface Pending {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
  readonly askedAt: Date
  readonly forceFresh: Fresh
}

/** By so much a clock may be wrong, in seconds. */
export const skew = 120
