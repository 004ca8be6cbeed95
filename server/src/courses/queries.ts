import { type ExpressionBuilder, sql } from 'kysely'
import type { Reader, Schema } from '../db/database.ts'
import { Refusal } from '../lib/refusal.ts'

export type CourseRow = Awaited<ReturnType<typeof listCourses>>[number]
export type ItemRow = Awaited<ReturnType<typeof listItems>>[number]

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
export async function getCourse(reader: Reader, organization: string, name: string): Promise<CourseRow> {
  const row = await selectCourses(reader)
    .where('organization.slug', '=', organization)
    .where('course.name', '=', name)
    .executeTakeFirst()
  if (row) return row
  throw new Refusal(
    'not_found',
    `Organization "${organization}" has no course "${name}": \`usher course list\` shows those there are.`,
  )
}

export function listItems(reader: Reader, courseId: number) {
  return reader
    .selectFrom('items')
    .select(['id', 'position', 'kind', 'title', 'launch_url', 'starter'])
    .where('course_id', '=', courseId)
    .orderBy('position')
    .execute()
}

function selectCourses(reader: Reader) {
  return reader
    .selectFrom('courses as course')
    .innerJoin('organizations as organization', 'organization.id', 'course.organization_id')
    .select([
      'course.id',
      'course.organization_id',
      'organization.slug as organization',
      'course.name',
      'course.display_name',
      'course.access_months',
      'course.access_days',
      'course.access_until',
      'course.renewal',
      'course.archived_at',
      'course.created_at',
      countItems,
    ])
}

function countItems(expression: ExpressionBuilder<Schema & { course: Schema['courses'] }, 'course'>) {
  return expression
    .selectFrom('items')
    .whereRef('items.course_id', '=', 'course.id')
    .select(sql<number>`count(*)`.as('items'))
    .as('items')
}
