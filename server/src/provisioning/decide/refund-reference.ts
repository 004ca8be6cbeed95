/** Refunds by the reference of a purchase: what calls gave by it, and what comes by it later. */
import type { RefundIntent } from '../intents/enrollment.ts'
import type { Course } from '../rows/course.ts'
import { enrollmentKey } from '../rows/keys.ts'
import type { Decided } from './decided.ts'
import type { Draft } from './draft.ts'
import { enrollmentOutcome, revokeGrants } from './enrollment.ts'
import { releaseSpentClaims } from './seats.ts'

/** Also of what has not come yet: shops do not send their orders and refunds in order. Once: then nothing changes. */
export function refund(draft: Draft, { call, reference, reason, ...intent }: RefundIntent): Decided {
  const organization = draft.organization(call.organizationId)
  const named = intent.courses.map(name => [name, draft.course(call.organizationId, name)] as const)
  const unknown = named.filter(([, course]) => course === undefined)
  if (!organization || unknown.length > 0)
    return { problems: unknown.map(([value]) => ({ code: 'unknown_course', field: 'courses', value })) }

  const { id: organizationId } = organization
  const courseIds = named.map(([, course]) => (course as Course).id)
  const isMeant = (courseId: number) => courseIds.length === 0 || courseIds.includes(courseId)
  const given = draft.grants
    .all()
    .filter(grant => grant.organizationId === organizationId && grant.reference === reference)
    .filter(grant => !grant.revokedAt && isMeant(grant.courseId))
  const before = new Map(draft.enrollments.all().map(row => [row.id, row]))
  revokeGrants(draft, given, reason)
  for (const grant of given) releaseSpentClaims(draft, grant)

  const known = draft.refunds.get(organizationId).filter(row => row.reference === reference)
  const isNew = (courseId: number | null) => !known.some(row => row.courseId === null || row.courseId === courseId)
  const added = (courseIds.length === 0 ? [null] : courseIds).filter(isNew)
  for (const courseId of added) draft.refunds.add({ organizationId, reference, courseId, reason })

  const touched = new Map(given.map(grant => [enrollmentKey(grant.userId, grant.courseId), grant]))
  const enrollments = [...touched].flatMap(([key, { courseId }]) => {
    const after = draft.enrollments.get(key)
    const course = draft.courseById(courseId)
    return after && course ? [enrollmentOutcome(draft, course, before.get(after.id), after)] : []
  })
  const [userId = null, ...others] = new Set(given.map(grant => grant.userId))
  const result = given.length + added.length > 0 ? 'changed' : 'unchanged'
  return { result, userId: others.length === 0 ? userId : null, enrollments, seats: [] }
}
