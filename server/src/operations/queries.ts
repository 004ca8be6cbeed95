import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import { selectGiven } from '../db/given-reference.ts'
import { isOf } from './find-operations.ts'

export interface OperationFilter {
  /** Normalized; of a call that was refused for it, as it was sent. */
  readonly email?: string
  readonly result?: string
  /** Of a key: its id, or the characters it begins with. */
  readonly key?: string
  /** It and those below it. */
  readonly organizationId?: number
  readonly since?: Date
  readonly until?: Date
}

export type OperationRow = Awaited<ReturnType<typeof getOperations>>[number]

/** The latest ones, at most `limit`, in the order of time. */
export async function listLatestOperations(
  reader: Reader,
  filter: OperationFilter,
  limit: number,
): Promise<OperationRow[]> {
  const query = filtered(reader, filter)
    .select('operation.id')
    .orderBy('operation.at', 'desc')
    .orderBy('operation.id', 'desc')
  const latest = await query.limit(limit).execute()
  return getOperations(
    reader,
    latest.map(row => row.id),
  )
}

/** Only which ones there are: cheap, for many. */
export function listOperationIds(reader: Reader, filter: OperationFilter) {
  return filtered(reader, filter).select(['operation.id', 'operation.at']).execute()
}

/** In the order of time. Ids say nothing of it: each process hands out its own blocks of them. */
export function getOperations(reader: Reader, ids: readonly number[]) {
  return reader
    .selectFrom('operations as operation')
    .leftJoin('organizations as organization', 'organization.id', 'operation.organization_id')
    .leftJoin('keys as key', join =>
      join.onRef('key.id', '=', 'operation.actor_id').on('operation.actor_kind', '=', 'apiKey'),
    )
    .where('operation.id', '=', sql<number>`any(${ids}::bigint[])`)
    .orderBy('operation.at')
    .orderBy('operation.id')
    .select([
      'operation.id',
      'operation.at',
      'operation.kind',
      'operation.result',
      'operation.email',
      'operation.courses',
    ])
    .select(['operation.source', 'organization.slug as organization', 'operation.actor_kind'])
    .select(selectGiven('operation.reference').as('reference'))
    .select([
      'operation.key_prefix',
      'key.name as key_name',
      'operation.ip',
      'operation.duration_ms',
      'operation.user_id',
    ])
    .select('operation.problems')
    .execute()
}

function filtered(reader: Reader, { email, result, key, organizationId, since, until }: OperationFilter) {
  let query = reader.selectFrom('operations as operation')
  if (email !== undefined) query = query.where(isOf(email))
  if (result !== undefined) query = query.where('operation.result', '=', result)
  if (key !== undefined) query = query.where(byKey(key))
  if (organizationId !== undefined) query = query.where(ofOrganization(organizationId))
  if (since !== undefined) query = query.where('operation.at', '>=', since)
  if (until !== undefined) query = query.where('operation.at', '<', until)
  return query
}

function byKey(text: string) {
  if (/^\d{1,15}$/.test(text))
    return sql<boolean>`operation.actor_kind = 'apiKey' and operation.actor_id = ${Number(text)}`
  return sql<boolean>`starts_with(operation.key_prefix, ${text})`
}

/** A refused call is nobody's, but one that showed a key of theirs, revoked or with a typo, is for them to see. */
function ofOrganization(id: number) {
  const below = sql`select id from organizations where ${id} = any(path)`
  return sql<boolean>`(operation.organization_id in (${below}) or (operation.organization_id is null
    and operation.key_prefix in (select prefix from keys where organization_id in (${below}))))`
}
