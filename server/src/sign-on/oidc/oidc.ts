/** Sign-in by OpenID Connect: what features ask of it. It knows no HTTP of ours and no storage (decision 52). */
import type { GuardedFetch } from '../../lib/network/guarded-fetch.ts'
import { type BeginOptions, beginSignOn } from './begin-sign-on.ts'
import type { Client } from './configure.ts'
import type { OidcConnection, Pending } from './connection.ts'
import { type Discovered, discover } from './discover.ts'
import { finishSignOn, type SignOnOutcome } from './finish-sign-on.ts'
import { createKeySets } from './key-sets.ts'
import { endSessionUrl, type LogoutOutcome, readLogoutToken } from './logout.ts'

export interface Oidc {
  discover(issuer: string): Promise<Discovered>
  beginSignOn(
    connection: OidcConnection,
    options?: BeginOptions,
  ): Promise<{ readonly url: string; readonly pending: Pending }>
  /** `answer` is the query with which the browser came back; `pending` was kept for this browser and connection, and is used up. */
  finishSignOn(connection: OidcConnection, answer: URLSearchParams, pending: Pending): Promise<SignOnOutcome>
  /** The one thing that is not looked at is whether its `jti` came before: that is for who keeps it. */
  readLogoutToken(connection: OidcConnection, token: string): Promise<LogoutOutcome>
  /** Null: the provider has no place to sign out. */
  endSessionUrl(
    connection: OidcConnection,
    after: { readonly idToken: string | null; readonly returnTo: string },
  ): string | null
}

interface Deps {
  readonly outside: GuardedFetch
  now?(): Date
}

export function createOidc({ outside, now = () => new Date() }: Deps): Oidc {
  const keysOf = createKeySets({ outside, now })
  const open = (connection: OidcConnection): Client => ({ connection, keys: keysOf(connection), outside, now })
  return {
    discover: issuer => discover(issuer, outside),
    beginSignOn: (connection, options) => beginSignOn(open(connection), options),
    finishSignOn: (connection, answer, pending) => finishSignOn(open(connection), answer, pending),
    readLogoutToken: (connection, token) => readLogoutToken(open(connection), token),
    endSessionUrl: (connection, after) => endSessionUrl(open(connection), after),
  }
}
