/** Grants and the enrollment they add up to: giving, holding, extending, ending, revoking. */
import { Temporal } from 'temporal-polyfill'
import { statusOf } from '../../lib/states/enrollment-status.ts'
import type { EnrollmentIntent, ExtendIntent, RevokeGrantIntent } from '../intents/enrollment.ts'
import type { EnrollmentOutcome } from '../intents/outcome.ts'
import type { Problem } from '../intents/problem.ts'
import type { GrantSource } from '../intents/provision.ts'
import type { EnrollmentMarks } from '../intents/undo.ts'
import type { Course, Period, RenewalPolicy } from '../rows/course.ts'
import { enrollmentKey } from '../rows/keys.ts'
import type { Organization } from '../rows/organization.ts'
import type { Enrollment, Grant } from '../rows/person.ts'
import type { Draft } from './draft.ts'
import { foldGrants, runAt } from './fold.ts'
import { heldSince } from './people/person.ts'
import { describePeriod, isSamePeriod } from './period.ts'
import { findRefunded, referenceTaken } from './reference-taken.ts'

/** Why somebody is given a course, and for how long. */
export interface Grounds {
  readonly userId: number
  readonly organization: Organization
  readonly source: GrantSource
  /** The thing it comes from: it gives a course once, as long as that grant stands. Null: the call itself. */
  readonly originId: number | null
  readonly reference: string | null
  /** Null: the course's own. */
  readonly period: Period | null
  /** Null: the course's own. */
  readonly renewal: RenewalPolicy | null
  /** Absent: now. */
  readonly startsAt?: Date
}

/** What is given, before it is known to whom. */
type Gift = Pick<Grounds, 'source' | 'originId' | 'reference' | 'period' | 'startsAt'>

/** The last day of a course that would have to be given and is over, such as `2026-06-30`; null: it can be had, or nothing is to be done. */
export function endedBefore(
  draft: Draft,
  course: Course,
  gift: Gift,
  { userId, timeZone }: { userId: number | undefined; timeZone: string },
): string | null {
  const { until } = gift.period ?? course
  if (!until || until > (gift.startsAt ?? draft.now) || isAnswered(draft, course, gift, userId)) return null
  // What ends at midnight was open until the day before.
  const last = Temporal.Instant.fromEpochMilliseconds(until.getTime() - 1).toZonedDateTimeISO(timeZone)
  return last.toPlainDate().toString()
}

/** Whether nothing is to be given: a call finds the enrollment suspended, or it was given before. */
export function isAnswered(draft: Draft, course: Course, gift: Gift, userId: number | undefined): boolean {
  const stored = userId === undefined ? undefined : draft.enrollments.get(enrollmentKey(userId, course.id))
  if (!stored) return false
  return (stored.suspendedAt !== null && gift.originId === null) || findAnswer(draft, gift, stored) !== undefined
}

/** What was given before by the same reference, where something else is asked for now. */
export function findOther(
  draft: Draft,
  course: Course,
  { source, reference, period, startsAt }: Pick<Gift, 'source' | 'reference' | 'period' | 'startsAt'>,
  userId: number | undefined,
): Grant | undefined {
  if (reference === null || userId === undefined) return
  const known = draft.grants.get(enrollmentKey(userId, course.id)).find(grant => grant.reference === reference)
  // Time that was added to what somebody had is another thing than the course itself.
  const isSame =
    (known?.source === 'person') === (source === 'person') &&
    (period === null || (known && isSamePeriod(period, known))) &&
    (startsAt === undefined || startsAt.getTime() === known?.startsAt.getTime())
  return isSame ? undefined : known
}

/** Gives the person the course, unless that was answered before or a call finds the enrollment suspended. */
export function enrol(draft: Draft, course: Course, grounds: Grounds): EnrollmentOutcome {
  const { userId } = grounds
  const stored = draft.enrollments.get(enrollmentKey(userId, course.id))
  const answer = stored && findAnswer(draft, grounds, stored)
  if (stored?.suspendedAt && grounds.originId === null)
    return { ...enrollmentOutcome(draft, course, stored, stored), skipped: 'suspended' }
  if (stored && answer) return { ...enrollmentOutcome(draft, course, stored, stored), grantId: answer.id }

  const { period, renewal } = grounds
  const terms = {
    startsAt: grounds.startsAt ?? draft.now,
    period: period ?? course,
    renewal: renewal ?? course.renewal,
  }
  const grant = addGrant(draft, course.id, { ...grounds, ...terms })
  const enrollment = refold(draft, userId, course.id)
  return { ...enrollmentOutcome(draft, course, stored, enrollment), grantId: grant.id }
}

