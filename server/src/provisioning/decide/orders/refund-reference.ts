/** Refunds by the reference of a purchase: what came by it, through whichever call, and what comes by it later. */
import type { RefundIntent } from '../../intents/enrollment.ts'
import type { ChangedOutcome, EnrollmentOutcome, OrderedOutcome } from '../../intents/outcome.ts'
import type { Problem } from '../../intents/problem.ts'
import type { Course } from '../../rows/course.ts'
import { enrollmentKey } from '../../rows/keys.ts'
import type { Grant } from '../../rows/person.ts'
import type { Claim, Group } from '../../rows/place.ts'
import type { Decided } from '../decided.ts'
import type { Draft } from '../draft.ts'
import { enrollmentOutcome, revokeGrants } from '../enrollment.ts'
import { findGroup, leaveGroup } from '../groups/group.ts'
import { entriesOf, isMove, stands } from '../seats/seat-entries.ts'
import { getProduct, placeOf, releaseSpentClaims } from '../seats/seats.ts'
import { type Taking, takeSeats } from '../seats/take-seats.ts'
import { closeOrder, ordered } from './order.ts'
import { refundLines, seatsOfLines, standingLines } from './refund.ts'

/** Also of what has not come yet: shops do not send their orders and refunds in order. Once: then nothing changes. */
export function refund(draft: Draft, intent: RefundIntent): Decided<ChangedOutcome | OrderedOutcome> {
  const { call, reason } = intent
  const organization = draft.organization(call.organizationId)
  const named = intent.courses.map(name => [name, draft.course(call.organizationId, name)] as const)
  const unknown = named.filter(([, course]) => course === undefined)
  if (!organization || unknown.length > 0)
    return { problems: unknown.map(([value]) => ({ code: 'unknown_course', field: 'courses', value })) }

  const { id: organizationId } = organization
  const courseIds = named.map(([, course]) => (course as Course).id)
  const came = whatCame(draft, intent, organizationId, courseIds)
  if (came.problems.length > 0) return came
  const before = new Map(draft.enrollments.all().map(row => [row.id, row]))
  const mark = draft.mark()

  const order = draft.orders.get(organizationId).find(({ id }) => id === intent.orderId)
  const lines = order?.completedAt ? standingLines(draft, order) : []
  const seats = takeSeats(draft, [...came.seats, ...(order ? seatsOfLines(draft, order, lines) : [])], {
    ...{ reclaim: intent.reclaim, field: 'external_ref', claims: came.claims },
    reason: reason ?? 'refunded',
  })
  if ('problems' in seats) return seats
  if (order && lines.length > 0) refundLines(draft, order, lines, reason)
  if (order && !order.completedAt && !order.cancelledAt)
    closeOrder(draft, { kind: 'cancel_order', call, orderId: order.id, teamId: null, email: null, welcome: false })
  revokeGrants(draft, came.grants, reason)
  for (const grant of came.grants) releaseSpentClaims(draft, grant)
  for (const { group, userId } of came.places) leaveGroup(draft, group, userId)
  remember(draft, intent, organizationId, courseIds)

  const result = draft.mark() === mark ? 'unchanged' : 'changed'
  const lost = draft.grants.all().filter(({ revokedOperationId }) => revokedOperationId === draft.operationId())
  const outcome = { enrollments: tell(draft, lost, before), seats }
  if (order) return ordered(result, order, outcome)
  const [userId = null, ...others] = new Set(lost.map(grant => grant.userId))
  return { result, userId: others.length === 0 ? userId : null, ...outcome }
}

interface Came {
  readonly grants: readonly Grant[]
  readonly seats: readonly Taking[]
  readonly claims: readonly Claim[]
  readonly places: readonly { readonly group: Group; readonly userId: number }[]
  readonly problems: readonly Problem[]
}

/** And is there still. A problem for what gives other courses than those that are meant, too: it comes and goes as a whole. */
function whatCame(
  draft: Draft,
  { reference, ...found }: RefundIntent,
  organizationId: number,
  meant: readonly number[],
): Came {
  const problems: Problem[] = []
  const isMeant = (given: readonly number[], name: string) => {
    const some = meant.length === 0 || given.some(id => meant.includes(id))
    const isWhole = meant.length === 0 || given.every(id => meant.includes(id))
    if (some && !isWhole) problems.push({ code: 'not_alone', field: 'courses', value: name })
    return some && isWhole
  }
  const grants = draft.grants
    .all()
    .filter(grant => grant.organizationId === organizationId && grant.reference === reference)
    .filter(grant => !grant.revokedAt && (meant.length === 0 || meant.includes(grant.courseId)))
  const claims = draft.claims.all().filter(({ id, seatId, releasedAt }) => {
    if (releasedAt || !found.claimIds.includes(id)) return false
    const { product } = placeOf(draft, seatId)
    return isMeant(product.courseIds, product.name)
  })
  const entries = entriesOf(draft, organizationId, reference)
  const all = draft.seatEntries.all()
  const seats = entries.flatMap((entry): Taking[] => {
    const seat = draft.seats.all().find(({ id }) => id === entry.seatId)
    if (!seat || isMove(entry, entries) || !stands(entry, all)) return []
    const product = getProduct(draft, seat.productId)
    if (!isMeant(product.courseIds, product.name)) return []
    return [{ seat, quantity: entry.quantity, orderLineId: null, reversesId: entry.id }]
  })
  const places = found.groupMembers.flatMap(({ groupId, userId }) => {
    const group = findGroup(draft, organizationId, groupId)
    const given = draft.groupCourses.get(groupId).map(({ courseId }) => courseId)
    return group && isMeant(given, group.name) ? [{ group, userId }] : []
  })
  return { grants, claims, seats, places, problems }
}

/** So that what comes by it later gives nothing. */
function remember(
  draft: Draft,
  { reference, reason }: RefundIntent,
  organizationId: number,
  courseIds: readonly number[],
): void {
  const known = draft.refunds.get(organizationId).filter(row => row.reference === reference)
  const isNew = (courseId: number | null) => !known.some(row => row.courseId === null || row.courseId === courseId)
  const added = (courseIds.length === 0 ? [null] : courseIds).filter(isNew)
  for (const courseId of added) draft.refunds.add({ organizationId, reference, courseId, reason })
}

/** What lost a reason. */
function tell(draft: Draft, lost: readonly Grant[], before: ReadonlyMap<number, object>): EnrollmentOutcome[] {
  const touched = new Map(lost.map(grant => [enrollmentKey(grant.userId, grant.courseId), grant]))
  return [...touched].flatMap(([key, { courseId }]) => {
    const after = draft.enrollments.get(key)
    const course = draft.courseById(courseId)
    return after && course ? [enrollmentOutcome(draft, course, before.get(after.id) as typeof after, after)] : []
  })
}
