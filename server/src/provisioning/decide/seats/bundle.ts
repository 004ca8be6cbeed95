/** Other courses in a bundle: they reach those who hold seats of it, and what leaves it leaves them. */
import { isMatch } from '../../../lib/version-tag.ts'
import type { BundleIntent } from '../../intents/place.ts'
import type { Course, Product } from '../../rows/course.ts'
import type { Decided } from '../decided.ts'
import type { Draft } from '../draft.ts'
import { endedBefore, enrol, grantsOf, revokeGrants } from '../enrollment.ts'
import { groundsOf, placeOf, standingClaims } from './seats.ts'

/** What was bought without a seat stays as it was bought. */
export function setBundleCourses(draft: Draft, intent: BundleIntent): Decided {
  const before = draft.productById(intent.productId)
  if (!before) return { problems: [{ code: 'unknown_product', field: 'product', value: intent.productId }] }
  if (!isMatch(intent.ifMatch, before.updatedAt))
    return { problems: [{ code: 'changed_meanwhile', field: 'If-Match' }] }
  const courses = intent.courses.flatMap(name => draft.course(before.organizationId, name) ?? [])
  const isOpen = ({ id, archivedAt }: Course) => archivedAt === null || before.courseIds.includes(id)
  const unknown = intent.courses.filter(name => !courses.some(course => course.name === name && isOpen(course)))
  if (unknown.length > 0)
    return { problems: unknown.map(value => ({ code: 'unknown_course', field: 'courses', value })) }
  const courseIds = courses.map(({ id }) => id)
  const added = courses.filter(({ id, archivedAt }) => !before.courseIds.includes(id) && archivedAt === null)
  const left = before.courseIds.filter(id => !courseIds.includes(id))
  const isSame = left.length === 0 && courseIds.every(id => before.courseIds.includes(id))
  if (isSame) return { result: 'unchanged', userId: null, enrollments: [], seats: [] }

  const after = draft.products.put({ ...before, courseIds })
  const named = ({ courseIds }: Product) => ({ courses: courseIds.map(id => draft.courseById(id)?.name).sort() })
  const change = { before: named(before), after: named(after) }
  draft.recordChange({ kind: 'product', objectId: after.id, ...change })
  spread(draft, after, { added, left })
  return { result: 'changed', userId: null, enrollments: [], seats: [] }
}

interface Difference {
  readonly added: readonly Course[]
  readonly left: readonly number[]
}

/** To whoever sits on one; what is kept for somebody gives what the bundle holds when it is taken up. */
function spread(draft: Draft, { id: productId }: Product, { added, left }: Difference): void {
  const seats = draft.seats.all().filter(seat => seat.productId === productId)
  for (const seat of seats) {
    const { organization } = placeOf(draft, seat.id)
    for (const claim of standingClaims(draft, seat).filter(({ takenAt }) => takenAt)) {
      const { userId, id } = claim
      const grounds = groundsOf(draft, claim, seat, organization)
      const open = added.filter(course => endedBefore(draft, course, grounds, { userId, ...organization }) === null)
      for (const course of open) enrol(draft, course, grounds)
      for (const courseId of left) {
        const given = grantsOf(draft, { userId, courseId }).filter(row => row.source === 'seat' && row.originId === id)
        revokeGrants(draft, given, 'the course left the bundle')
      }
    }
  }
}
