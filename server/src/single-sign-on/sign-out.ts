/** Signing out: here first, and then, where that is set, at the provider that vouched for the session. */

import { addressesOf } from '../identity-providers/ours.ts'
import type { EndedSession } from '../sessions/sessions.ts'
import { makeMessageId } from '../sign-on/saml/begin-sign-on.ts'
import type { NameId } from '../sign-on/saml/claims.ts'
import { beginLogout } from '../sign-on/saml/logout.ts'
import type { Provider } from './connections.ts'
import type { SignOnDeps } from './sign-on.ts'
import type { SignOut } from './vouched.ts'

/** A longer one fits into no address. */
const mostLength = 4000

export function toSignOut({ signsOutThere }: Provider, known: SignOut): SignOut | null {
  return signsOutThere && JSON.stringify(known).length <= mostLength ? known : null
}

/** Where the browser goes on to, to sign out there too; null: nowhere. */
export async function signOutThere(
  { open, oidc, config, now }: Pick<SignOnDeps, 'open' | 'oidc' | 'config' | 'now'>,
  { providerId, providerSession, signOut }: NonNullable<EndedSession['by']>,
): Promise<string | null> {
  const connection = await open(providerId)
  if (!connection?.provider.signsOutThere || !connection.provider.enabled) return null
  const known: Partial<{ idToken: string; nameId: NameId }> = signOut === null ? {} : JSON.parse(signOut)
  if (connection.protocol === 'oidc') {
    const returnTo = addressesOf(config, providerId).signedOut
    return oidc.endSessionUrl(connection.oidc, { idToken: known.idToken ?? null, returnTo })
  }
  if (connection.protocol !== 'saml' || !known.nameId) return null
  const wish = { requestId: makeMessageId(), now: now(), relay: null, sessionIndex: providerSession }
  return beginLogout(connection.saml, { ...wish, nameId: known.nameId })?.url ?? null
}
