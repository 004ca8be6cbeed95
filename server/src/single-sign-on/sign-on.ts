/** Signing in by a provider, from where the browser is sent to what becomes of it, by either protocol. */
import type { Config } from '../config.ts'
import type { Browser, Cookies } from '../sessions/sessions.ts'
import { newToken } from '../sessions/token.ts'
import type { Pending } from '../sign-on/oidc/connection.ts'
import type { Oidc } from '../sign-on/oidc/oidc.ts'
import { beginSignOn, makeMessageId } from '../sign-on/saml/begin-sign-on.ts'
import { readResponse } from '../sign-on/saml/read-response.ts'
import { type ComeInDeps, comeIn, type Vouched } from './come-in.ts'
import type { Connection, OpenConnection, Provider } from './connections.ts'
import { noteSignOn } from './note-sign-on.ts'
import { hashOf, isUsed, keepWaiting, takeWaiting } from './pending.ts'
import { reportTest, type SignOnTest } from './report-test.ts'

export interface SignOnDeps extends ComeInDeps {
  readonly config: Pick<Config, 'publicUrl'>
  readonly oidc: Oidc
  readonly open: OpenConnection
  readonly now: () => Date
}

/** What is kept of who was sent away. */
interface Wish {
  /** A path of ours, to go on to. */
  readonly target: string
  /** Somebody tries the provider, and is signed in by nothing of it. */
  readonly test: SignOnTest | null
}

interface Begun extends Wish {
  readonly askedAt: string
  readonly forced: boolean
  /** Of OpenID Connect. */
  readonly pending?: Omit<Pending, 'askedAt'>
}

/** What was vouched for and waits for the browser, or for its person's own word. */
interface Checked extends Wish {
  readonly vouched: Omit<Vouched, 'endsAt'> & { readonly endsAt: string | null }
  readonly clockSkewMs: number | null
  /** For the report of who tries it. */
  readonly checks: readonly { readonly check: string; readonly passed: boolean }[]
}

/** Where the browser goes on to, with cookies to be set. */
export interface Ended {
  readonly url: string
  readonly cookies: Cookies
}

/** Sends the browser to the provider. `browser`: what its cookie holds. */
export async function begin(
  { oidc, open, now, ...deps }: SignOnDeps,
  id: number,
  {
    browser,
    target,
    test = null,
    loginHint,
  }: { browser: string; target: string; test?: SignOnTest | null; loginHint?: string },
): Promise<string> {
  const connection = await open(id)
  if (!connection || (!connection.provider.enabled && test === null)) return refusedUrl(deps, null, 'no_provider', null)
  const keep = (request: string, content: Begun) =>
    keepWaiting(deps.database.kysely, { providerId: id, request, browser: hashOf(browser), content })
  const forced = test !== null
  if (connection.protocol === 'oidc') {
    const { url, pending } = await oidc.beginSignOn(connection.oidc, {
      forceFresh: forced ? 'if_told' : false,
      loginHint,
    })
    const { askedAt, ...kept } = pending
    await keep(pending.state, { target, test, askedAt: askedAt.toISOString(), forced, pending: kept })
    return url
  }
  if (connection.protocol === 'saml') {
    const requestId = makeMessageId()
    const askedAt = now()
    await keep(requestId, { target, test, askedAt: askedAt.toISOString(), forced })
    const sent = beginSignOn(connection.saml, { requestId, now: askedAt, relay: null, forceAuthn: forced })
    return sent.url
  }
  const { code, detail } = connection.problem
  return refuse(deps, connection.provider, { refusedBy: 'discovery', code, detail, ip: null })
}

/** The browser came back from a provider of OpenID Connect, with this query. */
export async function finishOidc(
  { oidc, open, ...deps }: SignOnDeps,
  id: number,
  answer: URLSearchParams,
  browser: Browser & { readonly secret: string | null },
): Promise<Ended> {
  const connection = await open(id)
  if (connection?.protocol !== 'oidc') return ended(refusedUrl(deps, null, 'no_provider', null))
  const { provider } = connection
  const state = answer.getAll('state')
  const begun =
    state.length === 1 && browser.secret !== null
      ? await takeWaiting<Begun>(deps.database.kysely, {
          ...{ providerId: id, request: state[0] ?? '', browser: hashOf(browser.secret) },
        })
      : null
  if (!begun?.content.pending) return ended(await refuse(deps, provider, { ...notWaiting, ip: browser.ip }))
  const { pending, askedAt, ...wish } = begun.content
  const outcome = await oidc.finishSignOn(connection.oidc, answer, { ...pending, askedAt: new Date(askedAt) })
  if (outcome.outcome === 'refused') return refuseOrReport(deps, provider, wish, { ...outcome, ip: browser.ip })
  const { issuer, subject, claims, sid } = outcome.identity
  const vouched = { issuer, subject, claims, providerSession: sid, endsAt: null }
  return goOn(
    { oidc, open, ...deps },
    provider,
    { ...wish, vouched, clockSkewMs: outcome.clockSkewMs, checks: outcome.checks },
    browser,
  )
}

