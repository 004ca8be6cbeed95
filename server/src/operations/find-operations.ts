/** The log as the API shows it: of some organizations, by pages, the latest first. */
import { type RawBuilder, sql } from 'kysely'
import { emailsOfUser, idOfEmail } from '../accounts/aliases.ts'
import type { Reader } from '../db/database.ts'
import { selectGiven } from '../db/given-reference.ts'
import { type Page, type PageRequest, readPage } from '../db/page.ts'
import type { OperationKind } from '../lib/operation-kinds.ts'
import { Refusal } from '../lib/refusal.ts'
import { type ChangeRow, listChanges } from '../log/changes.ts'
import { isInReach, type Reach } from '../reach/find-organization.ts'

export interface OperationSearch {
  readonly organizationIds: readonly number[]
  readonly email?: string
  /** The id of the person that it was about. */
  readonly user?: number
  readonly result?: string
  readonly kind?: OperationKind
  readonly actor?: 'key' | 'unknown_key' | 'user' | 'system'
  /** Of a key: its id. */
  readonly key?: number
  /** Of a person who asked: the id. */
  readonly by?: number
  readonly source?: string
  readonly reference?: string
  readonly since?: Date
  readonly until?: Date
}

export type OperationFilter = OperationSearch & PageRequest

export type ShownOperation = ReturnType<typeof show>

export async function findOperations(
  reader: Reader,
  principal: Reach,
  filter: OperationFilter,
): Promise<Page<ShownOperation>> {
  const { organizationIds: ids, email, user, key, by, source, reference, sort = '-at' } = filter
  // By their numbers, which processes give in blocks: not quite the order of time, and of no place has it an index.
  const isByNumber = /^-?id$/.test(sort)
  const isFound = isByNumber || [email, user, key, by, source, reference].some(value => value !== undefined)
  const places = { column: 'operation.organization_id', ids, by: isFound ? 'other' : 'each' } as const
  const sorts = { id: 'operation.id', at: 'operation.at' }
  const found = await readPage(selectMatching(reader, principal, filter), { ...filter, sort }, sorts, places)
  return { ...found, data: found.data.map(show) }
}

/** Wherever they are. */
export function selectMatching(
  reader: Reader,
  { organization }: Reach,
  {
    email,
    user,
    result,
    kind,
    actor,
    key,
    by,
    source,
    reference,
    since,
    until,
  }: Omit<OperationSearch, 'organizationIds'>,
) {
  let query = selectOperations(reader, organization)
  if (email !== undefined) query = query.where(isOf(email))
  if (user !== undefined) query = query.where(isAbout(user))
  if (result !== undefined) query = query.where('operation.result', '=', result)
  if (kind !== undefined) query = query.where('operation.kind', '=', kind)
  if (actor !== undefined) query = query.where('operation.actor_kind', '=', storedKinds[actor])
  if (key !== undefined) query = query.where(isBy(key))
  if (by !== undefined) query = query.where(isByPerson(by))
  if (source !== undefined) query = query.where('operation.source', '=', source)
  if (reference !== undefined) query = query.where('operation.reference', '=', reference)
  if (since !== undefined) query = query.where('operation.at', '>=', since)
  if (until !== undefined) query = query.where('operation.at', '<', until)
  return query
}

/** Also under the other addresses of whom it names; of one that was refused, what was sent. */
export function isOf(email: string) {
  return sql<boolean>`operation.email = any(array(
    select ${email}::text union select email collate "default" from users
    where id = ${idOfEmail(email)} or alias_of = ${idOfEmail(email)}))`
}

/** The index is of emails, as this table compares them. */
function isAbout(userId: number) {
  return sql<boolean>`operation.user_id = any(array(select id from users where id = ${userId} or alias_of = ${userId})) and operation.email = any(${emailsOfUser(userId)})`
}

/** Also as somebody else. */
function isByPerson(userId: number) {
  return sql<boolean>`operation.actor_kind = 'user' and (
    (operation.actor_id = ${userId} and person.email is not null)
    or (operation.impersonator_id = ${userId} and impersonator.email is not null))`
}

/** Of a key that the caller may know of; an index is of keys alone. */
function isBy(key: number) {
  return sql<boolean>`operation.actor_kind = 'apiKey' and operation.actor_id = ${key} and key.id is not null`
}

/** With what it changed. Throws `not_found`, also for an operation out of the caller's reach. */
export async function getOperation(
  reader: Reader,
  { organization }: Reach,
  id: number,
): Promise<ShownOperation & { changes: ChangeRow[] }> {
  const row = await selectOperations(reader, organization)
    .where('operation.id', '=', id)
    .where(isInReach(organization, 'organization'))
    .executeTakeFirst()
  if (!row) throw new Refusal('not_found', `There is no operation ${id}.`)
  return { ...show(row), changes: await listChanges(reader, row) }
}

