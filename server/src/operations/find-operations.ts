/** The log as the API shows it: of one organization, by pages, the latest first. */
import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import { type Page, type PageRequest, readPage } from '../db/page.ts'
import type { Principal } from '../http/principal.ts'
import { Refusal } from '../lib/refusal.ts'
import { isInReach } from '../organizations/find-organization.ts'
import { type ChangeRow, listChanges } from './changes.ts'

export interface OperationFilter extends PageRequest {
  readonly organizationId: number
  readonly email?: string
  readonly result?: string
  readonly kind?: string
  /** Of a key: its id. */
  readonly key?: number
  readonly source?: string
  readonly since?: Date
  readonly until?: Date
}

type Caller = Pick<Principal, 'organization'>

export type ShownOperation = ReturnType<typeof show>

export async function findOperations(
  reader: Reader,
  { organization }: Caller,
  filter: OperationFilter,
): Promise<Page<ShownOperation>> {
  const { organizationId, email, result, kind, key, source, since, until, sort = '-at', ...page } = filter
  let query = selectOperations(reader, organization).where('operation.organization_id', '=', organizationId)
  if (email !== undefined) query = query.where('operation.email', '=', email)
  if (result !== undefined) query = query.where('operation.result', '=', result)
  if (kind !== undefined) query = query.where('operation.kind', '=', kind)
  if (key !== undefined) query = query.where(isBy(key))
  if (source !== undefined) query = query.where('operation.source', '=', source)
  if (since !== undefined) query = query.where('operation.at', '>=', since)
  if (until !== undefined) query = query.where('operation.at', '<', until)
  const found = await readPage(query, { ...page, sort }, { id: 'operation.id', at: 'operation.at' })
  return { ...found, data: found.data.map(show) }
}

/** Of a key that the caller may know of; an index is of keys alone. */
function isBy(key: number) {
  return sql<boolean>`operation.actor_kind = 'apiKey' and operation.actor_id = ${key} and key.id is not null`
}

/** With what it changed. Throws `not_found`, also for an operation out of the caller's reach. */
export async function getOperation(
  reader: Reader,
  { organization }: Caller,
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
  { organization }: Caller,
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
function selectOperations(reader: Reader, home: Caller['organization']) {
  const key = sql<{ id: number; name: string }>`(
    select k.id, k.name from keys k join organizations place on place.id = k.organization_id
    where operation.actor_kind = 'apiKey' and k.id = operation.actor_id and ${isInReach(home, 'place')})`
  const isKnown = sql<boolean>`case operation.actor_kind when 'apiKey' then key.id is not null when 'user' then exists (
    select from memberships m join organizations place on place.id = m.organization_id
    where m.user_id = operation.actor_id and ${isInReach(home, 'place')}) else true end`
  return reader
    .selectFrom('operations as operation')
    .innerJoin('organizations as organization', 'organization.id', 'operation.organization_id')
    .leftJoinLateral(key.as<'key'>(sql.ref('key')), join => join.onTrue())
    .select(['operation.id', 'organization.slug as organization', 'operation.kind', 'operation.result'])
    .select(['operation.email', 'operation.user_id', 'operation.courses', 'operation.source', 'operation.reference'])
    .select(['operation.actor_kind', 'operation.actor_id', 'operation.key_prefix', 'key.name as key_name'])
    .select(isKnown.as('is_actor_known'))
    .select([
      'operation.organization_id',
      'operation.ip',
      'operation.problems',
      'operation.at',
      'operation.duration_ms',
    ])
}

type Row = Awaited<ReturnType<ReturnType<typeof selectOperations>['executeTakeFirstOrThrow']>>

const actorKinds: Readonly<Record<string, string>> = { apiKey: 'key', unknownKey: 'unknown_key' }

function show({
  organization_id: _,
  user_id,
  actor_kind,
  actor_id,
  key_name,
  key_prefix,
  is_actor_known,
  ...row
}: Row) {
  const kind = actorKinds[actor_kind] ?? actor_kind
  const nobody = { kind, id: null, name: null, key_prefix: null }
  if (!is_actor_known) return { ...row, user: user_id, actor: nobody, ip: null }
  return { ...row, user: user_id, actor: { kind, id: actor_id, name: key_name, key_prefix } }
}
