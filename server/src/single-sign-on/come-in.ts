/** From what a provider vouched for to a session: who it is, made a member first where they may be, noted as an identity. */
import { sql } from 'kysely'
import { idOfEmail } from '../accounts/aliases.ts'
import { readAccount } from '../accounts/read-account.ts'
import type { Database, Transaction } from '../db/database.ts'
import { activate } from '../identity/activate.ts'
import { normalizeEmail } from '../lib/email.ts'
import { recordOperation } from '../log/record-operation.ts'
import type { Engine } from '../provisioning/engine.ts'
import type { Browser, Cookies, Sessions } from '../sessions/sessions.ts'
import type { Claims } from '../sign-on/claims.ts'
import type { Provider } from './connections.ts'
import { followClaims } from './follow-claims.ts'
import { type RefusalOfPerson, type Who, whoComes } from './who-comes.ts'

/** What a provider vouched for, and every check let pass. */
export interface Vouched {
  readonly issuer: string
  readonly subject: string
  readonly claims: Claims
  readonly providerSession: string | null
  /** When the provider wants the session over; null: it does not say. */
  readonly endsAt: Date | null
}

export interface ComeInDeps {
  readonly database: Pick<Database, 'kysely'>
  readonly engine: Engine
  readonly sessions: Sessions
}

export type CameIn =
  /** `notDone`: what its groups would have given, and why they did not; null: nothing. */
  | { readonly kind: 'signed_in'; readonly userId: number; readonly cookies: Cookies; readonly notDone: string | null }
  | { readonly kind: 'proves'; readonly userId: number }
  | { readonly kind: 'refused'; readonly code: RefusalOfPerson | 'not_provisioned'; readonly detail?: string }

interface Circumstances {
  readonly browser: Browser
  readonly now: Date
  /** Who proved by their own means which account is theirs. */
  readonly provenUserId: number | null
}

export async function comeIn(
  { database, engine, sessions }: ComeInDeps,
  provider: Provider,
  vouched: Vouched,
  circumstances: Circumstances,
): Promise<CameIn> {
  const { kysely } = database
  const { browser, now } = circumstances
  const email = vouched.claims.email === null ? null : normalizeEmail(vouched.claims.email)
  const look = (transaction: Transaction) => findWho(transaction, provider, vouched, email, circumstances.provenUserId)
  const first = await kysely.transaction().execute(look)
  if (first.who.kind === 'refused' || first.who.kind === 'proves') return first.who
  if (first.who.kind === 'joins') {
    const problem = await join(engine, provider, vouched, first.email ?? (email as string), circumstances)
    if (problem) return { kind: 'refused', code: 'not_provisioned', detail: problem }
  }
  const linked = await kysely.transaction().execute(async transaction => {
    const { who, identityId } = await look(transaction)
    if (who.kind !== 'comes') return who
    await activate(transaction, who.userId, now)
    const id = identityId ?? (await link(transaction, provider, vouched, who.userId, circumstances))
    return id === null ? null : { kind: 'comes' as const, id, userId: who.userId }
  })
  if (linked === null) return comeIn({ database, engine, sessions }, provider, vouched, circumstances)
  if (linked.kind === 'joins') return { kind: 'refused', code: 'unknown_person' } // taken out again meanwhile
  if (linked.kind !== 'comes') return linked
  const notDone = await followClaims(
    { database, engine },
    provider,
    vouched.claims,
    linked.userId,
    byProvider(provider.id, browser, now),
  )
  const { providerSession, endsAt } = vouched
  const cookies = await sessions.start({ identityId: linked.id, providerSession, endsAt }, browser)
  if (!cookies) return { kind: 'refused', code: 'unknown_person' }
  await kysely.updateTable('identities').set({ last_used_at: now }).where('id', '=', linked.id).execute()
  return { kind: 'signed_in', userId: linked.userId, cookies, notDone }
}

interface Looked {
  readonly who: Who
  readonly identityId: number | null
  /** Of the account that was found. */
  readonly email: string | null
}

/** Locks the account: what is decided by holds until the transaction ends. */
export async function findWho(
  transaction: Transaction,
  { id, organizationId, path, membersOnly }: Provider,
  { issuer, subject }: Pick<Vouched, 'issuer' | 'subject'>,
  email: string | null,
  provenUserId: number | null,
): Promise<Looked> {
  const identity = await transaction
    .selectFrom('identities as identity')
    .innerJoin('users as named', 'named.id', 'identity.user_id')
    .select(['identity.id', sql<number>`coalesce(named.alias_of, named.id)`.as('userId')])
    .where('identity.provider_id', '=', id)
    .where('identity.issuer', '=', issuer)
    .where('identity.subject', '=', subject)
    .executeTakeFirst()
  const user = await transaction
    .selectFrom('users')
    .select(['id', 'email'])
    .where('id', '=', identity ? identity.userId : idOfEmail(email))
    .forNoKeyUpdate()
    .executeTakeFirst()
  const proven = await transaction
    .selectFrom('domains')
    .select('id')
    .where('name', '=', email?.slice(email.lastIndexOf('@') + 1) ?? '')
    .where('organization_id', '=', sql<number>`any(${[...path]}::bigint[])`)
    .where('proven_at', 'is not', null)
    .where('lapsed_at', 'is', null)
    .executeTakeFirst()
  const account = user ? await readAccount(transaction, user.id) : null
  const who = whoComes({
    ...{ organizationId, membersOnly, account, email },
    isLinked: identity !== undefined,
    isProven: account !== null && account.id === provenUserId,
    isOwnDomain: proven !== undefined,
  })
  return { who, identityId: identity?.id ?? null, email: user?.email ?? null }
}

/** By an intent of the core: in the log, explained, and undone as any other. Nobody is mailed. What went wrong; null: nothing. */
async function join(
  engine: Engine,
  { organizationId, id }: Provider,
  { claims }: Vouched,
  email: string,
  { browser, now }: Circumstances,
): Promise<string | null> {
  const named = claims.first_name ?? claims.name ?? email.slice(0, email.indexOf('@'))
  const outcome = await engine.submit({
    kind: 'provision',
    call: { ...byProvider(id, browser, now), organizationId },
    email,
    firstName: named.slice(0, 100),
    lastName: claims.first_name === null ? null : (claims.last_name?.slice(0, 100) ?? null),
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
  { issuer, subject }: Vouched,
  userId: number,
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
  const { email } = await transaction
    .selectFrom('users')
    .select('email')
    .where('id', '=', userId)
    .executeTakeFirstOrThrow()
  const object = { kind: 'identity', id: identityId, before: null, after: { identity_provider: id, issuer, subject } }
  const change = { kind: 'link_identity', organizationId, userId, email, result: 'changed', object } as const
  await recordOperation(transaction, change, byProvider(id, browser, now))
  return identityId
}

function byProvider(id: number, { ip }: Browser, now: Date) {
  return { actor: { kind: 'system' }, source: `identity provider ${id}`, ip, receivedAt: now } as const
}
