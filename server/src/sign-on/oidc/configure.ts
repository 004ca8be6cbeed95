/** openid-client, as it must be for a connection. */
import {
  allowInsecureRequests,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  clockSkew,
  clockTolerance,
  customFetch,
  enableNonRepudiationChecks,
  None,
  setJwksCache,
} from 'openid-client'
import type { GuardedFetch } from '../../lib/network/guarded-fetch.ts'
import { type OidcConnection, skew } from './connection.ts'
import type { KeySet } from './key-sets.ts'

/** What a connection is used by. */
export interface Client {
  readonly connection: OidcConnection
  readonly keys: KeySet
  readonly outside: Pick<GuardedFetch, 'fetch'>
  now(): Date
}

export function configure({ connection, keys, outside, now }: Client): Configuration {
  const { metadata, clientId } = connection
  const times = { [clockSkew]: Math.round((now().getTime() - Date.now()) / 1000), [clockTolerance]: skew }
  const config = new Configuration({ ...metadata } as never, clientId, times, authOf(connection))
  // Without it the ID token of a code flow is taken without its signature being looked at.
  enableNonRepudiationChecks(config)
  // Only where there is no https can metadata have come without it.
  if (metadata.issuer.startsWith('http:')) allowInsecureRequests(config)
  const { href: keysUrl } = new URL(metadata.jwks_uri)
  config[customFetch] = async (url, { method, headers, body, signal }) =>
    method === 'GET' && url === keysUrl
      ? Response.json(await keys.refresh())
      : outside.fetch(url, { method, headers, body, signal })
  const held = keys.held()
  // A key set of that age is used as it is, and asked for anew when a key is missing from it: when that may be, we say.
  if (held) setJwksCache(config, { jwks: held as never, uat: Math.floor(Date.now() / 1000) - 90 })
  return config
}

function authOf({ clientSecret, clientAuth, metadata }: OidcConnection): ClientAuth {
  if (clientSecret === null) return None()
  const isPost = clientAuth
    ? clientAuth === 'post'
    : metadata.token_endpoint_auth_methods_supported?.includes('client_secret_post')
  return isPost ? ClientSecretPost(clientSecret) : ClientSecretBasic(clientSecret)
}
