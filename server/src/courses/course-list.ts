/** The courses of one organization, those that are archived too, by the columns that they can be asked for. */
import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import type { List } from '../db/list.ts'
import { lowerName } from '../lib/lower-case.ts'

export type ListedCourse = Awaited<ReturnType<ReturnType<typeof selectCoursesOf>['executeTakeFirstOrThrow']>>
export type CourseNames = Awaited<ReturnType<ReturnType<typeof selectCourseNamesOf>['executeTakeFirstOrThrow']>>

// Two indexes answer it without a look at the rows.
const enrollmentCount = sql<number>`((select count(*) from enrollments where course_id = course.id)
  - (select count(*) from enrollments where course_id = course.id and revoked_at is not null))`

export const courseList = {
  columns: {
    id: { type: 'id', value: sql.ref('course.id') },
    name: { type: 'text', value: sql.ref('course.name') },
    display_name: { type: 'text', value: sql.ref('course.display_name') },
    description: { type: 'text', value: sql.ref('course.description') },
    is_active: { type: 'boolean', value: sql`(course.archived_at is null)` },
    enrollment_count: { type: 'number', value: enrollmentCount },
    created_at: { type: 'moment', value: sql.ref('course.created_at') },
    updated_at: { type: 'moment', value: sql.ref('course.updated_at') },
  },
  key: sql.ref('course.id'),
  searched: sql`(course.display_name || ' ' || course.name)`,
  ordered: ['id', 'name'],
} as const satisfies List

/** All of them, or those that a group gives. */
export function selectCoursesOf(reader: Reader, organizationId: number, { groupId }: { groupId?: number } = {}) {
  const query = selectCourseNamesOf(reader, organizationId)
    .select(['course.description', 'course.archived_at', 'course.created_at', 'course.updated_at'])
    .select(enrollmentCount.as('enrollment_count'))
  if (groupId === undefined) return query
  return query.where(sql<boolean>`course.id in (select course_id from group_courses where group_id = ${groupId})`)
}

/** Without what has to be counted. */
export function selectCourseNamesOf(reader: Reader, organizationId: number) {
  return reader
    .selectFrom('courses as course')
    .select(['course.id', 'course.organization_id', 'course.name', 'course.display_name'])
    .where('course.organization_id', '=', organizationId)
}

/** By id or by name; undefined: there is none. */
export function findCourseOf(reader: Reader, organizationId: number, which: number | string) {
  return selectCoursesOf(reader, organizationId).where(isCourse(which)).executeTakeFirst()
}

/** The same, without what has to be counted. */
export function findCourseNamesOf(reader: Reader, organizationId: number, which: number | string) {
  return selectCourseNamesOf(reader, organizationId).where(isCourse(which)).executeTakeFirst()
}

function isCourse(which: number | string) {
  return typeof which === 'number'
    ? sql<boolean>`course.id = ${which}`
    : sql<boolean>`course.name = ${lowerName(which)}`
}

/** The names of courses that may be given; null: one of them is not there. */
export async function nameCourses(
  reader: Reader,
  organizationId: number,
  ids: readonly (number | null)[],
): Promise<string[] | null> {
  const rows = await reader
    .selectFrom('courses')
    .select('name')
    .where('organization_id', '=', organizationId)
    .where(sql<boolean>`id = any(${ids}::bigint[])`)
    .where('archived_at', 'is', null)
    .execute()
  return rows.length === ids.length ? rows.map(row => row.name) : null
}
