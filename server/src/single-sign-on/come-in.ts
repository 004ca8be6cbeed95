/** From what a provider vouched for to a session: who it is, made a member first where they may be, noted as an identity. */
import type { Database, Transaction } from '../db/database.ts'
import { activate } from '../identity/activate.ts'
import { toAcceptance } from '../invitations/open-invitation.ts'
import { listOpenInvitations } from '../invitations/queries.ts'
import { normalizeEmail } from '../lib/email.ts'
import { recordOperation } from '../log/record-operation.ts'
import type { Engine } from '../provisioning/engine.ts'
import type { Browser, Cookies, Sessions } from '../sessions/sessions.ts'
import type { Provider } from './connections.ts'
import { findWho, lockWho, type Named } from './find-who.ts'
import { followClaims } from './follow-claims.ts'
import { readNames } from './read-attributes.ts'
import { sourceOf } from './read-mapped.ts'
import { takeAttributes } from './take-attributes.ts'
import type { Vouched } from './vouched.ts'
import type { RefusalOfPerson, Who } from './who-comes.ts'

export interface ComeInDeps {
  readonly database: Pick<Database, 'kysely'>
  readonly engine: Engine
  readonly sessions: Sessions
}

export type CameIn =
  /** `notDone`: what was said of the person and could not be done or kept; null: nothing. */
  | { readonly kind: 'signed_in'; readonly userId: number; readonly cookies: Cookies; readonly notDone: string | null }
  | { readonly kind: 'proves'; readonly userId: number }
  | { readonly kind: 'refused'; readonly code: RefusalOfPerson | 'not_provisioned'; readonly detail?: string }

interface Circumstances {
  readonly browser: Browser
  readonly now: Date
  /** Who proved by their own means which account is theirs. */
  readonly provenUserId: number | null
}

/** Few turns to the database for whom the provider knows already: a look, and the session. */
export async function comeIn(
  deps: ComeInDeps,
  provider: Provider,
  vouched: Vouched,
  circumstances: Circumstances,
): Promise<CameIn> {
  const { database, engine, sessions } = deps
  const { browser, now, provenUserId } = circumstances
  const { issuer, subject, claims } = vouched
  const named = { issuer, subject, email: claims.email === null ? null : normalizeEmail(claims.email) }
  const { who, account, ...found } = await findWho(database.kysely, provider, named, provenUserId)
  if (who.kind === 'refused' || who.kind === 'proves') return who
  const isIn = found.isInvited && account !== null && (await accept(deps, provider, account.id, circumstances))
  if (who.kind === 'joins' && !isIn) {
    const problem = await join(engine, provider, vouched, account?.email ?? (named.email as string), circumstances)
    if (problem) return { kind: 'refused', code: 'not_provisioned', detail: problem }
  }
  // Nothing is written of whom it knows, so that nothing is locked: the session ends with the identity, and is asked what it
  // opens with each use.
  const isKnown = who.kind === 'comes' && found.identityId !== null && account?.activatedAt
  const linked = isKnown
    ? { kind: 'comes' as const, userId: who.userId, identityId: found.identityId as number }
    : await database.kysely.transaction().execute(transaction => enter(transaction, provider, named, circumstances))
  if (linked === null) return comeIn(deps, provider, vouched, circumstances)
  if (linked.kind === 'joins') return { kind: 'refused', code: 'unknown_person' } // taken out again meanwhile
  if (linked.kind !== 'comes') return linked
  const { userId, identityId } = linked
  const by = byProvider(provider.id, browser, now)
  const notDone = [
    ...(await takeAttributes(database, provider, vouched, { userId, isFirst: found.identityId === null }, by)),
    ...(await followClaims(deps, provider, vouched, userId, by)),
  ]
  const { providerSession, endsAt } = vouched
  const signOut = vouched.signOut && JSON.stringify(vouched.signOut)
  const cookies = await sessions.start({ identityId, providerSession, endsAt, signOut }, browser)
  return cookies
    ? { kind: 'signed_in', userId, cookies, notDone: notDone.join('; ') || null }
    : { kind: 'refused', code: 'unknown_person' }
}

/** Who it is, asked again under the lock of the account, and noted. Null: somebody was quicker, and all is to be asked anew. */
async function enter(
  transaction: Transaction,
  provider: Provider,
  named: Named,
  circumstances: Circumstances,
): Promise<Exclude<Who, { kind: 'comes' }> | { kind: 'comes'; userId: number; identityId: number } | null> {
  const lockedId = await lockWho(transaction, provider, named)
  const { who, account, ...found } = await findWho(transaction, provider, named, circumstances.provenUserId)
  if (who.kind !== 'comes') return who
  if (!account || account.id !== lockedId) return null
  await activate(transaction, account.id, circumstances.now)
  const identityId = found.identityId ?? (await link(transaction, provider, named, account, circumstances))
  return identityId === null ? null : { ...who, identityId }
}

/** Whoever is invited accepts it by signing in: nobody was mailed a link to do it by. Whether that let them in. */
async function accept(
  { database, engine }: ComeInDeps,
  { id, organizationId }: Provider,
  userId: number,
  { browser: { ip }, now }: Circumstances,
): Promise<boolean> {
  const invitations = await listOpenInvitations(database.kysely, userId, organizationId, now)
  const intents = invitations.map(invitation => {
    const { call, ...acceptance } = toAcceptance(invitation, { withPassword: false, ip, now })
    return { ...acceptance, call: { ...call, source: sourceOf(id) }, byProvider: true as const }
  })
  const outcomes = await Promise.all(intents.map(intent => engine.submit(intent)))
  return outcomes.some(({ result }) => result !== 'refused')
}

/** By an intent of the core: in the log, explained, and undone as any other. Nobody is mailed. What went wrong; null: nothing. */
async function join(
  engine: Engine,
  { organizationId, id }: Provider,
  { claims }: Vouched,
  email: string,
  { browser, now }: Circumstances,
): Promise<string | null> {
  const { firstName, lastName } = readNames(claims)
  const outcome = await engine.submit({
    kind: 'provision',
    call: { ...byProvider(id, browser, now), organizationId },
    email,
    firstName: firstName || email.slice(0, email.indexOf('@')),
    lastName,
    courses: [],
    access: null,
    reference: null,
    welcome: false,
    grantSource: 'person',
    problems: [],
  })
  return outcome.result === 'refused' ? outcome.problems.map(({ code }) => code).join(', ') : null
}

async function link(
  transaction: Transaction,
  { id, organizationId }: Provider,
  { issuer, subject }: Named,
  { id: userId, email }: { readonly id: number; readonly email: string },
  { browser, now }: Circumstances,
): Promise<number | null> {
  const made = await transaction
    .insertInto('identities')
    .values({ provider_id: id, issuer, subject, user_id: userId, created_at: now, last_used_at: now })
    .onConflict(conflict => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!made) return null // in another browser, in this very moment
  const { id: identityId } = made
  const object = { kind: 'identity', id: identityId, before: null, after: { identity_provider: id, issuer, subject } }
  const change = { kind: 'link_identity', organizationId, userId, email, result: 'changed', object } as const
  await recordOperation(transaction, change, byProvider(id, browser, now))
  return identityId
}

function byProvider(id: number, { ip }: Browser, now: Date) {
  return { actor: { kind: 'system' }, source: sourceOf(id), ip, receivedAt: now } as const
}
