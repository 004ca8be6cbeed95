/**
 * The status of an enrollment is not kept: it follows from its moments and the clock, so that nothing has to run for an
 * enrollment to start or to expire.
 */
import type { EnrollmentStatus } from './intents.ts'

export interface EnrollmentMoments {
  readonly startsAt: Date
  /** The first moment without access; null: for ever. */
  readonly endsAt: Date | null
  readonly revokedAt: Date | null
  readonly suspendedAt: Date | null
  readonly completedAt: Date | null
}

/**
 * What to call an enrollment at `now`. What people decided comes before what the clock says: a hold outlasts the end of
 * the period, and who completed a course has completed it for good.
 */
export function statusOf(enrollment: EnrollmentMoments, now: Date): EnrollmentStatus {
  if (enrollment.revokedAt) return 'revoked'
  if (enrollment.suspendedAt) return 'suspended'
  if (enrollment.completedAt) return 'completed'
  if (enrollment.startsAt > now) return 'upcoming'
  if (hasEnded(enrollment, now)) return 'expired'
  return 'active'
}

/** Whether the learner may work in the course at `now`. Completing it takes no paid day away and adds none. */
export function isOpen(enrollment: EnrollmentMoments, now: Date): boolean {
  const held = enrollment.revokedAt !== null || enrollment.suspendedAt !== null
  return !held && enrollment.startsAt <= now && !hasEnded(enrollment, now)
}

function hasEnded({ endsAt }: EnrollmentMoments, now: Date): boolean {
  return endsAt !== null && endsAt <= now
}
