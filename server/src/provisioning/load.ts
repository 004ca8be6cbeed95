/**
 * Reads what a set of intents touches: six statements for any set, sent together. Accounts are locked first and in the
 * order of their emails, and everything else that is written hangs on an account, so two sets never wait in a circle.
 */
import type { ClientBase } from 'pg'
import type { Intent } from './intents.ts'
import {
  type Course,
  courseKey,
  type Enrollment,
  enrollmentKey,
  type Grant,
  type Membership,
  type Organization,
  type Snapshot,
  type User,
} from './snapshot.ts'

/** The snapshot for `decide`. Accounts that exist stay locked until the transaction of `client` ends. */
export async function load(client: ClientBase, intents: readonly Intent[]): Promise<Snapshot> {
  const { emails, organizationIds, courses } = whatIsTouched(intents)
  const [organizationRows, courseRows, userRows, membershipRows, enrollmentRows, grantRows] = await Promise.all([
    read<Organization>(client, selectOrganizations, [organizationIds]),
    read<Course>(client, selectCourses, [organizationIds, courses]),
    read<User>(client, lockUsers, [emails]),
    read<Membership>(client, selectMemberships, [emails]),
    read<Enrollment>(client, selectEnrollments, [emails, organizationIds, courses]),
    read<Grant>(client, selectGrants, [emails, organizationIds, courses]),
  ])
  return {
    organizations: new Map(organizationRows.map(row => [row.id, row])),
    courses: new Map(courseRows.map(row => [courseKey(row.organizationId, row.name), row])),
    users: new Map(userRows.map(row => [row.email, row])),
    memberships: Map.groupBy(membershipRows, row => row.userId),
    enrollments: new Map(enrollmentRows.map(row => [enrollmentKey(row.userId, row.courseId), row])),
    grants: Map.groupBy(grantRows, row => enrollmentKey(row.userId, row.courseId)),
  }
}

function whatIsTouched(intents: readonly Intent[]) {
  const emails = new Set<string>()
  const organizationIds = new Set<number>()
  const courses = new Set<string>()
  for (const intent of intents) {
    if (intent.kind === 'record' || intent.call.organizationId === null) continue
    emails.add(intent.email)
    organizationIds.add(intent.call.organizationId)
    for (const course of intent.kind === 'provision' ? intent.courses : [intent.course]) courses.add(course)
  }
  return { emails: [...emails], organizationIds: [...organizationIds], courses: [...courses] }
}

interface Statement {
  readonly name: string
  readonly text: string
}

async function read<Row extends object>(client: ClientBase, statement: Statement, values: unknown[]): Promise<Row[]> {
  return (await client.query<Row>({ ...statement, values })).rows
}

const selectOrganizations: Statement = {
  name: 'load organizations',
  text: `
    select id, path, time_zone as "timeZone", provisioning_enabled as "provisioningEnabled",
      (select min(above.suspended_at) from organizations above where above.id = any(organizations.path)) as "suspendedAt"
    from organizations where id = any($1::bigint[])`,
}

const selectCourses: Statement = {
  name: 'load courses',
  text: `
    select id, organization_id as "organizationId", name, access_months as months, access_days as days,
      access_until as until, renewal, archived_at as "archivedAt"
    from courses where organization_id = any($1::bigint[]) and name = any($2::text[])`,
}

const lockUsers: Statement = {
  name: 'lock users',
  text: `
    select id, email, first_name as "firstName", last_name as "lastName", password_set_at as "passwordSetAt",
      password_link_id as "passwordLinkId", password_link_expires_at as "passwordLinkExpiresAt",
      operation_id as "operationId"
    from users where email = any($1::text[]) order by email for no key update`,
}

const selectMemberships: Statement = {
  name: 'load memberships',
  text: `
    select m.user_id as "userId", m.organization_id as "organizationId", o.path, m.role, m.operation_id as "operationId"
    from users u join memberships m on m.user_id = u.id join organizations o on o.id = m.organization_id
    where u.email = any($1::text[])`,
}

const selectEnrollments: Statement = {
  name: 'load enrollments',
  text: `
    select e.id, e.user_id as "userId", e.course_id as "courseId", e.starts_at as "startsAt", e.ends_at as "endsAt",
      e.revoked_at as "revokedAt", e.suspended_at as "suspendedAt", e.completed_at as "completedAt"
    from users u join enrollments e on e.user_id = u.id
    where u.email = any($1::text[])
      and e.course_id in (select id from courses where organization_id = any($2::bigint[]) and name = any($3::text[]))`,
}

const selectGrants: Statement = {
  name: 'load grants',
  text: `
    select g.id, g.user_id as "userId", g.course_id as "courseId", g.organization_id as "organizationId",
      g.operation_id as "operationId", g.source, g.reference, g.starts_at as "startsAt", g.months, g.days, g.until,
      g.time_zone as "timeZone", g.renewal, g.revoked_at as "revokedAt", g.revoked_reason as "revokedReason",
      g.revoked_operation_id as "revokedOperationId"
    from users u join grants g on g.user_id = u.id
    where u.email = any($1::text[])
      and g.course_id in (select id from courses where organization_id = any($2::bigint[]) and name = any($3::text[]))`,
}
