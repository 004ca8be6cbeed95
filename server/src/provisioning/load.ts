/**
 * Reads what a set of intents touches: three statements for any set, sent together, and three more where accounts are
 * there already. Accounts are locked first and in the order of their emails, and everything else that is written hangs on
 * an account, so two sets never wait in a circle.
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
  const { emails, organizationIds, names } = whatIsTouched(intents)
  const [organizations, courses, users] = await Promise.all([
    read<Organization>(client, selectOrganizations, [organizationIds]),
    read<Course>(client, selectCourses, [organizationIds, names]),
    read<User>(client, lockUsers, [emails]),
  ])
  const [memberships, enrollments, grants] = await loadKnown(client, users, courses)
  return {
    organizations: new Map(organizations.map(row => [row.id, row])),
    courses: new Map(courses.map(row => [courseKey(row.organizationId, row.name), row])),
    users: new Map(users.map(row => [row.email, row])),
    memberships: Map.groupBy(memberships, row => row.userId),
    enrollments: new Map(enrollments.map(row => [enrollmentKey(row.userId, row.courseId), row])),
    grants: Map.groupBy(grants, row => enrollmentKey(row.userId, row.courseId)),
  }
}

/** What hangs on accounts that are there already: nothing to ask for when all are new. */
async function loadKnown(client: ClientBase, users: readonly User[], courses: readonly Course[]) {
  if (users.length === 0) return [[], [], []]
  const userIds = users.map(user => user.id)
  const courseIds = courses.map(course => course.id)
  return Promise.all([
    read<Membership>(client, selectMemberships, [userIds]),
    read<Enrollment>(client, selectEnrollments, [userIds, courseIds]),
    read<Grant>(client, selectGrants, [userIds, courseIds]),
  ])
}

function whatIsTouched(intents: readonly Intent[]) {
  const emails = new Set<string>()
  const organizationIds = new Set<number>()
  const names = new Set<string>()
  for (const intent of intents) {
    if (intent.kind === 'record' || intent.call.organizationId === null) continue
    emails.add(intent.email)
    organizationIds.add(intent.call.organizationId)
    for (const course of intent.kind === 'provision' ? intent.courses : [intent.course]) names.add(course)
  }
  return { emails: [...emails], organizationIds: [...organizationIds], names: [...names] }
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
    from memberships m join organizations o on o.id = m.organization_id
    where m.user_id = any($1::bigint[])`,
}

const selectEnrollments: Statement = {
  name: 'load enrollments',
  text: `
    select id, user_id as "userId", course_id as "courseId", starts_at as "startsAt", ends_at as "endsAt",
      revoked_at as "revokedAt", suspended_at as "suspendedAt", completed_at as "completedAt"
    from enrollments where user_id = any($1::bigint[]) and course_id = any($2::bigint[])`,
}

const selectGrants: Statement = {
  name: 'load grants',
  text: `
    select id, user_id as "userId", course_id as "courseId", organization_id as "organizationId",
      operation_id as "operationId", source, reference, starts_at as "startsAt", months, days, until,
      time_zone as "timeZone", renewal, revoked_at as "revokedAt", revoked_reason as "revokedReason",
      revoked_operation_id as "revokedOperationId"
    from grants where user_id = any($1::bigint[]) and course_id = any($2::bigint[])`,
}
