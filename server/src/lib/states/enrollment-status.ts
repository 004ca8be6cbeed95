/**
 * The status of an enrollment is not kept: it follows from its moments and the clock, so that nothing has to run for an
 * enrollment to start or to expire.
 */

export const enrollmentStatuses = ['upcoming', 'active', 'suspended', 'expired', 'revoked', 'completed'] as const
export type EnrollmentStatus = (typeof enrollmentStatuses)[number]

/** The moments of an enrollment, as the database holds them. */
export interface EnrollmentMoments {
  readonly starts_at: Date
  /** The first moment without access; null: for ever. */
  readonly ends_at: Date | null
  readonly revoked_at: Date | null
  readonly suspended_at: Date | null
  readonly completed_at: Date | null
  /** Of the person, where the course is: holds back all that the person has there. */
  readonly membership_suspended_at: Date | null
}

/**
 * What to call an enrollment at `now`. What people decided comes before what the clock says: a hold outlasts the end of
 * the period, and who completed a course has completed it for good.
 */
export function statusOf(enrollment: EnrollmentMoments, now: Date): EnrollmentStatus {
  if (enrollment.revoked_at) return 'revoked'
  if (isHeld(enrollment)) return 'suspended'
  if (enrollment.completed_at) return 'completed'
  if (enrollment.starts_at > now) return 'upcoming'
  if (hasEnded(enrollment, now)) return 'expired'
  return 'active'
}

/** Whether the learner may work in the course at `now`. Completing it takes no paid day away and adds none. */
export function isOpen(enrollment: EnrollmentMoments, now: Date): boolean {
  const isStopped = enrollment.revoked_at !== null || isHeld(enrollment)
  return !isStopped && enrollment.starts_at <= now && !hasEnded(enrollment, now)
}

function isHeld({ suspended_at, membership_suspended_at }: EnrollmentMoments): boolean {
  return suspended_at !== null || membership_suspended_at !== null
}

function hasEnded({ ends_at }: EnrollmentMoments, now: Date): boolean {
  return ends_at !== null && ends_at <= now
}