/** Does what is asked, or says what is wrong; gives back the very row that was there when there was nothing to do. */
export function changeEnrollment(
  draft: Draft,
  intent: EnrollmentIntent | ExtendIntent | RevokeGrantIntent,
  stored: Enrollment,
): Enrollment | Problem {
  switch (intent.kind) {
    case 'suspend':
      return stored.suspendedAt ? stored : markEnrollment(draft, stored, { suspendedAt: draft.now })
    case 'resume':
      return stored.suspendedAt ? markEnrollment(draft, stored, { suspendedAt: null }) : stored
    case 'complete':
      if (stored.completedAt) return stored
      return stored.revokedAt ? revoked(stored) : markEnrollment(draft, stored, { completedAt: draft.now })
    case 'extend':
      return stored.revokedAt ? revoked(stored) : extend(draft, intent, stored)
    case 'access_ended':
      return noteEnd(draft, stored)
    case 'revoke': {
      const { reference = null } = intent
      const grants = grantsOf(draft, stored).filter(grant => reference === null || grant.reference === reference)
      if (reference !== null && grants.length === 0)
        return { code: 'unknown_reference', field: 'external_ref', value: reference }
      return revoke(draft, stored, grants, intent.reason)
    }
    case 'revoke_grant': {
      const grant = grantsOf(draft, stored).find(({ id }) => id === intent.grantId)
      if (!grant) return { code: 'unknown_grant', field: 'grant', value: intent.grantId }
      return revoke(draft, stored, [grant], intent.reason)
    }
  }
}

/** A hold or a completion, which no grant decides: what was before is noted. */
export function markEnrollment(draft: Draft, stored: Enrollment, marks: Partial<EnrollmentMarks>): Enrollment {
  const after = draft.enrollments.put({ ...stored, ...marks })
  const shown = ({ userId, courseId, suspendedAt, completedAt }: Enrollment) => ({
    ...{ user: userId, course_id: courseId },
    ...{ suspended_at: suspendedAt, completed_at: completedAt },
  })
  const change = { before: shown(stored), after: shown(after) }
  draft.recordChange({ kind: 'enrollment', objectId: stored.id, ...change })
  return after
}

function revoked({ id }: Enrollment): Problem {
  return { code: 'enrollment_revoked', field: 'enrollment', value: id }
}

/** Nothing is added to what has no end, or by a reference that was answered before. */
function extend(draft: Draft, intent: ExtendIntent, stored: Enrollment): Enrollment | Problem {
  const { call, period, reference } = intent
  const { userId, courseId, startsAt, endsAt } = stored
  const organization = draft.organization(call.organizationId)
  const known = reference === null ? undefined : grantsOf(draft, stored).find(grant => grant.reference === reference)
  if (known && !(known.source === 'person' && isSamePeriod(known, period)))
    return referenceTaken(`${intent.course}, ${describePeriod(known)}`)
  if (known || endsAt === null || !organization) return stored
  const [refunded] = findRefunded(draft, organization.id, { reference, courseIds: [courseId] })
  if (refunded) return refunded
  if (period.until && period.until <= endsAt) return { code: 'not_longer', field: 'access.until' }
  // After what it extends, also when that has not begun: the fold takes grants in the order in which they begin.
  const start = new Date(Math.max(draft.now.getTime(), startsAt.getTime() + 1))
  const terms = { startsAt: start, period, renewal: 'extend', source: 'person', originId: null, reference } as const
  addGrant(draft, courseId, { ...terms, userId, organization })
  return refold(draft, userId, courseId)
}

