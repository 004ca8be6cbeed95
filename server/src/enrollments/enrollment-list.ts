/**
 * Enrollments, from the side of a course and, as a transcript, of a person, by the columns that they can be asked for. How far
 * somebody is in a course is known when it is completed and not before: until then the progress is 0.
 */
import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import type { List } from '../db/list.ts'

export type ListedEnrollment = Awaited<ReturnType<ReturnType<typeof selectEnrollments>['executeTakeFirstOrThrow']>>

export const enrollmentList = {
  columns: {
    id: { type: 'id', value: sql.ref('enrollment.id') },
    user_id: { type: 'id', value: sql.ref('enrollment.user_id') },
    course_id: { type: 'id', value: sql.ref('enrollment.course_id') },
    course_name: { type: 'text', value: sql.ref('course.display_name') },
    is_completed: { type: 'boolean', value: sql`(enrollment.completed_at is not null)` },
    progress: { type: 'number', value: sql`(case when enrollment.completed_at is null then 0 else 100 end)` },
    starts_at: { type: 'moment', value: sql.ref('enrollment.starts_at') },
    completed_at: { type: 'moment', value: sql.ref('enrollment.completed_at') },
    updated_at: { type: 'moment', value: sql.ref('enrollment.updated_at') },
  },
  key: sql.ref('enrollment.id'),
} as const satisfies List

/** Of one course, of whatever organization: who asks has found the course. */
export function selectEnrollmentsIn(reader: Reader, courseId: number) {
  return selectEnrollments(reader)
    .where('enrollment.course_id', '=', courseId)
    .where('enrollment.revoked_at', 'is', null)
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

function selectEnrollments(reader: Reader) {
  return reader
    .selectFrom('enrollments as enrollment')
    .innerJoin('courses as course', 'course.id', 'enrollment.course_id')
    .select(['enrollment.id', 'enrollment.user_id', 'enrollment.course_id', 'course.display_name'])
    .select(['enrollment.starts_at', 'enrollment.completed_at', 'enrollment.updated_at'])
}
