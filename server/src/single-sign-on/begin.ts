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
  { secret, loginHint, ip, ...wish }: SentAway,
): Promise<Ended> {
  const connection = await open(id)
  if (!connection) return refuseUnknown(deps)
  const { provider } = connection
  const { target, test, proof } = wish
  if (!provider.enabled && test === null) return refuse(deps, provider, { ...switchedOff, ip }, target)
  const keep = (request: string, content: Begun) =>
    keepWaiting(deps.database.kysely, { providerId: id, request, browser: hashOf(secret), content })
  const forced = proof || test !== null
  if (connection.protocol === 'oidc') {
    // A proof is one only where the provider says when it looked: whoever sits at the browser can leave out that we asked.
    const forceFresh = proof || (forced && 'if_told')
    const { url, pending } = await oidc.beginSignOn(connection.oidc, { forceFresh, loginHint })
    await keep(pending.state, { ...wish, askedAt: pending.askedAt, forced, pending })
    return ended(url)
  }
  if (connection.protocol === 'saml') {
    const requestId = makeMessageId()
    const askedAt = now()
    await keep(requestId, { ...wish, askedAt, forced })
    // The id goes along beside the request too: so it is known what an answer is to that cannot be read.
    const sent = beginSignOn(connection.saml, { requestId, now: askedAt, relay: requestId, forceAuthn: forced })
    return sent.binding === 'post' ? { ...ended(sent.url), fields: sent.fields } : ended(sent.url)
  }
  const refused = { check: 'discovery', ...connection.problem }
  return refuseOrReport(deps, provider, wish, { refused, checks: [], clockSkewMs: null, ip })
}
