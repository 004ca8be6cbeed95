/**
 * Reads what a set of intents touches: two statements for any set, sent with the `begin`, and three more where accounts are
 * there already. Accounts are locked first and in the order of their emails, and everything else that is written hangs on
 * an account, so two sets never wait in a circle.
 */
import type { ClientBase } from 'pg'
import { runTogether, type Statement } from '../db/statements.ts'
import { arrayLiteral } from '../lib/array-literal.ts'
import type { Intent } from './intents.ts'
import {
  type Course,
  courseKey,
  type Enrollment,
  enrollmentKey,
  type Grant,
  type Membership,
  type Organization,
  type Period,
  type RenewalPolicy,
  type Snapshot,
  type User,
} from './snapshot.ts'

/** Begins the transaction and gives the snapshot for `decide`. Accounts that exist stay locked until it ends. */
export async function load(client: ClientBase, intents: readonly Intent[]): Promise<Snapshot> {
  const { emails, organizationIds, names } = whatIsTouched(intents)
  const [, places, users] = (await runTogether(client, [
    { name: 'begin', text: 'begin' },
    { ...selectPlaces, values: [arrayLiteral(organizationIds), arrayLiteral(names)] },
    { ...lockUsers, values: [arrayLiteral(emails)] },
  ])) as unknown as [never, Place[], User[]]
  const courses = places.filter(place => place.course_id !== null).map(toCourse)
  const [memberships, enrollments, grants] = await loadKnown(client, users, courses)
  return {
    organizations: new Map(places.map(place => [place.organization_id, toOrganization(place)])),
    courses: new Map(courses.map(row => [courseKey(row.organizationId, row.name), row])),
    users: new Map(users.map(row => [row.email, row])),
    memberships: Map.groupBy(memberships, row => row.userId),
    enrollments: new Map(enrollments.map(row => [enrollmentKey(row.userId, row.courseId), row])),
    grants: Map.groupBy(grants, row => enrollmentKey(row.userId, row.courseId)),
  }
}

/** What hangs on accounts that are there already: nothing to ask for when all are new. */
async function loadKnown(client: ClientBase, users: readonly User[], courses: readonly Course[]) {
  if (users.length === 0) return [[], [], []] as const
  const userIds = arrayLiteral(users.map(user => user.id))
  const courseIds = arrayLiteral(courses.map(course => course.id))
  return (await runTogether(client, [
    { ...selectMemberships, values: [userIds] },
    { ...selectEnrollments, values: [userIds, courseIds] },
    { ...selectGrants, values: [userIds, courseIds] },
  ])) as unknown as [Membership[], Enrollment[], Grant[]]
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

/** An organization with one of the courses asked for there; without one, `course_id` is null. */
interface Place extends Period {
  readonly organization_id: number
  readonly path: readonly number[]
  readonly time_zone: string
  readonly provisioning_enabled: boolean
  readonly suspended_at: Date | null
  readonly course_id: number | null
  readonly name: string
  readonly renewal: RenewalPolicy
  readonly archived_at: Date | null
}

const selectPlaces: Statement = {
  name: 'load places',
  text: `
    select o.id as organization_id, o.path, o.time_zone, o.provisioning_enabled,
      (select min(above.suspended_at) from organizations above where above.id = any(o.path)) as suspended_at,
      c.id as course_id, c.name, c.access_months as months, c.access_days as days, c.access_until as until, c.renewal,
      c.archived_at
    from organizations o left join courses c on c.organization_id = o.id and c.name = any($2::text[])
    where o.id = any($1::bigint[])`,
}

function toOrganization(place: Place): Organization {
  const { organization_id: id, path, time_zone: timeZone, provisioning_enabled: provisioningEnabled } = place
  return { id, path, timeZone, provisioningEnabled, suspendedAt: place.suspended_at }
}

function toCourse({ organization_id: organizationId, name, months, days, until, renewal, ...place }: Place): Course {
  const id = place.course_id as number
  return { id, organizationId, name, months, days, until, renewal, archivedAt: place.archived_at }
}

const lockUsers: Statement = {
  name: 'lock users',
  text: `
    select id, email, first_name as "firstName", last_name as "lastName", email_verified as "emailVerified",
      password_set_at as "passwordSetAt", password_link_id as "passwordLinkId",
      password_link_expires_at as "passwordLinkExpiresAt", operation_id as "operationId"
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
