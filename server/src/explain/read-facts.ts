/** What there is to know about a person and a course, as far as the caller may: read in a handful of statements. */
import { sql } from 'kysely'
import { idOf, type UserChoice } from '../accounts/user-choice.ts'
import type { Principal } from '../api/principal.ts'
import type { CourseInReach } from '../courses/find-course.ts'
import type { Reader } from '../db/database.ts'
import { selectGiven } from '../db/given-reference.ts'
import { membershipSuspendedAt } from '../enrollments/held-back.ts'
import type { OperationKind } from '../lib/operation-kinds.ts'
import type { EnrollmentMoments } from '../lib/states/enrollment-status.ts'
import type { Grant } from '../provisioning/rows/person.ts'
import { isInReach, type TeamReach } from '../reach/find-organization.ts'
import type { Situation } from './what-would-change.ts'
import type { Author } from './words.ts'

type Home = { readonly id: number }

export interface KnownUser {
  readonly id: number
  readonly email: string
  readonly first_name: string
  readonly last_name: string
}

export interface GrantFacts extends Grant {
  /** Of the seat, the order, the link or the invitation that it comes from; null: it comes from no team. */
  readonly teamId: number | null
  /** The name of what it comes from, and what that is for. */
  readonly originName: string | null
  readonly originProduct: string | null
}

export interface OperationFacts {
  readonly id: number
  readonly kind: OperationKind
  readonly at: Date
  /** The caller's own label; of an import the file. */
  readonly source: string | null
  readonly author: Author
}

/** Null: nobody whom the organizations in reach know of. */
export async function findKnownUser(reader: Reader, home: Home, choice: UserChoice, courseId: number) {
  const { rows } = await sql<KnownUser>`
    select u.id, u.email, coalesce(invited.first_name, u.first_name) as first_name,
      coalesce(invited.last_name, u.last_name) as last_name
    from users u left join lateral (
      select i.first_name, i.last_name from invitations i
      where i.user_id = u.id and ${isOnlyInvited(home)} order by i.id desc limit 1) as invited on true
    where u.id = ${idOf(choice)} and (
      exists (select from enrollments where user_id = u.id and course_id = ${courseId})
      or exists (
        select from memberships m join organizations organization on organization.id = m.organization_id
        where m.user_id = u.id and ${isInReach(home, 'organization')}))`.execute(reader)
  return rows[0] ?? null
}

/** To whom an invitation is written that is all that the organizations in reach have to do with somebody. */
function isOnlyInvited(home: Home) {
  const isHere = sql`m.user_id = u.id and ${isInReach(home, 'organization')}`
  return sql`not exists (select from memberships m join organizations organization on organization.id = m.organization_id
      where ${isHere} and m.invited_at is null)
    and exists (select from memberships m join organizations organization on organization.id = m.organization_id
      where ${isHere} and m.invited_at is not null and m.organization_id = i.organization_id)`
}

export async function readPlace(reader: Reader, { organization_id }: Pick<CourseInReach, 'organization_id'>) {
  const { rows } = await sql<{ isSuspended: boolean; provisioningEnabled: boolean }>`
    select o.provisioning_enabled as "provisioningEnabled",
      exists (select from organizations above where above.id = any(o.path) and above.suspended_at is not null) as "isSuspended"
    from organizations o where o.id = ${organization_id}`.execute(reader)
  return rows[0] as { isSuspended: boolean; provisioningEnabled: boolean }
}

export interface Of {
  readonly userId: number
  readonly courseId: number
}

export interface EnrollmentFacts extends EnrollmentMoments {
  readonly id: number
  /** The operation that holds it. */
  readonly held_by: number | null
}

/** A hold and its operation carry the same moment. */
export async function readEnrollment(reader: Reader, { userId, courseId }: Of): Promise<EnrollmentFacts | null> {
  const { rows } = await sql<EnrollmentFacts>`
    select e.id, e.starts_at, e.ends_at, e.revoked_at, e.suspended_at, e.completed_at,
      (select o.id from operations o
        where o.organization_id = c.organization_id and o.kind = 'suspend' and o.at = e.suspended_at
          and o.user_id = e.user_id and c.name = any(o.courses) limit 1) as held_by,
      ${membershipSuspendedAt('e', 'c')} as membership_suspended_at
    from enrollments e join courses c on c.id = e.course_id
    where e.user_id = ${userId} and e.course_id = ${courseId}`.execute(reader)
  return rows[0] ?? null
}

