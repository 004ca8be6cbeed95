/** What an operation touched: it never changes once the operation is done, so it can be read before it is undone. */
import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import { selectGiven } from '../db/given-reference.ts'
import { Refusal } from '../lib/refusal.ts'
import { stateOfOrder } from '../lib/states/order-state.ts'
import type { Deed, UndoIntent } from '../provisioning/intents/undo.ts'
import { isInReach } from '../reach/find-organization.ts'
import { findDeeds } from './find-deeds.ts'
import { findKept, type Kept } from './find-kept.ts'
import { isOfOrder, type NotUndoable, whyNotUndoable } from './not-undoable.ts'

export interface Undoable extends Omit<UndoIntent, 'kind' | 'call'> {
  readonly organizationId: number
  /** Of that organization. */
  readonly path: number[]
  /** What cannot be taken back. */
  readonly kept: readonly Kept[]
}

/**
 * Throws `not_found` for an operation out of reach, `forbidden` for one that was done from above where the caller acts from, and
 * `conflict` for one that has nothing to undo.
 */
export async function findUndoable(
  reader: Reader,
  home: { readonly id: number },
  id: number,
  actsFrom = home.id,
): Promise<Undoable> {
  const operation = await reader
    .selectFrom('operations as operation')
    .innerJoin('organizations as organization', 'organization.id', 'operation.organization_id')
    .select(['operation.kind', 'operation.user_id', 'operation.result', 'organization.id as organization_id'])
    .select(['organization.path', isFromAbove({ id: actsFrom }).as('from_above')])
    .where('operation.id', '=', id)
    .where(isInReach(home, 'organization'))
    .executeTakeFirst()
  if (!operation) throw new Refusal('not_found', `There is no operation ${id}.`)
  const { kind, result, user_id: userId, organization_id: organizationId, path } = operation
  if (operation.from_above) throw new Refusal('forbidden', `Operation ${id} ${fromAbove}`)
  const deeds = await findDeeds(reader, id)
  const not = whyNotUndoable({
    kind,
    result,
    withdrew: isWithdrawal(kind, deeds),
    order: await findOrder(reader, { id, kind }),
  })
  if (not) throw new Refusal('conflict', not.why, [{ field: 'operation', code: not.code, message: 'is not undone' }])
  const back = await findBroughtBack(reader, deeds)
  const [touched, kept] = await Promise.all([
    findTouched(reader, id, userId, [...deeds, ...back]),
    findKept(reader, id, userId, deeds),
  ])
  const members = back.flatMap(one => (one.kind === 'membership' && one.became === null ? one.userId : []))
  return { organizationId, path, target: { id }, ...touched, deeds, members, kept }
}

/** What an undoing gave back is what the operation that it undid had taken. */
async function findBroughtBack(reader: Reader, deeds: readonly Deed[]): Promise<Deed[]> {
  const undone = deeds.filter(one => one.kind === 'operation' && one.before === null)
  return (await Promise.all(undone.map(one => ('id' in one ? findDeeds(reader, one.id) : [])))).flat()
}

/** A key says itself where it acts from. */
function isFromAbove(home: { readonly id: number }) {
  return sql<boolean>`exists (
    select from organizations source
    where source.id = coalesce(operation.acts_from, (
        select key.organization_id from keys key where operation.actor_kind = 'apiKey' and key.id = operation.actor_id))
      and not ${isInReach(home, 'source')})`
}

function isWithdrawal(kind: string, deeds: readonly Deed[]): boolean {
  return kind === 'undo' && deeds.some(one => one.kind === 'invitation' && one.did === 'withdrawn')
}