/** What was granted for a later time takes its place, where there is such. */
function noteEnd(draft: Draft, stored: Enrollment): Enrollment {
  const { userId, courseId, endsAt, endNotedAt, revokedAt } = stored
  const isOver = endsAt !== null && endsAt <= draft.now && !revokedAt
  if (!isOver || (endNotedAt && endNotedAt >= endsAt)) return stored
  draft.enrollments.put({ ...stored, endNotedAt: draft.now })
  return refold(draft, userId, courseId)
}

function revoke(
  draft: Draft,
  { userId, courseId }: Enrollment,
  grants: readonly Grant[],
  reason: string | null,
): Enrollment {
  revokeGrants(draft, grants, reason)
  return draft.enrollments.get(enrollmentKey(userId, courseId)) as Enrollment
}

/** Takes back those of the grants that stand; each enrollment becomes what is left. */
export function revokeGrants(draft: Draft, grants: readonly Grant[], reason: string | null): void {
  const standing = grants.filter(grant => !grant.revokedAt)
  const revocation = { revokedAt: draft.now, revokedReason: reason, revokedOperationId: draft.operationId() }
  for (const grant of standing) draft.grants.replace(grant, { ...grant, ...revocation })
  const touched = new Map(standing.map(grant => [enrollmentKey(grant.userId, grant.courseId), grant]))
  for (const { userId, courseId } of touched.values()) refold(draft, userId, courseId)
}

export function enrollmentOutcome(
  draft: Draft,
  { name: course, id: courseId, organizationId }: Course,
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
    membership_suspended_at: heldSince(draft, after.userId, organizationId),
  }
  const status = statusOf(moments, draft.now)
  const unchanged = before === after
  return { course, courseId, enrollmentId, unchanged, status, startsAt, endsAt, skipped: null, grantId: null }
}

/** The grant that makes another one needless: of the same reference or origin, or, with neither, the last of a running access. */
function findAnswer(draft: Draft, { reference, source, originId }: Gift, stored: Enrollment): Grant | undefined {
  const grants = grantsOf(draft, stored)
  if (reference !== null) return grants.find(grant => grant.reference === reference)
  if (originId !== null)
    return grants.find(grant => grant.source === source && grant.originId === originId && !grant.revokedAt)
  const runs = !stored.revokedAt && (stored.endsAt === null || stored.endsAt > draft.now)
  return runs ? grants.findLast(grant => !grant.revokedAt) : undefined
}

type Terms = Omit<Grounds, 'period' | 'renewal'> & Pick<Grant, 'startsAt' | 'renewal'> & { readonly period: Period }

function addGrant(draft: Draft, courseId: number, { organization, period, ...terms }: Terms): Grant {
  const { months, days, until } = period
  const { id: organizationId, timeZone } = organization
  // Nothing else that the caller had in hand: a plan shows what is in a grant, and compares it.
  const { userId, source, originId, reference, startsAt, renewal } = terms
  return draft.grants.add({
    ...{ id: draft.newId(), userId, courseId, organizationId, source, originId, reference },
    ...{ startsAt, months, days, until, timeZone, renewal },
    ...{ revokedAt: null, revokedReason: null, revokedOperationId: null },
  })
}

/** Brings an enrollment to what its grants now add up to. With none left it keeps its dates and is revoked. */
export function refold(draft: Draft, userId: number, courseId: number): Enrollment {
  const key = enrollmentKey(userId, courseId)
  const stored = draft.enrollments.get(key)
  const run = runAt(foldGrants(draft.grants.get(key), draft.ends), draft.now)
  if (run) {
    const fresh = { id: stored?.id ?? draft.newId(), userId, courseId }
    const untouched = { suspendedAt: null, completedAt: null, endNotedAt: null }
    return draft.enrollments.put({ ...fresh, ...untouched, ...stored, ...run, revokedAt: null })
  }
  if (!stored) throw new Error('an enrollment without grants cannot begin')
  return draft.enrollments.put({ ...stored, revokedAt: draft.now })
}

export function grantsOf(draft: Draft, { userId, courseId }: { userId: number; courseId: number }): readonly Grant[] {
  return draft.grants.get(enrollmentKey(userId, courseId))
}
