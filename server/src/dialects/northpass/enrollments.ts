/**
 * Enrollments as the dialect shows them, from the side of a course and, as a transcript, of a person. How far somebody is in
 * a course is known when it is completed and not before: until then the progress is 0.
 */
import { type Expression, sql } from 'kysely'
import type { Reader } from '../../db/database.ts'
import { link, one, type Place, type Resource, time } from './envelope.ts'
import { toUuid } from './ids.ts'
import type { Column } from './list.ts'

export type EnrollmentRow = Awaited<ReturnType<ReturnType<typeof selectEnrollments>['executeTakeFirstOrThrow']>>

/** Of all organizations: who asks says of which course, or of which person in whose courses. */
export function selectEnrollments(reader: Reader) {
  return reader
    .selectFrom('enrollments as enrollment')
    .innerJoin('courses as course', 'course.id', 'enrollment.course_id')
    .select(['enrollment.id', 'enrollment.user_id', 'enrollment.course_id', 'course.display_name'])
    .select(['enrollment.starts_at', 'enrollment.completed_at', 'enrollment.updated_at'])
}

export interface WhoseTranscript {
  readonly organizationId: number
  /** Null: nobody. */
  readonly userId: number | null
}

/** Of the courses of one organization. What was taken away stays when it was completed. */
export function selectTranscript(reader: Reader, { organizationId, userId }: WhoseTranscript) {
  return selectEnrollments(reader)
    .where('enrollment.user_id', '=', userId)
    .where('course.organization_id', '=', organizationId)
    .where(sql<boolean>`(enrollment.revoked_at is null or enrollment.completed_at is not null)`)
}

/** Whether there is anything on it, and the person still belongs to the organization. */
export async function hasTranscript(reader: Reader, who: WhoseTranscript): Promise<boolean> {
  const line = await selectTranscript(reader, who)
    .innerJoin('memberships as membership', join =>
      join
        .onRef('membership.user_id', '=', 'enrollment.user_id')
        .onRef('membership.organization_id', '=', 'course.organization_id'),
    )
    .limit(1)
    .executeTakeFirst()
  return line !== undefined
}

const progress = sql`(case when enrollment.completed_at is null then 0 else 100 end)`

const moments = {
  enrolled_at: { type: 'moment', value: sql.ref('enrollment.starts_at') },
  completed_at: { type: 'moment', value: sql.ref('enrollment.completed_at') },
  updated_at: { type: 'moment', value: sql.ref('enrollment.updated_at') },
  progress: { type: 'number', value: progress },
} satisfies Record<string, Column>

export const enrollmentColumns = {
  id: { type: 'enrollments', value: sql.ref('enrollment.id') },
  person_id: { type: 'people', value: sql.ref('enrollment.user_id') },
  course_id: { type: 'courses', value: sql.ref('enrollment.course_id') },
  ...moments,
} satisfies Record<string, Column>

export const transcriptColumns = {
  id: { type: 'enrollments', value: sql.ref('enrollment.id') },
  resource_id: { type: 'courses', value: sql.ref('enrollment.course_id') },
  resource_type: { type: 'text', value: sql`'course'` },
  name: { type: 'text', value: sql.ref('course.display_name') },
  progress_status: {
    type: 'text',
    value: sql`(case when enrollment.completed_at is null then 'enrolled' else 'completed' end)`,
  },
  ...moments,
} satisfies Record<string, Column>

export const enrollmentKey: Expression<unknown> = sql.ref('enrollment.id')

export function toEnrollment(place: Place, row: EnrollmentRow): Resource {
  const [person, course] = [toUuid('people', row.user_id), toUuid('courses', row.course_id)]
  return {
    type: 'course_enrollments',
    id: toUuid('enrollments', row.id),
    attributes: {
      person_id: person,
      course_id: course,
      ...told(row),
      last_active_on: null,
      updated_at: time(row.updated_at),
    },
    links: { person: link(place, `/people/${person}`), course: link(place, `/courses/${course}`) },
    relationships: { person: one('people', person), course: one('courses', course) },
  }
}

/** Usher issues no certificates, and knows no second attempts and no versions of a course. */
export function toTranscriptLine(place: Place, row: EnrollmentRow): Resource {
  const [person, course] = [toUuid('people', row.user_id), toUuid('courses', row.course_id)]
  return {
    type: 'transcripts',
    id: toUuid('enrollments', row.id),
    attributes: {
      resource_id: course,
      resource_type: 'course',
      name: row.display_name,
      progress_status: row.completed_at ? 'completed' : 'enrolled',
      ...told(row),
      started_at: null,
      last_active_at: null,
      attempt_number: 1,
      version_number: 1,
      updated_at: time(row.updated_at),
    },
    links: { resource: link(place, `/courses/${course}`) },
    relationships: { person: one('people', person), course: one('courses', course) },
  }
}

function told({ starts_at, completed_at }: EnrollmentRow) {
  return { progress: completed_at ? 100 : 0, enrolled_at: time(starts_at), completed_at: time(completed_at) }
}