/**
 * The provider's form of SAML. It comes from another site and so without our cookie: what was vouched for waits, and the browser
 * is sent to fetch it (`finishWaiting`).
 */
export async function takeSaml(deps: SignOnDeps, id: number, body: string, browser: Browser): Promise<Ended> {
  const { open, now, database } = deps
  const connection = await open(id)
  if (connection?.protocol !== 'saml') return ended(refusedUrl(deps, null, 'no_provider', null))
  const { provider, saml } = connection
  let begun: Wish | null = null
  const outcome = await readResponse(saml, body, {
    now: now(),
    async liveRequest(request) {
      const taken = await takeWaiting<Begun>(database.kysely, { providerId: id, request, browser: null })
      begun = taken?.content ?? null
      return taken && { ...taken.content, askedAt: new Date(taken.content.askedAt), browser: taken.browser }
    },
    seen: (assertion, until) => isUsed(database.kysely, id, assertion, until),
  })
  const { clockSkewMs, checks } = outcome
  if (outcome.outcome === 'hint')
    return ended(`${deps.config.publicUrl}/api/sign-on/${id}/start?to=${encodeURIComponent(pathOf(outcome.relay))}`)
  if (outcome.outcome === 'refused')
    return refuseOrReport(deps, provider, begun ?? { target: '/', test: null }, { ...outcome, ip: browser.ip })
  const { subject, claims, sessionIndex, sessionEnds, request } = outcome.identity
  const { target, test } = request ?? { target: pathOf(outcome.relay), test: null }
  const ticket = newToken()
  const vouched = {
    ...{ issuer: saml.theirs.entityId, subject, claims: { ...claims, email_verified: false } },
    ...{ providerSession: sessionIndex, endsAt: sessionEnds?.toISOString() ?? null },
  }
  await keepWaiting(database.kysely, {
    providerId: id,
    request: ticket,
    // Whom nobody sent has no cookie yet that it could be bound to: whoever holds the ticket is given one with it.
    browser: request?.browser ?? hashOf(ticket),
    content: { target, test, vouched, clockSkewMs, checks } satisfies Checked,
  })
  return ended(`${deps.config.publicUrl}/api/sign-on/${id}/finish?ticket=${ticket}`)
}

/** The browser fetches what waits for it. */
export async function finishWaiting(
  deps: SignOnDeps,
  id: number,
  ticket: string,
  browser: Browser & { readonly secret: string | null },
  provenUserId: number | null = null,
): Promise<Ended> {
  const connection = await deps.open(id)
  if (!connection || connection.protocol === 'none') return ended(refusedUrl(deps, null, 'no_provider', null))
  const holds = hashOf(browser.secret ?? ticket)
  const waiting =
    (await takeWaiting<Checked>(deps.database.kysely, { providerId: id, request: ticket, browser: holds })) ??
    (await takeUnsolicited(deps, connection, ticket))
  if (!waiting?.content.vouched)
    return ended(await refuse(deps, connection.provider, { ...notWaiting, ip: browser.ip }))
  return goOn(deps, connection.provider, waiting.content, browser, provenUserId)
}

async function takeUnsolicited({ database }: SignOnDeps, connection: Connection, ticket: string) {
  if (connection.protocol !== 'saml' || !connection.saml.acceptsUnsolicited) return null
  const which = { providerId: connection.provider.id, request: ticket, browser: hashOf(ticket) }
  return takeWaiting<Checked>(database.kysely, which)
}

