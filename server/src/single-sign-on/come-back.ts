/** The browser comes back from a provider, with an answer of either protocol. */
import type { Browser } from '../sessions/sessions.ts'
import { newToken } from '../sessions/token.ts'
import { readResponse } from '../sign-on/saml/read-response.ts'
import type { Connection } from './connections.ts'
import { goOn } from './go-on.ts'
import { hashOf, isUsed, keepWaiting, takeWaiting } from './pending.ts'
import { notWaiting, refuse, refuseOrReport, refuseUnknown } from './refuse.ts'
import { type Begun, type Checked, type Ended, ended, pathOf, type SignOnDeps, type Wish, wishFor } from './sign-on.ts'
import { toSignOut } from './sign-out.ts'
import { withNewKeys } from './with-new-keys.ts'

type BrowserWithSecret = Browser & { readonly secret: string | null }

/** From a provider of OpenID Connect, with this query. */
export async function finishOidc(
  deps: SignOnDeps,
  id: number,
  answer: URLSearchParams,
  browser: BrowserWithSecret,
): Promise<Ended> {
  const connection = await deps.open(id)
  if (connection?.protocol !== 'oidc') return refuseUnknown(deps)
  const { provider } = connection
  const state = answer.getAll('state')
  const begun =
    state.length === 1 && browser.secret !== null
      ? await takeWaiting<Begun>(deps.database.kysely, {
          ...{ providerId: id, request: state[0] ?? '', browser: hashOf(browser.secret) },
        })
      : null
  if (!begun?.content.pending) return refuse(deps, provider, { ...notWaiting, ip: browser.ip })
  const { pending, target, test, proof } = begun.content
  const outcome = await deps.oidc.finishSignOn(connection.oidc, answer, pending)
  const { checks, clockSkewMs } = outcome
  if (outcome.outcome === 'refused')
    return refuseOrReport(deps, provider, begun.content, { ...outcome, ip: browser.ip })
  const { issuer, subject, claims, said, sid, idToken } = outcome.identity
  const signOut = toSignOut(provider, { idToken })
  const vouched = { issuer, subject, claims, said, providerSession: sid, endsAt: null, signOut }
  return goOn(deps, provider, { target, test, proof, vouched, clockSkewMs, checks }, browser)
}

/**
 * The provider's form of SAML. It comes from another site and so without our cookie: what was vouched for waits, and the browser
 * is sent to fetch it (`finishWaiting`).
 */
export async function takeSaml(deps: SignOnDeps, id: number, body: string, browser: Browser): Promise<Ended> {
  const { open, now, database } = deps
  const known = await open(id)
  if (known?.protocol !== 'saml') return refuseUnknown(deps)
  const take = (request: string) => takeWaiting<Begun>(database.kysely, { providerId: id, request, browser: null })
  let begun: Wish | null = null
  const context = {
    now: now(),
    async liveRequest(request: string) {
      const taken = await take(request)
      begun = taken?.content ?? null
      return taken && { ...taken.content, browser: taken.browser }
    },
    seen: (assertion: string, until: Date) => isUsed(database.kysely, id, assertion, until),
  }
  const { connection, outcome } = await withNewKeys(deps, known, saml => readResponse(saml, body, context))
  const { provider, saml } = connection
  const { clockSkewMs, checks, relay } = outcome
  if (outcome.outcome === 'hint')
    return ended(`${deps.config.publicUrl}/api/sign-on/${id}/start?to=${encodeURIComponent(pathOf(relay))}`)
  if (outcome.outcome === 'refused') {
    // Refused before it was read what it answers: what went along is the request's id, which nobody else can know.
    const wish = begun ?? (relay === null ? null : (await take(relay))?.content)
    return refuseOrReport(deps, provider, wish ?? wishFor('/'), { ...outcome, ip: browser.ip })
  }
  const { subject, claims, said, sessionIndex, sessionEnds, request, nameId } = outcome.identity
  const { target, test, proof } = request ?? wishFor(pathOf(relay))
  const ticket = newToken()
  const vouched = {
    ...{ issuer: saml.theirs.entityId, subject, claims, said, providerSession: sessionIndex, endsAt: sessionEnds },
    signOut: nameId && toSignOut(provider, { nameId }),
  }
  await keepWaiting(database.kysely, {
    providerId: id,
    request: ticket,
    // Whom nobody sent has no cookie yet that it could be bound to: whoever holds the ticket is given one with it.
    browser: request?.browser ?? hashOf(ticket),
    content: { target, test, proof, vouched, clockSkewMs, checks } satisfies Checked,
  })
  return ended(`${deps.config.publicUrl}/api/sign-on/${id}/finish?ticket=${ticket}`)
}

/** The browser fetches what waits for it. */
export async function finishWaiting(
  deps: SignOnDeps,
  id: number,
  ticket: string,
  browser: BrowserWithSecret,
  provenUserId: number | null = null,
): Promise<Ended> {
  const connection = await deps.open(id)
  if (!connection || connection.protocol === 'none') return refuseUnknown(deps)
  const holds = hashOf(browser.secret ?? ticket)
  const waiting =
    (await takeWaiting<Checked>(deps.database.kysely, { providerId: id, request: ticket, browser: holds })) ??
    (await takeUnsolicited(deps, connection, ticket))
  if (!waiting?.content.vouched) return refuse(deps, connection.provider, { ...notWaiting, ip: browser.ip })
  return goOn(deps, connection.provider, waiting.content, browser, provenUserId)
}

async function takeUnsolicited({ database }: SignOnDeps, connection: Connection, ticket: string) {
  if (connection.protocol !== 'saml' || !connection.saml.acceptsUnsolicited) return null
  const which = { providerId: connection.provider.id, request: ticket, browser: hashOf(ticket) }
  return takeWaiting<Checked>(database.kysely, which)
}
