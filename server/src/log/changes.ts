/** What an operation made, changed and took away. */
import { type RawBuilder, sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import { selectGiven } from '../db/given-reference.ts'
import { mergeRecord } from '../provisioning/decide/people/merge.ts'

export interface ChangeRow {
  readonly action: 'create' | 'update' | 'delete'
  /** Such as `team`. */
  readonly kind: string
  readonly id: number
  readonly before: unknown
  readonly after: unknown
  /** Of what was made: whether it was taken back since. */
  readonly undone?: boolean
}

/** As it was recorded with the changes, in their order. */
export async function listRecordedChanges(reader: Reader, operationId: number): Promise<ChangeRow[]> {
  const rows = await reader
    .selectFrom('changes')
    .select(['kind', 'object_id as id', 'before', 'after'])
    .where('operation_id', '=', operationId)
    .where('kind', '<>', mergeRecord)
    .orderBy('changes.id')
    .execute()
  return rows.map(showAction)
}

/**
 * The same, and what points back to the operation: that is how the engine keeps what it did. Such a thing is shown as it was
 * made, also once it is taken back or gone: then what removed it has noted who made it. `user_id` is the person that the
 * operation was about.
 */
export async function listChanges(
  reader: Reader,
  operation: { readonly id: number; readonly organization_id: number | null; readonly user_id: number | null },
): Promise<ChangeRow[]> {
  const recorded = await listRecordedChanges(reader, operation.id)
  const { rows } = await sql<Omit<ChangeRow, 'action'>>`${sql.join(made(operation), sql` union all `)}`.execute(reader)
  const isRecorded = ({ kind, id }: Omit<ChangeRow, 'action'>) =>
    recorded.some(row => row.kind === kind && row.id === id)
  return [...recorded, ...rows.filter(row => !isRecorded(row)).map(showAction)]
}

/** A part for each table, in the order in which things come about; each goes by an index. */
function made({ id, organization_id, user_id }: Parameters<typeof listChanges>[1]): RawBuilder<unknown>[] {
  /** From what it was when it was removed. */
  const removed = (kind: string) => sql`
    select kind, object_id, null::jsonb, before - 'operation', true from changes
      where object_id = ${user_id} and kind = ${kind} and after is null and (before ->> 'operation')::bigint = ${id}`
  return [
    sql`select 'user' as kind, id, null::jsonb as before, jsonb_build_object(
        'email', email, 'first_name', first_name, 'last_name', last_name) as after, false as undone
      from users where id = ${user_id} and operation_id = ${id}`,
    sql`select 'membership', user_id, null, jsonb_build_object('user', user_id, 'role', role), false
      from memberships where user_id = ${user_id} and operation_id = ${id}`,
    removed('membership'),
    sql`select 'team', id, null, jsonb_build_object('name', name), archived_at is not null from teams
      where organization_id = ${organization_id} and operation_id = ${id}`,
    sql`select 'team_member', user_id, null, jsonb_build_object('user', user_id, 'team', team_id, 'role', role), false
      from team_members where user_id = ${user_id} and operation_id = ${id}`,
    removed('team_member'),
    sql`select 'group', id, null, jsonb_build_object('name', name), archived_at is not null from groups
      where organization_id = ${organization_id} and operation_id = ${id}`,
    sql`select 'group_member', user_id, null, jsonb_build_object('user', user_id, 'group', group_id), false
      from group_members where user_id = ${user_id} and operation_id = ${id}`,
    removed('group_member'),
    sql`select 'seat_entry', id, null, jsonb_build_object('seats', seat_id, 'quantity', quantity, 'reference', ${selectGiven('reference')}), false
      from seat_entries where operation_id = ${id}`,
    sql`select 'credit_entry', id, null, jsonb_build_object('amount', amount::text, 'order', order_id), false
      from credit_entries where operation_id = ${id}`,
    sql`select 'claim', id, null, ${claim} || '{"released_at": null}', released_at is not null
      from claims where operation_id = ${id}`,
    sql`select 'claim', id, ${claim} || '{"released_at": null}', ${claim}, false
      from claims where released_operation_id = ${id}`,
    sql`select 'grant', g.id, null, ${grant} || '{"revoked_at": null}', revoked_at is not null
      from grants g join courses on courses.id = course_id
      where g.operation_id = ${id} and user_id = ${user_id} and origin_id is null`,
    sql`select 'grant', g.id, null, ${grant} || '{"revoked_at": null}', revoked_at is not null
      from grants g join courses on courses.id = course_id
      where g.operation_id = ${id} and origin_id is not null`,
    sql`select 'grant', g.id, ${grant} || '{"revoked_at": null}', ${grant}, false from grants g
      join courses on courses.id = course_id where revoked_operation_id = ${id}`,
    sql`select 'message', id, null, jsonb_build_object('user', user_id, 'kind', kind, 'state', state), false
      from messages where user_id = ${user_id} and operation_id = ${id}`,
  ]
}

const claim = sql`jsonb_build_object('user', user_id, 'seats', seat_id, 'released_at', released_at)`

const grant = sql`jsonb_build_object('user', user_id, 'course', courses.name, 'course_id', course_id, 'source', source, 'reference', g.reference,
  'starts_at', starts_at, 'revoked_at', revoked_at)`

function showAction({ kind, id, before, after, undone }: Omit<ChangeRow, 'action'>): ChangeRow {
  const action = before === null ? 'create' : after === null ? 'delete' : 'update'
  return { action, kind, id, before, after, ...(undone && { undone }) }
}
