/**
 * Learning paths: our bundles, products of several courses. Nobody is enrolled in one as such: whoever has each of its courses
 * is in it, since the last of them was given, and is as far as courses are completed.
 */
import { type Expression, sql } from 'kysely'
import type { Reader } from '../../db/database.ts'
import { pageOfCourses } from './courses.ts'
import { link, linkTo, many, one, type Place, type Resource, time } from './envelope.ts'
import { fromUuid, toUuid } from './ids.ts'
import type { Column } from './list.ts'

export type PathRow = Awaited<ReturnType<ReturnType<typeof selectPaths>['executeTakeFirstOrThrow']>>

const courseIds = sql<number[]>`array(
  select course_id from product_courses where product_id = product.id order by course_id)`

/** Those of one organization that are sold. */
export function selectPaths(reader: Reader, organizationId: number) {
  return reader
    .selectFrom('products as product')
    .select(['product.id', 'product.organization_id', 'product.name', 'product.display_name', 'product.description'])
    .select(['product.created_at', 'product.updated_at', courseIds.as('course_ids')])
    .where('product.organization_id', '=', organizationId)
    .where('product.course_id', 'is', null)
    .where('product.archived_at', 'is', null)
}

export const pathColumns = {
  id: { type: 'learning_paths', value: sql.ref('product.id') },
  name: { type: 'text', value: sql.ref('product.display_name') },
  permalink: { type: 'text', value: sql.ref('product.name') },
  description: { type: 'text', value: sql.ref('product.description') },
  created_at: { type: 'moment', value: sql.ref('product.created_at') },
  updated_at: { type: 'moment', value: sql.ref('product.updated_at') },
} satisfies Record<string, Column>

export const pathKey: Expression<unknown> = sql.ref('product.id')

export const pathSearched = sql`(product.display_name || ' ' || product.name)`

export function findPath(reader: Reader, organizationId: number, uuid: string) {
  return selectPaths(reader, organizationId)
    .where('product.id', '=', fromUuid('learning_paths', uuid))
    .executeTakeFirst()
}

/** Its courses come in no order, and it has no picture and no link that can be shown again. */
export function toPath(place: Place, row: PathRow): Resource {
  const id = toUuid('learning_paths', row.id)
  return {
    type: 'learning_paths',
    id,
    attributes: {
      name: row.display_name,
      permalink: row.name,
      description: row.description,
      navigation_mode: 'free',
      picture_url: null,
      learning_path_enrollment_link: null,
      share_learning_path_link: pageOfCourses(place),
      created_at: time(row.created_at),
      updated_at: time(row.updated_at),
    },
    links: {
      self: link(place, `/learning-paths/${id}`),
      enrollments: link(place, `/learning-paths/${id}/enrollments`),
      enroll: linkTo(place, pageOfCourses(place)),
    },
    relationships: {
      courses: many(
        'courses',
        row.course_ids.map(course => toUuid('courses', course)),
      ),
      school: one('schools', toUuid('schools', row.organization_id)),
    },
  }
}

interface PathEnrollment {
  readonly user_id: number
  readonly progress: number
  readonly enrolled_at: Date
  readonly completed_at: Date | null
  readonly updated_at: Date
}

/** Found by who is in the first of its courses, so that a page is as quick as one of that course. */
export function selectPathEnrollments(reader: Reader, { course_ids }: Pick<PathRow, 'course_ids'>) {
  const [first = null] = course_ids
  const whole = sql<Omit<PathEnrollment, 'user_id'> & { courses: number }>`lateral (
    select count(*) as courses, floor(100.0 * count(completed_at) / count(*))::int as progress,
      max(starts_at) as enrolled_at, max(updated_at) as updated_at,
      case when count(completed_at) = count(*) then max(completed_at) end as completed_at
    from enrollments
    where user_id = enrollment.user_id and course_id = any(${course_ids}::bigint[]) and revoked_at is null)`
  return reader
    .selectFrom(['enrollments as enrollment', whole.as('whole')])
    .select(['enrollment.user_id', 'whole.progress', 'whole.enrolled_at', 'whole.completed_at', 'whole.updated_at'])
    .where('enrollment.course_id', '=', first)
    .where('enrollment.revoked_at', 'is', null)
    .where('whole.courses', '=', course_ids.length)
}

export const pathEnrollmentColumns = ({ id }: Pick<PathRow, 'id'>) =>
  ({
    id: { type: 'people', value: sql.ref('enrollment.user_id'), start: `${toUuid('learning_paths', id)}-` },
    ...ofPathEnrollment,
  }) satisfies Record<string, Column>

const ofPathEnrollment = {
  person_id: { type: 'people', value: sql.ref('enrollment.user_id') },
  progress: { type: 'number', value: sql.ref('whole.progress') },
  enrolled_at: { type: 'moment', value: sql.ref('whole.enrolled_at') },
  completed_at: { type: 'moment', value: sql.ref('whole.completed_at') },
  updated_at: { type: 'moment', value: sql.ref('whole.updated_at') },
} satisfies Record<string, Column>

export const pathEnrollmentKey: Expression<unknown> = sql.ref('enrollment.id')

/** It has no id of its own but what it joins. */
export function toPathEnrollment(place: Place, { id }: Pick<PathRow, 'id'>, row: PathEnrollment): Resource {
  const [path, person] = [toUuid('learning_paths', id), toUuid('people', row.user_id)]
  return {
    type: 'learning_path_enrollments',
    id: `${path}-${person}`,
    attributes: {
      person_id: person,
      learning_path_id: path,
      progress: row.progress,
      enrolled_at: time(row.enrolled_at),
      completed_at: time(row.completed_at),
      last_active_on: null,
      updated_at: time(row.updated_at),
    },
    links: { person: link(place, `/people/${person}`), learning_path: link(place, `/learning-paths/${path}`) },
    relationships: { person: one('people', person), learning_path: one('learning_paths', path) },
  }
}
