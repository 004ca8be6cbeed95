/** The status as a condition on rows of `enrollments`: what lib/enrollment-status.ts says of one, said to the database. */
import { sql } from 'kysely'
import type { EnrollmentStatus } from '../lib/enrollment-status.ts'

/** With what is held back where a membership is suspended, in these courses. */
export function hasStatus(status: EnrollmentStatus, now: Date, courseIds: readonly number[]) {
  if (status === 'revoked') return hasOwnStatus(status, now)
  // Few are suspended: all that they have there is known before anything is looked at.
  const held = sql<boolean>`enrollment.id = any(array(
    select held.id from memberships membership
    join courses course on course.organization_id = membership.organization_id
    join enrollments held on held.user_id = membership.user_id and held.course_id = course.id
    where membership.suspended_at is not null and course.id = any(${[...courseIds]}::bigint[])))`
  if (status !== 'suspended') return sql<boolean>`${hasOwnStatus(status, now)} and not ${held}`
  return sql<boolean>`(${hasOwnStatus(status, now)} or enrollment.revoked_at is null and ${held})`
}

/** By what it is itself. Each holds the condition of the index that finds it, where it is rare. */
export function hasOwnStatus(status: EnrollmentStatus, now: Date) {
  switch (status) {
    case 'revoked':
      return sql<boolean>`enrollment.revoked_at is not null`
    case 'suspended':
      return sql<boolean>`enrollment.revoked_at is null and enrollment.suspended_at is not null`
    case 'completed':
      return sql<boolean>`enrollment.revoked_at is null and enrollment.suspended_at is null
        and enrollment.completed_at is not null`
    case 'upcoming':
      return sql<boolean>`${followsTheClock} and enrollment.starts_at > ${now}
        and enrollment.starts_at - enrollment.updated_at > interval '1 second'`
    case 'expired':
      return sql<boolean>`${followsTheClock} and ${endsAt} <= ${now}`
    case 'active':
      return sql<boolean>`${followsTheClock} and enrollment.starts_at <= ${now}
        and ${endsAt} > ${now}`
  }
}

/** As it is indexed: what has no end comes last. */
export const endsAt = sql<Date>`coalesce(enrollment.ends_at, 'infinity')`

const followsTheClock = sql`enrollment.revoked_at is null and enrollment.suspended_at is null
  and enrollment.completed_at is null`
