/** What an operation touched, and whether it can be undone: it never changes once the operation is done. */
import type { Things } from '../actions/action.ts'
import { mergeRecord } from '../decide/people/merge.ts'
import { query } from './query.ts'

/** Columns of `UndoFacts`, of an operation that is called `thing`. A key says itself where it acts from. */
export const undoFacts = `
  thing.kind, thing.result,
  (select jsonb_build_object('id', o.id, 'reference', o.reference, 'completed_at', o.completed_at, 'cancelled_at', o.cancelled_at,
      'failed_at', o.failed_at, 'partially_refunded_at', o.partially_refunded_at, 'refunded_at', o.refunded_at)
    from changes c join orders o on o.id = c.object_id where c.operation_id = thing.id and c.kind = 'order' limit 1) as "order",
  thing.kind = 'undo' and exists (select from changes c where c.operation_id = thing.id and c.kind = 'invitation'
    and c.before is not null and c.after ->> 'accepted_at' is null and c.after ->> 'withdrawn_at' is not null) as withdrew,
  (select source.path from organizations source where source.id = coalesce(thing.acts_from, (
    select k.organization_id from keys k where thing.actor_kind = 'apiKey' and k.id = thing.actor_id))) as "doneFrom"`

const changes = `(
  select coalesce(jsonb_agg(jsonb_build_object('kind', c.kind, 'objectId', c.object_id, 'before', c.before, 'after', c.after,
      'userId', e.user_id, 'courseId', e.course_id, 'later', (
        select max(later.operation_id) from changes later
        where later.object_id = c.object_id and later.kind = c.kind and later.id > c.id and later.operation_id <> c.operation_id
          and coalesce(later.before, later.after) ->> 'team' is not distinct from coalesce(c.before, c.after) ->> 'team'))
    order by c.id), '[]')
  from changes c left join enrollments e on c.kind = 'enrollment' and e.id = c.object_id
  where c.operation_id = thing.id and c.kind <> '${mergeRecord}') as changes`

/** What an undoing gave back is what the operation that it undid had taken. */
const touched = `(
  with undone as (
    select object_id as id from changes
      where operation_id = thing.id and kind = 'operation' and before is not null and before ->> 'undone_by' is null
  ), deeds as (
    select c.operation_id, c.kind, c.object_id, c.before, c.after, e.user_id, e.course_id
      from changes c left join enrollments e on c.kind = 'enrollment' and e.id = c.object_id and c.after is not null
      where c.operation_id = any(thing.id || array(select id from undone))
        and (c.before is not null or c.kind = 'invitation')
  ), grant_rows as (
    select user_id, course_id from grants where operation_id = thing.id and origin_id is not null
    union all select user_id, course_id from grants where revoked_operation_id = thing.id
    union all select user_id, course_id from grants where user_id = thing.user_id and operation_id = thing.id
    union all select user_id, course_id from grants where id = any(array(select object_id from deeds where kind = 'grant'))
  ), claim_rows as (
    select user_id, seat_id from claims where operation_id = thing.id
    union all select user_id, seat_id from claims where released_operation_id = thing.id
    union all select user_id, seat_id from claims
      where id = any(array(select origin_id from grants where revoked_operation_id = thing.id and source = 'seat'))
    union all select user_id, seat_id from claims where id = any(array(select object_id from deeds where kind = 'claim'))
    union all select user_id, seat_id from claims
      where invitation_id = any(array(select object_id from deeds where kind = 'invitation'))
  )
  select jsonb_build_object(
    'emails', array(select email from users where id = any(array(
      select thing.user_id
      union select user_id from grant_rows
      union select user_id from claim_rows
      union select user_id from deeds
      union select (before ->> 'user')::bigint from deeds
        where kind in ('team_member', 'group_member') or kind = 'membership' and after ->> 'role' is distinct from before ->> 'role'))),
    'teamIds', array(
      select team_id from seats where id = any(array(
        select seat_id from claim_rows union select seat_id from seat_entries where operation_id = thing.id))
      union select team_id from team_members where user_id = thing.user_id
      union select (before ->> 'team')::bigint from deeds where kind = 'team_member'),
    'groupIds', array(
      select group_id from group_members where user_id = thing.user_id
      union select group_id from group_courses where operation_id = thing.id
      union select origin_id from grants where revoked_operation_id = thing.id and source = 'group'
      union select (before ->> 'group')::bigint from deeds where kind in ('group_member', 'group_course')
      union select object_id from deeds where kind = 'group'),
    'courseIds', array(
      select course_id from grant_rows
      union select course_id from deeds where course_id is not null
      union select object_id from deeds where kind = 'group_course'),
    'members', array(
      select (before ->> 'user')::bigint from deeds
        where operation_id <> thing.id and kind = 'membership' and after ->> 'role' is null and before ->> 'role' is not null))
  ) as touched`

const made = `jsonb_build_object(
  'users', array(select id from users where id = thing.user_id and operation_id = thing.id),
  'messages', array(select id from messages where user_id = thing.user_id and operation_id = thing.id order by id),
  'memberships', array(select user_id from memberships
    where user_id = thing.user_id and operation_id = thing.id and invited_at is null)) as made`

const merge = `(
  select jsonb_build_object('record', c.after, 'email', kept.email, 'awayEmail', away.email)
  from changes c
  join users kept on kept.id = (c.after ->> 'kept')::bigint join users away on away.id = (c.after ->> 'away')::bigint
  where c.operation_id = thing.id and c.kind = '${mergeRecord}' and thing.kind = 'merge_users' limit 1) as merge`

/** `roles`: how the roles of its organization are read. */
export const findOperation = (roles: string) =>
  query<Things['operation']>(
    'find operation',
    `
    select thing.id, o.id as "organizationId", o.path, null::bigint as "teamId" ${roles}, ${undoFacts},
      thing.user_id as "userId", ${changes}, ${touched}, ${made}, ${merge}
    from operations thing join organizations o on o.id = thing.organization_id
    where thing.id = any(:operation::bigint[])`,
  )