async function goOn(
  deps: SignOnDeps,
  provider: Provider,
  checked: Omit<Checked, 'vouched'> & { readonly vouched: Checked['vouched'] | Vouched },
  browser: Browser & { readonly secret: string | null },
  provenUserId: number | null = null,
): Promise<Ended> {
  const { target, test, clockSkewMs, checks } = checked
  const endsAt = checked.vouched.endsAt === null ? null : new Date(checked.vouched.endsAt)
  const vouched: Vouched = { ...checked.vouched, endsAt }
  const { subject, claims } = vouched
  if (test) return ended(await reportTest(deps, provider, test, { vouched, checks, clockSkewMs, ip: browser.ip }))
  // It may have been switched off since, or never on where nobody was sent.
  if (!provider.enabled) return ended(refusedUrl(deps, provider.slug, 'no_provider', null))
  const came = await comeIn(deps, provider, vouched, { browser, now: deps.now(), provenUserId })
  const about = { subject, email: claims.email, clockSkewMs, ip: browser.ip }
  if (came.kind === 'refused') return ended(await refuse(deps, provider, { refusedBy: 'person', ...about, ...came }))
  if (came.kind === 'proves') {
    const ticket = newToken()
    const content = {
      target,
      test,
      vouched: { ...vouched, endsAt: endsAt?.toISOString() ?? null },
      clockSkewMs,
      checks,
    } satisfies Checked
    const browserOfIt = hashOf(browser.secret ?? ticket)
    await keepWaiting(deps.database.kysely, { providerId: provider.id, request: ticket, browser: browserOfIt, content })
    return ended(`${deps.config.publicUrl}/sign-in/${provider.slug}?prove=${provider.id}.${ticket}`)
  }
  await noteSignOn(deps.database.kysely, {
    providerId: provider.id,
    result: 'signed_in',
    userId: came.userId,
    ...about,
    detail: came.notDone ?? undefined,
  })
  return { url: `${deps.config.publicUrl}${target}`, cookies: came.cookies }
}

const notWaiting = {
  refusedBy: 'request',
  code: 'not_waiting',
  detail: 'The answer belongs to no sign-in that was begun in this browser within the last minutes, or came twice.',
} as const

interface RefusedByProtocol {
  readonly refused: { readonly check: string; readonly code: string; readonly detail: string }
  readonly checks: readonly { readonly check: string; readonly passed: boolean }[]
  readonly clockSkewMs: number | null
  readonly ip: string | null
}

async function refuseOrReport(
  deps: Omit<SignOnDeps, 'oidc' | 'open'>,
  provider: Provider,
  { test }: Wish,
  { refused: { check, code, detail }, checks, clockSkewMs, ip }: RefusedByProtocol,
): Promise<Ended> {
  if (test)
    return ended(await reportTest(deps, provider, test, { refused: { check, code, detail }, checks, clockSkewMs, ip }))
  return ended(await refuse(deps, provider, { refusedBy: check, code, detail, clockSkewMs, ip }))
}

type Noted = Omit<Parameters<typeof noteSignOn>[1], 'providerId' | 'result'>

/** Notes it, and gives where the browser goes to read what to do, with the number by which the administrator finds it. */
async function refuse(
  deps: Pick<SignOnDeps, 'database' | 'config'>,
  provider: Provider,
  noted: Noted,
): Promise<string> {
  const number = await noteSignOn(deps.database.kysely, { providerId: provider.id, result: 'refused', ...noted })
  return refusedUrl(deps, provider.slug, toldAs(noted), number)
}

/** What the person is told: a word of few, which says nothing of what the provider sent. */
function toldAs({ refusedBy, code = '' }: Noted): string {
  if (refusedBy === 'person') return code === 'suspended' ? 'suspended' : 'not_known'
  return code === 'not_waiting' ? 'begin_again' : code === 'provider_refused' ? 'provider_refused' : 'not_taken'
}

function refusedUrl(
  { config }: Pick<SignOnDeps, 'config'>,
  slug: string | null,
  told: string,
  number: number | null,
): string {
  const query = new URLSearchParams({ refused: told, ...(number !== null && { number: String(number) }) })
  return `${config.publicUrl}/sign-in${slug === null ? '' : `/${slug}`}?${query}`
}

function ended(url: string): Ended {
  return { url, cookies: [] }
}

/** Of what came along: a path of ours, or the beginning. */
export function pathOf(text: string | null | undefined): string {
  if (!text || !/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(text) || text.length > 2000) return '/'
  const base = 'https://usher.invalid'
  const url = URL.canParse(text, base) ? new URL(text, base) : null
  return url?.origin === base ? url.pathname + url.search + url.hash : '/'
}