/** Why an operation, of those in reach, is not undone by who acts from there; null: it can be, as far as its kind goes. */
export async function findWhyNotUndoable(
  reader: Reader,
  { id, kind, result }: { readonly id: number; readonly kind: string; readonly result: string },
  actsFrom: number,
): Promise<NotUndoable | null> {
  if (kind === 'merge_users' && result !== 'refused') return null // it has an undoing of its own, from here too
  const withdrew = kind === 'undo' && isWithdrawal(kind, await findDeeds(reader, id))
  const not = whyNotUndoable({ kind, result, withdrew, order: await findOrder(reader, { id, kind }) })
  if (not) return not
  const { from_above } = await reader
    .selectFrom('operations as operation')
    .select(isFromAbove({ id: actsFrom }).as('from_above'))
    .where('operation.id', '=', id)
    .executeTakeFirstOrThrow()
  return from_above ? { code: 'undo_above', why: `It ${fromAbove}`, order: null } : null
}

const fromAbove = 'was done from an organization above: it is undone from there.'

async function findOrder(reader: Reader, { id, kind }: { readonly id: number; readonly kind: string }) {
  if (!isOfOrder(kind)) return null
  const order = await reader
    .selectFrom('changes as change')
    .innerJoin('orders as order', 'order.id', 'change.object_id')
    .select(selectGiven('reference').as('reference'))
    .select(['order.id', 'completed_at', 'cancelled_at', 'failed_at'])
    .select(['partially_refunded_at', 'refunded_at'])
    .where('change.operation_id', '=', id)
    .where('change.kind', '=', 'order')
    .executeTakeFirst()
  return order ? { id: order.id, reference: order.reference, state: stateOfOrder(order) } : null
}

async function findTouched(reader: Reader, id: number, userId: number | null, deeds: readonly Deed[]) {
  const doneTo = (name: string) => deeds.map(one => (one as unknown as Record<string, number>)[name] ?? 0)
  const given = (kind: Deed['kind']) => deeds.map(one => (one.kind === kind && 'id' in one ? one.id : 0))
  const { rows } = await sql<Pick<UndoIntent, 'emails' | 'teamIds' | 'groupIds' | 'courseIds'>>`
    with grant_rows as (
      select user_id, course_id from grants where operation_id = ${id} and origin_id is not null
      union all select user_id, course_id from grants where revoked_operation_id = ${id}
      union all select user_id, course_id from grants where user_id = ${userId} and operation_id = ${id}
      union all select user_id, course_id from grants where id = any(${given('grant')}::bigint[])
    ), claim_rows as (
      select user_id, seat_id from claims where operation_id = ${id}
      union all select user_id, seat_id from claims where released_operation_id = ${id}
      union all select user_id, seat_id from claims
        where id in (select origin_id from grants where revoked_operation_id = ${id} and source = 'seat')
      union all select user_id, seat_id from claims where id = any(${given('claim')}::bigint[])
      union all select user_id, seat_id from claims where invitation_id = any(${doneTo('invitationId')}::bigint[])
    ), team_rows as (
      select team_id from seats where id in (
        select seat_id from claim_rows union select seat_id from seat_entries where operation_id = ${id})
      union select team_id from team_members where user_id = ${userId}
      union select unnest(${doneTo('teamId')}::bigint[])
    ), group_rows as (
      select group_id from group_members where user_id = ${userId}
      union select group_id from group_courses where operation_id = ${id}
      union select origin_id from grants where revoked_operation_id = ${id} and source = 'group'
      union select unnest(${doneTo('groupId')}::bigint[])
    )
    select
      array(select distinct email from users where id = ${userId}
        or id in (select user_id from grant_rows union select user_id from claim_rows)
        or id = any(${doneTo('userId')}::bigint[])) as emails,
      array(select distinct team_id from team_rows) as "teamIds",
      array(select distinct group_id from group_rows) as "groupIds",
      array(select course_id from grant_rows union
        select unnest(${doneTo('courseId')}::bigint[])) as "courseIds"`.execute(reader)
  return rows[0] as Pick<UndoIntent, 'emails' | 'teamIds' | 'groupIds' | 'courseIds'>
}
