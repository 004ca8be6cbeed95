/** Grants and the enrollment they add up to: giving, suspending, resuming, revoking. */
import { Temporal } from 'temporal-polyfill'
import { statusOf } from '../lib/enrollment-status.ts'
import type { Draft } from './draft.ts'
import { foldGrants, runAt } from './fold.ts'
import type { EnrollmentIntent, EnrollmentOutcome, ProvisionIntent } from './intents.ts'
import { type Course, type Enrollment, enrollmentKey, type Grant, type Organization, type Period } from './snapshot.ts'

/** The last day of a course that would have to be given and is over, such as `2026-06-30`; null: it can be had, or nothing is to be done. */
export function endedBefore(draft: Draft, intent: ProvisionIntent, course: Course, timeZone: string): string | null {
  const { until } = periodOf(intent, course)
  if (!until || until > draft.now) return null
  const user = draft.users.get(intent.email)
  const stored = user && draft.enrollments.get(enrollmentKey(user.id, course.id))
  if (stored && (stored.suspendedAt || isAnswered(draft, intent, stored))) return null
  // What ends at midnight was open until the day before.
  const last = Temporal.Instant.fromEpochMilliseconds(until.getTime() - 1).toZonedDateTimeISO(timeZone)
  return last.toPlainDate().toString()
}

/** Gives the person the course, unless that was answered before or the enrollment is suspended. */
export function enrol(
  draft: Draft,
  intent: ProvisionIntent,
  {
    userId,
    course,
    organization,
    operationId,
  }: { userId: number; course: Course; organization: Organization; operationId: number },
): EnrollmentOutcome {
  const key = enrollmentKey(userId, course.id)
  const stored = draft.enrollments.get(key)
  if (stored?.suspendedAt) return { ...enrollmentOutcome(draft, course, stored, stored), skipped: 'suspended' }
  if (stored && isAnswered(draft, intent, stored)) return enrollmentOutcome(draft, course, stored, stored)

  draft.grants.add({
    id: draft.newId(),
    userId,
    courseId: course.id,
    organizationId: organization.id,
    operationId,
    source: intent.grantSource,
    reference: intent.reference,
    startsAt: draft.now,
    ...periodOf(intent, course),
    timeZone: organization.timeZone,
    renewal: course.renewal,
    revokedAt: null,
    revokedReason: null,
    revokedOperationId: null,
  })
  return enrollmentOutcome(draft, course, stored, refold(draft, userId, course.id))
}

/** Suspends, resumes or revokes; gives back the very row that was there when there was nothing to do. */
export function changeEnrollment(
  draft: Draft,
  intent: EnrollmentIntent,
  stored: Enrollment,
  operationId: number,
): Enrollment {
  if (intent.kind === 'suspend')
    return stored.suspendedAt ? stored : draft.enrollments.put({ ...stored, suspendedAt: draft.now })
  if (intent.kind === 'resume')
    return stored.suspendedAt ? draft.enrollments.put({ ...stored, suspendedAt: null }) : stored
  const standing = grantsOf(draft, stored).filter(grant => !grant.revokedAt)
  if (standing.length === 0) return stored
  const revocation = { revokedAt: draft.now, revokedReason: intent.reason, revokedOperationId: operationId }
  for (const grant of standing) draft.grants.replace(grant, { ...grant, ...revocation })
  return refold(draft, stored.userId, stored.courseId)
}

export function enrollmentOutcome(
  draft: Draft,
  { name: course, id: courseId }: Course,
  before: Enrollment | undefined,
  after: Enrollment,
): EnrollmentOutcome {
  const { id: enrollmentId, startsAt, endsAt, revokedAt, suspendedAt, completedAt } = after
  const moments = {
    starts_at: startsAt,
    ends_at: endsAt,
    revoked_at: revokedAt,
    suspended_at: suspendedAt,
    completed_at: completedAt,
  }
  const status = statusOf(moments, draft.now)
  return { course, courseId, enrollmentId, unchanged: before === after, status, startsAt, endsAt, skipped: null }
}

/** Whether nothing is to be done: the reference is known, or there is none and the access asked for is there. */
function isAnswered(draft: Draft, { reference }: ProvisionIntent, stored: Enrollment): boolean {
  if (reference !== null) return grantsOf(draft, stored).some(grant => grant.reference === reference)
  return !stored.revokedAt && (stored.endsAt === null || stored.endsAt > draft.now)
}

function periodOf(intent: ProvisionIntent, { months, days, until }: Course): Period {
  return intent.months === null ? { months, days, until } : { months: intent.months, days: null, until: null }
}

/** Brings an enrollment to what its grants now add up to. With none left it keeps its dates and is revoked. */
function refold(draft: Draft, userId: number, courseId: number): Enrollment {
  const key = enrollmentKey(userId, courseId)
  const stored = draft.enrollments.get(key)
  const run = runAt(foldGrants(draft.grants.get(key)), draft.now)
  if (run) {
    const fresh = { id: stored?.id ?? draft.newId(), userId, courseId, suspendedAt: null, completedAt: null }
    return draft.enrollments.put({ ...fresh, ...stored, ...run, revokedAt: null })
  }
  if (!stored) throw new Error('an enrollment without grants cannot begin')
  return draft.enrollments.put({ ...stored, revokedAt: draft.now })
}

function grantsOf(draft: Draft, { userId, courseId }: Enrollment): readonly Grant[] {
  return draft.grants.get(enrollmentKey(userId, courseId))
}
