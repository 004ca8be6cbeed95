/** The status as a condition on rows of `enrollments`: what lib/states/enrollment-status.ts says of one, said to the database. */
import { sql } from 'kysely'
import type { EnrollmentStatus } from '../lib/states/enrollment-status.ts'
import { heldBackIn } from './held-back.ts'

/** In these courses. */
export function hasStatus(status: EnrollmentStatus, now: Date, courseIds: readonly number[]) {
  if (status === 'revoked') return hasOwnStatus(status, now)
  const held = heldBackIn(courseIds)
  if (status !== 'suspended') return sql<boolean>`${hasOwnStatus(status, now)} and enrollment.id not in (${held})`
  return sql<boolean>`enrollment.revoked_at is null and enrollment.id in (
    select enrollment.id from enrollments enrollment
    where ${hasOwnStatus(status, now)} and enrollment.course_id = any(${[...courseIds]}::bigint[])
    union all ${held})`
}

/** Each holds the condition of the index that finds it, where it is rare. */
function hasOwnStatus(status: EnrollmentStatus, now: Date) {
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
