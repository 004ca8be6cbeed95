/** Enrollments as the API shows them. */
import { type RawBuilder, type Selectable, sql } from 'kysely'
import type { Reader, Schema } from '../db/database.ts'
import { type Page, type PageRequest, readPage } from '../db/page.ts'
import type { Principal } from '../http/principal.ts'
import { type EnrollmentMoments, type EnrollmentStatus, statusOf } from '../lib/enrollment-status.ts'
import { Refusal } from '../lib/refusal.ts'
import { isInReach } from '../organizations/find-organization.ts'
import { idOf, type UserChoice } from '../users/user-choice.ts'
import { hasStatus } from './status-filter.ts'

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

type Source = RawBuilder<Selectable<Schema['enrollments']>>

/** With the status that each has at `now`. */
export async function listEnrollmentPage(reader: Reader, filter: EnrollmentFilter, now: Date) {
  const conditions = sql.join(conditionsOf(filter, now), sql` and `)
  const isOfPeople = filter.user ?? filter.teamId ?? filter.groupId
  const source = isOfPeople === undefined ? ofEachCourse : ofAllCourses
  const page: Page<Omit<Enrollment, 'status'>> = await readPage(
    onThePage => selectEnrollments(reader, source(filter.courseIds, conditions, onThePage)),
    filter,
    { id: 'enrollment.id' },
  )
  return { ...page, data: page.data.map(row => withStatus(row, now)) }
}

/** Throws `not_found`, also for an enrollment in a course out of the caller's reach. */
export async function getEnrollment(
  reader: Reader,
  { organization }: Pick<Principal, 'organization'>,
  id: number,
  now: Date,
) {
  const row = await selectEnrollments(reader, sql`(select * from enrollments where id = ${id})`)
    .where(isInReach(organization, 'organization'))
    .executeTakeFirst()
  if (!row) throw new Refusal('not_found', `There is no enrollment ${id}.`)
  return withStatus(row, now)
}

function conditionsOf({ user, teamId, groupId, status, endsBefore }: EnrollmentFilter, now: Date) {
  const conditions = [sql`true`]
  if (user) conditions.push(sql`enrollment.user_id = ${idOf(user)}`)
  if (teamId !== undefined)
    conditions.push(sql`enrollment.user_id in (select user_id from team_members where team_id = ${teamId})`)
  if (groupId !== undefined)
    conditions.push(sql`enrollment.user_id in (select user_id from group_members where group_id = ${groupId})`)
  if (status) conditions.push(hasStatus(status, now))
  if (endsBefore) conditions.push(sql`enrollment.ends_at < ${endsBefore}`)
  return conditions
}

/** A page of each course by the course's index: the cost follows the page, not the number of enrollments. */
function ofEachCourse(ids: readonly number[], conditions: RawBuilder<unknown>, onThePage: RawBuilder<unknown>): Source {
  return sql`(
    select enrollment.* from unnest(${ids}::bigint[]) as course (id) cross join lateral (
      select * from enrollments as enrollment where enrollment.course_id = course.id and ${conditions} ${onThePage}
    ) as enrollment)`
}

/** Those of few people: they are found by the people. */
function ofAllCourses(ids: readonly number[], conditions: RawBuilder<unknown>): Source {
  return sql`(select * from enrollments as enrollment where course_id = any(${ids}::bigint[]) and ${conditions})`
}

function selectEnrollments(reader: Reader, source: Source) {
  return reader
    .selectFrom(source.as('enrollment'))
    .innerJoin('users as user', 'user.id', 'enrollment.user_id')
    .innerJoin('courses as course', 'course.id', 'enrollment.course_id')
    .innerJoin('organizations as organization', 'organization.id', 'course.organization_id')
    .select(['enrollment.id', 'organization.slug as organization', 'course.organization_id', 'organization.time_zone'])
    .select(['enrollment.user_id', 'user.email', 'user.first_name', 'user.last_name'])
    .select(['enrollment.course_id', 'course.name as course', 'enrollment.starts_at', 'enrollment.ends_at'])
    .select(['enrollment.suspended_at', 'enrollment.revoked_at', 'enrollment.completed_at', 'enrollment.updated_at'])
    .select(
      sql<
        number[]
      >`array(select item_id from opened_items where enrollment_id = enrollment.id order by at, item_id)`.as(
        'opened_items',
      ),
    )
}

function withStatus<Row extends EnrollmentMoments>(row: Row, now: Date): Row & { status: EnrollmentStatus } {
  return { ...row, status: statusOf(row, now) }
}
