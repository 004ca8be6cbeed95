/** Courses as the dialect shows them: of one organization, those that are archived too. */
import { type Expression, sql } from 'kysely'
import type { Reader } from '../../db/database.ts'
import { lowerName } from '../../lib/lower-case.ts'
import { many, one, type Place, type Resource, time } from './envelope.ts'
import { fromUuid, toUuid } from './ids.ts'
import type { Column } from './list.ts'

export type CourseRow = Awaited<ReturnType<ReturnType<typeof selectCourses>['executeTakeFirstOrThrow']>>

const status = sql<string>`case when course.archived_at is null then 'live' else 'archived' end`
// Two indexes answer it without a look at the rows.
const enrollmentCount = sql<number>`((select count(*) from enrollments where course_id = course.id)
  - (select count(*) from enrollments where course_id = course.id and revoked_at is not null))`

/** Without what has to be counted. */
export function selectCourseNames(reader: Reader, organizationId: number) {
  return reader
    .selectFrom('courses as course')
    .select(['course.id', 'course.organization_id', 'course.name', 'course.display_name'])
    .where('course.organization_id', '=', organizationId)
}

export function selectCourses(reader: Reader, organizationId: number) {
  return selectCourseNames(reader, organizationId)
    .select(['course.description', 'course.created_at', 'course.updated_at'])
    .select([status.as('status'), enrollmentCount.as('enrollment_count')])
}

export const courseColumns = {
  id: { type: 'courses', value: sql.ref('course.id') },
  name: { type: 'text', value: sql.ref('course.display_name') },
  permalink: { type: 'text', value: sql.ref('course.name') },
  status: { type: 'text', value: status },
  published: { type: 'boolean', value: sql`(course.archived_at is null)` },
  short_description: { type: 'text', value: sql.ref('course.description') },
  full_description: { type: 'text', value: sql.ref('course.description') },
  enrollments_count: { type: 'number', value: enrollmentCount },
  created_at: { type: 'moment', value: sql.ref('course.created_at') },
  updated_at: { type: 'moment', value: sql.ref('course.updated_at') },
} satisfies Record<string, Column>

export const courseKey: Expression<unknown> = sql.ref('course.id')

/** Words of either name. */
export const courseSearched = sql`(course.display_name || ' ' || course.name)`

/** Named by UUID, or by permalink as links of v1 had it. */
export function isCourse(which: string) {
  const id = fromUuid('courses', which)
  return id === null ? sql<boolean>`course.name = ${lowerName(which)}` : sql<boolean>`course.id = ${id}`
}

/** Those that a group gives. */
export function isOfGroup(groupId: number) {
  return sql<boolean>`course.id in (select course_id from group_courses where group_id = ${groupId})`
}

/** What we call the name is the permalink; the real service's name is what people read. */
export function toCourse(place: Place, row: CourseRow): Resource {
  const id = toUuid('courses', row.id)
  return {
    type: 'courses',
    id,
    attributes: {
      name: row.display_name,
      permalink: row.name,
      status: row.status,
      published: row.status === 'live',
      enrollments_count: row.enrollment_count,
      credential_achievement_count: 0,
      list_image_url: null,
      short_description: row.description,
      full_description: row.description,
      ribbon: null,
      dependent_course_names: [],
      unpublished_changes: false,
      ...(place.version === 'v1' && { course_enrollment_link: null, share_course_link: pageOfCourses(place) }),
      created_at: time(row.created_at),
      updated_at: time(row.updated_at),
    },
    links: linksOf(place, row.id, id),
    relationships: {
      categories: many('categories', []),
      instructor_partnerships: many('partnerships', []),
      school: one('schools', toUuid('schools', row.organization_id)),
    },
  }
}

/** Where learners find their courses. */
export function pageOfCourses(place: Place): string {
  return new URL('courses', place.base).href
}

/** What the dialect cannot do leads into our own API, which takes the same key. There are no drafts and no copies. */
function linksOf(place: Place, id: number, uuid: string): Resource['links'] {
  const native = new URL(`api/courses/${id}`, place.base).href
  return {
    self: linkTo(place, `${place.base}/courses/${uuid}`, ['get']),
    enrollments: linkTo(place, `${place.base}/courses/${uuid}/enrollments`, ['get']),
    enroll: linkTo(place, pageOfCourses(place), ['get']),
    preview: linkTo(place, pageOfCourses(place), ['get']),
    teaching: linkTo(place, native, ['get', 'patch']),
    edit: linkTo(place, native, ['patch']),
    builder: linkTo(place, `${native}/items`, ['get', 'post']),
    archive: linkTo(place, native, ['delete']),
    unarchive: linkTo(place, `${native}/restore`, ['post']),
    publish: null,
    clone: null,
  }
}

/** Of courses alone, the methods are one level deeper. */
function linkTo(place: Place, href: string, methods: readonly string[]) {
  return place.version === 'v1' ? href : { href, meta: { methods } }
}

/** The names of an organization's courses; null: one of them is not there. */
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
