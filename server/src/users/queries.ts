import { sql } from 'kysely'
import { idOfEmail } from '../accounts/aliases.ts'
import type { Reader } from '../db/database.ts'
import { listEnrollments } from '../enrollments/queries.ts'
import { Refusal } from '../lib/refusal.ts'

export type UserRow = Awaited<ReturnType<typeof listUsers>>[number]
export type MembershipRow = Awaited<ReturnType<typeof listMemberships>>[number]
export type GrantRow = Awaited<ReturnType<typeof listGrants>>[number]
export type UserWithAccess = Awaited<ReturnType<typeof getUserWithAccess>>

export interface UserFilter {
  /** Members of it. */
  readonly organizationId?: number
}

/** The newest first, at most `limit`. */
export function listUsers(reader: Reader, { organizationId }: UserFilter, limit: number) {
  let query = selectUsers(reader).where('user.alias_of', 'is', null).orderBy('user.id', 'desc').limit(limit)
  if (organizationId !== undefined) {
    const members = reader.selectFrom('memberships').select('user_id').where('organization_id', '=', organizationId)
    query = query.where('user.id', 'in', members)
  }
  return query.execute()
}

/** An account, where it belongs, what it has at `now`, and why: each enrollment with its grants. Throws `not_found`. */
export async function getUserWithAccess(reader: Reader, email: string, now: Date) {
  const user = await selectUsers(reader).where('user.id', '=', idOfEmail(email)).executeTakeFirst()
  if (!user) throw new Refusal('not_found', `Nobody has an account with the email ${email}.`)
  const [memberships, enrollments, grants] = await Promise.all([
    listMemberships(reader, user.id),
    listEnrollments(reader, { email: user.email }, { limit: 10_000, now }),
    listGrants(reader, user.id),
  ])
  const grantsByCourse = Map.groupBy(grants, grant => grant.course_id)
  const withGrants = enrollments.map(enrollment => ({
    ...enrollment,
    grants: grantsByCourse.get(enrollment.course_id) ?? [],
  }))
  return { ...user, memberships, enrollments: withGrants }
}

function listMemberships(reader: Reader, userId: number) {
  return reader
    .selectFrom('memberships as membership')
    .innerJoin('organizations as organization', 'organization.id', 'membership.organization_id')
    .select([
      'organization.slug as organization',
      'membership.role',
      'membership.created_at',
      'membership.operation_id',
    ])
    .where('membership.user_id', '=', userId)
    .orderBy('membership.created_at')
    .execute()
}

/** The reasons for what a user has, with who asked for each. */
function listGrants(reader: Reader, userId: number) {
  return reader
    .selectFrom('grants as grant')
    .innerJoin('courses as course', 'course.id', 'grant.course_id')
    .leftJoin('operations as operation', 'operation.id', 'grant.operation_id')
    .select([
      'grant.id',
      'grant.course_id',
      'course.name as course',
      'grant.source',
      'grant.reference',
      'grant.starts_at',
    ])
    .select(['grant.months', 'grant.days', 'grant.until', 'grant.time_zone', 'grant.renewal', 'grant.operation_id'])
    .select([
      'operation.at as asked_at',
      'operation.actor_kind',
      'operation.key_prefix',
      'operation.source as asked_by',
    ])
    .select(['grant.revoked_at', 'grant.revoked_reason', 'grant.revoked_operation_id'])
    .where('grant.user_id', '=', userId)
    .orderBy('grant.starts_at')
    .orderBy('grant.id')
    .execute()
}

function selectUsers(reader: Reader) {
  return reader
    .selectFrom('users as user')
    .select(['user.id', 'user.email', 'user.first_name', 'user.last_name', 'user.password_set_at', 'user.created_at'])
    .select(
      sql<string[]>`array(select organization.slug from memberships membership
        join organizations organization on organization.id = membership.organization_id
        where membership.user_id = "user".id order by organization.slug)`.as('organizations'),
    )
}
