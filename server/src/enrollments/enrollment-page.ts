/** Enrollments as the API shows them. */
import { type NotNull, sql } from 'kysely'
import { idOf, type UserChoice } from '../accounts/user-choice.ts'
import type { Reader } from '../db/database.ts'
import { type PageRequest, readPage } from '../db/page.ts'
import { Refusal } from '../lib/refusal.ts'
import { type EnrollmentMoments, type EnrollmentStatus, statusOf } from '../lib/states/enrollment-status.ts'
import { isInReach, type Reach } from '../reach/find-organization.ts'
import { membershipSuspendedAt } from './held-back.ts'
import { endsAt, hasStatus } from './status-filter.ts'

export type Enrollment = Awaited<ReturnType<typeof getEnrollment>>

export interface EnrollmentFilter extends PageRequest {
  /** Of these courses. */
  readonly courseIds: readonly number[]
  readonly user?: UserChoice
  readonly teamId?: number
  readonly groupId?: number
  readonly status?: EnrollmentStatus
  readonly endsBefore?: Date
}

/** With the status that each has at `now`. */
export async function listEnrollmentPage(reader: Reader, filter: EnrollmentFilter, now: Date) {
  const { courseIds, user, teamId, groupId, status, endsBefore } = filter
  let query = selectEnrollments(reader)
  if (user) query = query.where(sql<boolean>`enrollment.user_id = ${idOf(user)}`)
  if (teamId !== undefined)
    query = query.where(
      sql<boolean>`enrollment.user_id in (select user_id from team_members where team_id = ${teamId})`,
    )
  if (groupId !== undefined)
    query = query.where(
      sql<boolean>`enrollment.user_id in (select user_id from group_members where group_id = ${groupId})`,
    )
  if (status) query = query.where(hasStatus(status, now, courseIds))
  if (endsBefore) query = query.where(sql<boolean>`${endsAt} < ${endsBefore}`)
  // Those of few people are found by the people.
  const by = (user ?? teamId ?? groupId) !== undefined ? 'other' : 'each'
  const places = { column: 'enrollment.course_id', ids: courseIds, by } as const
  const sorts = { id: 'enrollment.id', starts_at: 'enrollment.starts_at', ends_at: endsAt }
  const sort = filter.sort ?? usualSort[status ?? '']
  const page = await readPage(query, { ...filter, sort }, sorts, places)
  return { ...page, data: page.data.map(row => withStatus(row, now)) }
}

/** Where nothing else is asked for: what ends next, or ended last, comes first. Both are at one end of an index. */
const usualSort: Readonly<Record<string, string | undefined>> = { active: 'ends_at', expired: '-ends_at' }

/** Throws `not_found`, also for an enrollment in a course out of the caller's reach. */
export async function getEnrollment(reader: Reader, caller: Reach, id: number, now: Date) {
  const [row] = await findEnrollmentsById(reader, caller, [id], now)
  if (!row) throw unknownEnrollment(id)
  return row
}

export function unknownEnrollment(id: number): Refusal {
  return new Refusal('not_found', `There is no enrollment ${id}.`)
}

/** Those of the enrollments that lie in the caller's reach. */
export async function findEnrollmentsById(reader: Reader, { organization }: Reach, ids: readonly number[], now: Date) {
  const rows = await selectEnrollments(reader)
    .where('enrollment.id', '=', sql<number>`any(${ids}::bigint[])`)
    .where(isInReach(organization, 'organization'))
    .execute()
  return rows.map(row => withStatus(row, now))
}

/** All that is joined is there: from the left, so that what only looks for rows need not look at it. */
function selectEnrollments(reader: Reader) {
  return reader
    .selectFrom('enrollments as enrollment')
    .leftJoin('users as user', 'user.id', 'enrollment.user_id')
    .leftJoin('courses as course', 'course.id', 'enrollment.course_id')
    .leftJoin('organizations as organization', 'organization.id', 'course.organization_id')
    .select(['enrollment.id', 'organization.slug as organization', 'course.organization_id', 'organization.time_zone'])
    .select(['enrollment.user_id', 'user.email', 'user.first_name', 'user.last_name'])
    .select(['enrollment.course_id', 'course.name as course', 'enrollment.starts_at', 'enrollment.ends_at'])
    .select(['enrollment.suspended_at', 'enrollment.revoked_at', 'enrollment.completed_at', 'enrollment.updated_at'])
    .select(membershipSuspendedAt('enrollment', 'course').as('membership_suspended_at'))
    .select(
      sql<
        number[]
      >`array(select item_id from opened_items where enrollment_id = enrollment.id order by at, item_id)`.as(
        'opened_items',
      ),
    )
    .$narrowType<{ organization: NotNull; organization_id: NotNull; time_zone: NotNull; course: NotNull }>()
    .$narrowType<{ email: NotNull; first_name: NotNull; last_name: NotNull }>()
}

function withStatus<Row extends EnrollmentMoments>(row: Row, now: Date): Row & { status: EnrollmentStatus } {
  return { ...row, status: statusOf(row, now) }
}
