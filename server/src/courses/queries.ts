import { sql } from 'kysely'
import { showAccess } from '../access/access-json.ts'
import type { Reader } from '../db/database.ts'
import { holds, sortsOf } from '../db/list.ts'
import { type Page, type PageRequest, readPage } from '../db/page.ts'
import type { Renewal } from '../lib/access-rule.ts'
import { lowerName } from '../lib/lower-case.ts'
import { Refusal } from '../lib/refusal.ts'
import { isInReach, type Reach } from '../reach/find-organization.ts'
import { courseList } from './course-list.ts'

/** As the API shows it. */
export type Course = Awaited<ReturnType<typeof getCourse>>
/** As the command line shows it. */
export type CourseRow = Awaited<ReturnType<typeof listCourses>>[number]

export interface CourseFilter extends PageRequest {
  readonly organizationIds: readonly number[]
  readonly search?: string
  readonly archived?: boolean
}

/** Courses of these organizations. */
export function listCoursePage(reader: Reader, filter: CourseFilter): Promise<Page<Course>> {
  const { organizationIds, search, archived } = filter
  let query = showCourses(reader)
  if (!archived) query = query.where('course.archived_at', 'is', null)
  if (search !== undefined) query = query.where(holds(courseList.searched, search))
  const places = { column: 'course.organization_id', ids: organizationIds }
  return readPage(query, filter, sortsOf(courseList), places)
}

/** Throws `not_found`, also for a course out of the caller's reach. */
export async function getCourse(reader: Reader, caller: Reach, id: number) {
  const [course] = await findCourses(reader, caller, [id])
  if (!course) throw new Refusal('not_found', `There is no course ${id}.`)
  return course
}

/** Those of the courses that lie in the caller's reach. */
export function findCourses(reader: Reader, { organization }: Reach, ids: readonly number[]) {
  return showCourses(reader)
    .where('course.id', '=', sql<number>`any(${ids}::bigint[])`)
    .where(isInReach(organization, 'organization'))
    .execute()
}

/** The courses of one organization, or of all of them, by name. */
export function listCourses(reader: Reader, { organizationId }: { organizationId?: number } = {}) {
  let query = selectCourses(reader).orderBy('organization.slug').orderBy('course.name')
  if (organizationId !== undefined) query = query.where('course.organization_id', '=', organizationId)
  return query.execute()
}

/** What may be provisioned in an organization, by name. */
export function listActiveCourses(reader: Reader, organizationId: number) {
  return reader
    .selectFrom('courses')
    .select(['name', 'display_name'])
    .where('organization_id', '=', organizationId)
    .where('archived_at', 'is', null)
    .orderBy('name')
    .execute()
}

/** By the organization's slug and the course's name. Throws a Refusal (`not_found`) when there is none. */
export async function getCourseByName(reader: Reader, organization: string, name: string): Promise<CourseRow> {
  const row = await selectCourses(reader)
    .where('organization.slug', '=', organization)
    .where('course.name', '=', lowerName(name))
    .executeTakeFirst()
  if (row) return row
  throw new Refusal(
    'not_found',
    `Organization "${organization}" has no course "${name}": \`usher course list\` shows those there are.`,
  )
}

function showCourses(reader: Reader) {
  return fromCourses(reader)
    .select(['course.id', 'organization.slug as organization', 'course.name', 'course.display_name'])
    .select(['course.description', showAccess('course'), sql<Renewal>`course.renewal`.as('renewal')])
    .select(itemCount.as('item_count'))
    .select(['course.archived_at', 'course.created_at', 'course.updated_at'])
}

function selectCourses(reader: Reader) {
  return fromCourses(reader)
    .select(['course.id', 'course.organization_id', 'organization.slug as organization'])
    .select(['course.name', 'course.display_name'])
    .select(['course.access_months', 'course.access_days', 'course.access_until', 'course.renewal'])
    .select(['course.archived_at', 'course.created_at'])
    .select(itemCount.as('items'))
}

function fromCourses(reader: Reader) {
  return reader
    .selectFrom('courses as course')
    .innerJoin('organizations as organization', 'organization.id', 'course.organization_id')
}

const itemCount = sql<number>`(select count(*) from items where course_id = course.id)`
