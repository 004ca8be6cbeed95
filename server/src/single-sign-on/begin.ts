import { beginSignOn, makeMessageId } from '../sign-on/saml/begin-sign-on.ts'
import { hashOf, keepWaiting } from './pending.ts'
import { refuse, refuseOrReport, refuseUnknown, switchedOff } from './refuse.ts'
import { type Begun, type Ended, ended, type SignOnDeps, type Wish } from './sign-on.ts'

interface SentAway extends Wish {
  /** What its cookie holds. */
  readonly secret: string
  readonly loginHint?: string
  readonly ip: string | null
}

/** Sends the browser to the provider. */
export async function begin(
  { oidc, open, now, ...deps }: SignOnDeps,
  id: number,
  { secret, target, test, loginHint, ip }: SentAway,
): Promise<Ended> {
  const connection = await open(id)
  if (!connection) return refuseUnknown(deps)
  const { provider } = connection
  if (!provider.enabled && test === null) return refuse(deps, provider, { ...switchedOff, ip }, target)
  const keep = (request: string, content: Begun) =>
    keepWaiting(deps.database.kysely, { providerId: id, request, browser: hashOf(secret), content })
  const forced = test !== null
  if (connection.protocol === 'oidc') {
    const { url, pending } = await oidc.beginSignOn(connection.oidc, {
      forceFresh: forced ? 'if_told' : false,
      loginHint,
    })
    await keep(pending.state, { target, test, askedAt: pending.askedAt, forced, pending })
    return ended(url)
  }
  if (connection.protocol === 'saml') {
    const requestId = makeMessageId()
    const askedAt = now()
    await keep(requestId, { target, test, askedAt, forced })
    // The id goes along beside the request too: so it is known what an answer is to that cannot be read.
    const sent = beginSignOn(connection.saml, { requestId, now: askedAt, relay: requestId, forceAuthn: forced })
    return ended(sent.url)
  }
  const refused = { check: 'discovery', ...connection.problem }
  return refuseOrReport(deps, provider, { target, test }, { refused, checks: [], clockSkewMs: null, ip })
}
