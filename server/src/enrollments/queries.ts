import { idOfEmail } from '../accounts/aliases.ts'
import type { Reader } from '../db/database.ts'
import { lowerName } from '../lib/lower-case.ts'
import { statusOf } from '../lib/states/enrollment-status.ts'
import { membershipSuspendedAt } from './held-back.ts'

export interface EnrollmentFilter {
  readonly organizationId?: number
  /** Normalized. */
  readonly email?: string
  /** The name of a course. */
  readonly course?: string
}

export type EnrollmentRow = Awaited<ReturnType<typeof listEnrollments>>[number]

/** The newest ones first, at most `limit`, with the status they have at `now`. */
export async function listEnrollments(
  reader: Reader,
  filter: EnrollmentFilter,
  { limit, now }: { limit: number; now: Date },
) {
  let query = reader
    .selectFrom('enrollments as enrollment')
    .innerJoin('users as user', 'user.id', 'enrollment.user_id')
    .innerJoin('courses as course', 'course.id', 'enrollment.course_id')
    .innerJoin('organizations as organization', 'organization.id', 'course.organization_id')
    .select([
      'enrollment.id',
      'user.email',
      'organization.slug as organization',
      'course.name as course',
      'enrollment.user_id',
    ])
    .select(['enrollment.starts_at', 'enrollment.ends_at', 'enrollment.revoked_at', 'enrollment.suspended_at'])
    .select(membershipSuspendedAt('enrollment', 'course').as('membership_suspended_at'))
    .select(['enrollment.completed_at', 'enrollment.course_id'])
    .orderBy('enrollment.id', 'desc')
    .limit(limit)
  if (filter.organizationId !== undefined) query = query.where('course.organization_id', '=', filter.organizationId)
  if (filter.email !== undefined) query = query.where('user.id', '=', idOfEmail(filter.email))
  if (filter.course !== undefined) query = query.where('course.name', '=', lowerName(filter.course))
  return (await query.execute()).map(row => ({ ...row, status: statusOf(row, now) }))
}
