/** What an operation touched: it never changes once the operation is done, so it can be read before it is undone. */
import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import { Refusal } from '../lib/refusal.ts'
import { isInReach } from '../organizations/find-organization.ts'
import type { LostPlace, UndoIntent } from '../provisioning/intents.ts'

export interface Undoable extends Omit<UndoIntent, 'kind' | 'call'> {
  readonly organizationId: number
  /** Of that organization. */
  readonly path: number[]
  /** What cannot be taken back. */
  readonly kept: readonly { readonly kind: 'user' | 'message'; readonly id: number; readonly why: string }[]
}

/** Kinds of operations that the engine makes and can undo. */
const undoable = new Set([
  'provision',
  'suspend',
  'resume',
  'revoke',
  'revoke_grant',
  'extend',
  'revoke_grant',
  'extend',
  'leave_team',
  'change_team_role',
  'move_team_member',
  'leave_organization',
  'change_seats',
  'move_seats',
  'release_seat',
  'leave_group',
  'attach_courses',
  'detach_courses',
  'set_courses',
  'follow_link',
  'approve_join',
  'undo',
])

/** Throws `not_found` for an operation out of reach, and `conflict` for one that has nothing to undo. */
export async function findUndoable(reader: Reader, home: { readonly id: number }, id: number): Promise<Undoable> {
  const operation = await reader
    .selectFrom('operations as operation')
    .innerJoin('organizations as organization', 'organization.id', 'operation.organization_id')
    .select(['operation.kind', 'operation.user_id', 'operation.result', 'organization.id as organization_id', 'path'])
    .where('operation.id', '=', id)
    .where(isInReach(home, 'organization'))
    .executeTakeFirst()
  if (!operation) throw new Refusal('not_found', `There is no operation ${id}.`)
  await refuseOrders(reader, id, operation.kind)
  if (operation.result === 'refused' || !undoable.has(operation.kind)) {
    const what = operation.result === 'refused' ? 'was refused: it did nothing' : `is a ${operation.kind}`
    throw new Refusal('conflict', `Operation ${id} ${what}. There is nothing in it that could be undone.`)
  }
  const lost = await findLost(reader, id)
  const [touched, kept] = await Promise.all([
    findTouched(reader, id, operation.user_id, lost),
    findKept(reader, id, operation.user_id),
  ])
  const { organization_id: organizationId, path } = operation
  return { organizationId, path, target: { id, kind: operation.kind }, ...touched, lost, kept }
}

const ofOrders = new Set(['place_order', 'complete_order', 'cancel_order', 'fail_order', 'refund_order'])

/** Money is not undone without a trace: an order has its own way back. */
async function refuseOrders(reader: Reader, id: number, kind: string): Promise<void> {
  if (!ofOrders.has(kind)) return
  const changes = reader.selectFrom('changes').select('object_id').where('operation_id', '=', id)
  const order = await changes.where('kind', '=', 'order').executeTakeFirst()
  if (!order) return
  const path = `POST /api/orders/${order.object_id}`
  const gives = kind === 'place_order' || kind === 'complete_order'
  const remedy = gives ? `${path}/refund takes it back, or ${path}/cancel while it is pending` : 'place another order'
  throw new Refusal('conflict', `Operation ${id} is a ${kind}, which is not undone: ${remedy}.`)
}

/** As the operation recorded it. */
async function findLost(reader: Reader, id: number): Promise<LostPlace[]> {
  const { rows } = await sql<{ kind: string; objectId: number; before: Record<string, unknown>; stayed: boolean }>`
    select kind, object_id as "objectId", before, after is not null as stayed from changes
    where operation_id = ${id} and before is not null
      and (kind in ('team_member', 'group_member', 'group_course') or kind = 'membership' and after is null)`.execute(
    reader,
  )
  return rows.map(({ kind, objectId, before, stayed }) => {
    const { user: userId, team: teamId, group: groupId, role } = before
    return { kind, userId, teamId, groupId, role, stayed, courseId: objectId } as unknown as LostPlace
  })
}

async function findTouched(reader: Reader, id: number, userId: number | null, lost: readonly LostPlace[]) {
  const lostOf = (name: string) => lost.map(place => (place as unknown as Record<string, number>)[name] ?? 0)
  const { rows } = await sql<Pick<UndoIntent, 'emails' | 'teamIds' | 'groupIds' | 'courseIds'>>`
    with grant_rows as (
      select user_id, course_id from grants where operation_id = ${id} and origin_id is not null
      union all select user_id, course_id from grants where revoked_operation_id = ${id}
      union all select user_id, course_id from grants where user_id = ${userId} and operation_id = ${id}
    ), claim_rows as (
      select user_id, seat_id from claims where operation_id = ${id}
      union all select user_id, seat_id from claims where released_operation_id = ${id}
      union all select user_id, seat_id from claims
        where id in (select origin_id from grants where revoked_operation_id = ${id} and source = 'seat')
    ), team_rows as (
      select team_id from seats where id in (
        select seat_id from claim_rows union select seat_id from seat_entries where operation_id = ${id})
      union select team_id from team_members where user_id = ${userId}
      union select unnest(${lostOf('teamId')}::bigint[])
    ), group_rows as (
      select group_id from group_members where user_id = ${userId}
      union select group_id from group_courses where operation_id = ${id}
      union select origin_id from grants where revoked_operation_id = ${id} and source = 'group'
      union select unnest(${lostOf('groupId')}::bigint[])
    )
    select
      array(select distinct email from users where id = ${userId}
        or id in (select user_id from grant_rows union select user_id from claim_rows)
        or id = any(${lostOf('userId')}::bigint[])) as emails,
      array(select distinct team_id from team_rows) as "teamIds",
      array(select distinct group_id from group_rows) as "groupIds",
      array(select course_id from grant_rows union
        select unnest(${lost.flatMap(place => (place.kind === 'group_course' ? place.courseId : []))}::bigint[])) as "courseIds"`.execute(
    reader,
  )
  return rows[0] as Pick<UndoIntent, 'emails' | 'teamIds' | 'groupIds' | 'courseIds'>
}

async function findKept(reader: Reader, id: number, userId: number | null): Promise<Undoable['kept']> {
  const [users, messages] = await Promise.all([
    reader.selectFrom('users').select('id').where('id', '=', userId).where('operation_id', '=', id).execute(),
    reader.selectFrom('messages').select('id').where('user_id', '=', userId).where('operation_id', '=', id).execute(),
  ])
  return [
    ...users.map(row => ({ kind: 'user' as const, ...row, why: 'The account stays: it may be in use.' })),
    ...messages.map(row => ({ kind: 'message' as const, ...row, why: 'The mail went out, or is about to.' })),
  ]
}