/** In the order in which they begin. */
export async function readGrants(reader: Reader, { userId, courseId }: Of): Promise<GrantFacts[]> {
  const { rows } = await sql<GrantFacts>`
    select g.id, g.user_id as "userId", g.course_id as "courseId", g.organization_id as "organizationId",
      g.operation_id as "operationId", g.source, g.origin_id as "originId", g.reference, g.starts_at as "startsAt",
      g.months, g.days, g.until, g.time_zone as "timeZone", g.renewal, g.revoked_at as "revokedAt",
      g.revoked_reason as "revokedReason", g.revoked_operation_id as "revokedOperationId",
      coalesce(seat.team_id, "order".team_id, link.team_id, invitation.team_id) as "teamId",
      coalesce(team.name, "group".name, ${selectGiven('order.reference')}, "order".id::text, nullif(link.name, ''), invited.name)
        as "originName",
      coalesce(product.display_name, sold.display_name) as "originProduct"
    from grants g
    left join claims claim on g.source = 'seat' and claim.id = g.origin_id
    left join seats seat on seat.id = claim.seat_id
    left join teams team on team.id = seat.team_id
    left join products product on product.id = seat.product_id
    left join groups "group" on g.source = 'group' and "group".id = g.origin_id
    left join order_lines line on g.source = 'order' and line.id = g.origin_id
    left join orders "order" on "order".id = line.order_id
    left join products sold on sold.id = line.product_id
    left join links link on g.source = 'link' and link.id = g.origin_id
    left join invitations invitation on g.source = 'invitation' and invitation.id = g.origin_id
    left join teams invited on invited.id = invitation.team_id
    where g.user_id = ${userId} and g.course_id = ${courseId}
    order by g.starts_at, g.id`.execute(reader)
  return rows
}

/**
 * By id. Who asked is told only of keys and people whom the organizations in reach know of; within `teams` only of who is in
 * them, and not under which label.
 */
export async function readOperations(
  reader: Reader,
  { organization: home, teams }: TeamReach,
  ids: readonly number[],
): Promise<Map<number, OperationFacts>> {
  const isKnown =
    teams === null
      ? sql`exists (select from memberships m join organizations organization on organization.id = m.organization_id
          where m.user_id = u.id and ${isInReach(home, 'organization')})`
      : sql`exists (select from team_members m where m.user_id = u.id and m.team_id = any(${[...teams]}::bigint[]))`
  const { rows } = await sql<OperationFacts>`
    select o.id, o.kind, o.at, case when ${teams === null} then o.source end as source,
      jsonb_build_object('kind', o.actor_kind, 'name', coalesce(key.name, person.email),
        'prefix', case when ${teams === null} and o.actor_kind = 'unknownKey' or key.id is not null then o.key_prefix end,
        'impersonated_by', case when o.impersonator_id is not null then jsonb_build_object('name', (
          select u.email from users u where u.id = o.impersonator_id and ${isKnown})) end) as author
    from operations o
    left join lateral (
      select k.id, k.name from keys k join organizations organization on organization.id = k.organization_id
      where ${teams === null} and o.actor_kind = 'apiKey' and k.id = o.actor_id and ${isInReach(home, 'organization')}) as key
      on true
    left join lateral (
      select u.email from users u where o.actor_kind = 'user' and u.id = o.actor_id and ${isKnown}) as person on true
    where o.id = any(${ids}::bigint[])`.execute(reader)
  return new Map(rows.map(row => [row.id, row]))
}

/** Seats of the course that the person waits for, or that are kept for when an invitation is taken up; those of `teams`. */
export async function readWaits(
  reader: Reader,
  { userId, courseId }: Of,
  teams: Principal['teams'],
): Promise<Situation['waits']> {
  const { rows } = await sql<Situation['waits'][number]>`
    select waiting.kind, team.name as team, product.display_name as product
    from product_courses held
    join seats seat on seat.product_id = held.product_id
    join (
      select 'waitlist' as kind, seat_id, user_id from seat_waiters
      union all
      select 'invitation', seat_id, user_id from claims where released_at is null and taken_at is null
    ) as waiting on waiting.seat_id = seat.id and waiting.user_id = ${userId}
    join teams team on team.id = seat.team_id
    join products product on product.id = seat.product_id
    where held.course_id = ${courseId} and (${teams === null} or team.id = any(${[...(teams ?? [])]}::bigint[]))
    order by team.name, product.name`.execute(reader)
  return rows
}