/** Those that changed one thing, in the order of time, and what it was after each. */
export async function listOperationsOf(
  reader: Reader,
  { organization }: Reach,
  thing: { readonly kind: string; readonly id: number },
): Promise<(ShownOperation & { after: unknown })[]> {
  const rows = await selectOperations(reader, organization)
    .innerJoin('changes as change', 'change.operation_id', 'operation.id')
    .select('change.after')
    .where('change.object_id', '=', thing.id)
    .where('change.kind', '=', thing.kind)
    .orderBy('operation.at')
    .orderBy('operation.id')
    .execute()
  return rows.map(({ after, ...row }) => ({ ...show(row), after }))
}

/** Who asked is told only of keys and people whom the organizations in reach know of. */
function selectOperations(reader: Reader, home: Reach['organization']) {
  const key = sql<{ id: number; name: string }>`(
    select k.id, k.name from keys k join organizations place on place.id = k.organization_id
    where operation.actor_kind = 'apiKey' and k.id = operation.actor_id and ${isInReach(home, 'place')})`
  const knownPerson = (id: RawBuilder<unknown>) => sql<{ email: string }>`(
    select u.email from users u where operation.actor_kind = 'user' and u.id = ${id} and exists (
      select from memberships m join organizations place on place.id = m.organization_id
      where m.user_id = u.id and ${isInReach(home, 'place')}))`
  const person = knownPerson(sql.ref('operation.actor_id'))
  const impersonator = knownPerson(sql.ref('operation.impersonator_id'))
  const isKnown = sql<boolean>`case operation.actor_kind
    when 'apiKey' then key.id is not null when 'user' then person.email is not null else true end`
  return reader
    .selectFrom('operations as operation')
    .innerJoin('organizations as organization', 'organization.id', 'operation.organization_id')
    .leftJoinLateral(key.as<'key'>(sql.ref('key')), join => join.onTrue())
    .leftJoinLateral(person.as<'person'>(sql.ref('person')), join => join.onTrue())
    .leftJoinLateral(impersonator.as<'impersonator'>(sql.ref('impersonator')), join => join.onTrue())
    .select(['operation.id', 'organization.slug as organization', 'operation.result'])
    .select(sql<OperationKind>`operation.kind`.as('kind'))
    .select(['operation.email', 'operation.user_id', 'operation.courses', 'operation.source'])
    .select(selectGiven('operation.reference').as('reference'))
    .select(['operation.first_name', 'operation.last_name'])
    .select(['operation.actor_kind', 'operation.actor_id', 'operation.key_prefix'])
    .select(sql<string | null>`coalesce(key.name, person.email)`.as('actor_name'))
    .select(isKnown.as('is_actor_known'))
    .select(['operation.impersonator_id', 'impersonator.email as impersonator_name'])
    .select(undoneBy.as('undone_by'))
    .select([
      'operation.organization_id',
      'operation.ip',
      'operation.problems',
      'operation.at',
      'operation.duration_ms',
    ])
}

/** As the last undoing noted it; null also where something of it stands again, as when a later revocation was undone. */
const undoneBy = sql<number | null>`(
  select case
      when exists (select from claims where claims.operation_id = operation.id and released_at is null)
        or exists (select from grants given where given.operation_id = operation.id
          and given.user_id = operation.user_id and given.revoked_at is null)
        or exists (select from grants given where given.operation_id = operation.id
          and given.origin_id is not null and given.revoked_at is null)
      then null else (note.after ->> 'undone_by')::bigint end
  from changes note join operations undoing on undoing.id = note.operation_id
  where note.object_id = operation.id and note.kind = 'operation'
  order by undoing.at desc, undoing.id desc limit 1)`

type Row = Awaited<ReturnType<ReturnType<typeof selectOperations>['executeTakeFirstOrThrow']>>

const actorKinds: Readonly<Record<string, string>> = { apiKey: 'key', unknownKey: 'unknown_key' }
const storedKinds = { key: 'apiKey', unknown_key: 'unknownKey', user: 'user', system: 'system' } as const

export function show({
  organization_id: _,
  user_id,
  actor_kind,
  actor_id,
  actor_name,
  key_prefix,
  is_actor_known,
  impersonator_id,
  impersonator_name,
  ...row
}: Row) {
  const kind = actorKinds[actor_kind] ?? actor_kind
  const isImpersonatorKnown = impersonator_name !== null
  const impersonated_by =
    impersonator_id === null ? null : { id: isImpersonatorKnown ? impersonator_id : null, name: impersonator_name }
  const nobody = { kind, id: null, name: null, key_prefix: null, impersonated_by }
  if (!is_actor_known) return { ...row, user: user_id, actor: nobody, ip: null }
  const actor = { kind, id: actor_id, name: actor_name, key_prefix, impersonated_by }
  return { ...row, user: user_id, actor, ip: impersonated_by && !isImpersonatorKnown ? null : row.ip }
}
