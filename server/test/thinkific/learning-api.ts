/** Courses, bundles, what is sold, and who is enrolled: nothing of it is ever deleted, an enrollment least. */
import { type Answer, type Asked, blank, dateOf, done, listOf, notFound, type Operation, refuse } from './api.ts'
import type { Bundle, Enrollment, User } from './school.ts'
import { isExpired, showBundle, showCourse, showEnrollment, showOrder, showProduct } from './shown.ts'

export const learningApi: readonly Operation[] = [
  ['GET', '/courses', asked => listOf([...asked.school.courses.values()], one => showCourse(asked.school, one), asked)],
  ['GET', '/courses/{id}', asked => find(asked, asked.school.courses, one => showCourse(asked.school, one))],
  ['GET', '/products', asked => listOf([...asked.school.products.values()], showProduct, asked)],
  ['GET', '/products/{id}', asked => find(asked, asked.school.products, showProduct)],
  ['GET', '/orders', asked => listOf(asked.school.orders.toReversed(), one => showOrder(asked.school, one), asked)],
  [
    'GET',
    '/orders/{id}',
    asked => find(asked, new Map(asked.school.orders.map(one => [one.id, one])), one => showOrder(asked.school, one)),
  ],
  ['GET', '/enrollments', asked => listEnrollments(findEnrollments(asked), asked)],
  [
    'POST',
    '/enrollments',
    asked => {
      const { school, body, now, switches } = asked
      const user = school.users.get(Number(body.user_id))
      const course = school.courses.get(Number(body.course_id))
      const missing = [...(course ? [] : ['Course could not be found.']), ...(user ? [] : ['User could not be found.'])]
      if (!course || !user) return refuse(missing)
      const there = school.findEnrollment(user.id, course.id)
      if (there && switches.again === 'refused') return refuse(['User is already enrolled in course.'])
      const enrollment = there ?? school.enroll(user, course.id, datesOf(body))
      return { status: 201, body: showEnrollment(school, enrollment, now) }
    },
  ],
  [
    'GET',
    '/enrollments/{id}',
    asked => {
      const { school, ids, now } = asked
      const found = school.getEnrollment(Number(ids[0]))
      return found ? { status: 200, body: showEnrollment(school, found, now) } : notFound
    },
  ],
  [
    'PUT',
    '/enrollments/{id}',
    ({ school, ids, body }) => {
      const found = school.getEnrollment(Number(ids[0]))
      if (found) school.change(found, changesOf(body))
      return found ? done : notFound
    },
  ],
  ['GET', '/bundles/{id}', asked => find(asked, asked.school.bundles, showBundle)],
  [
    'GET',
    '/bundles/{id}/courses',
    asked =>
      withBundle(asked, ({ courseIds }) => {
        const courses = courseIds.flatMap(id => asked.school.courses.get(id) ?? [])
        return listOf(courses, one => showCourse(asked.school, one), asked)
      }),
  ],
  [
    'GET',
    '/bundles/{id}/enrollments',
    asked =>
      withBundle(asked, ({ id, courseIds }) => {
        const rows = findEnrollments(asked).filter(
          ({ userId, courseId }) => courseIds.includes(courseId) && asked.school.inBundles.has(`${id}/${userId}`),
        )
        return listEnrollments(rows, asked)
      }),
  ],
  [
    'POST',
    '/bundles/{id}/enrollments',
    asked =>
      withBundle(asked, (bundle, user) => {
        const { school, body, switches } = asked
        if (!user) return blank('user_id')
        const enroll = () => school.enrollInBundle(user, bundle, datesOf(body))
        if (switches.bundlesLaterMs === 0) enroll()
        else asked.later(switches.bundlesLaterMs, enroll)
        return { status: switches.bundlesLaterMs === 0 ? 201 : 202 }
      }),
  ],
  [
    'PUT',
    '/bundles/{id}/enrollments',
    asked =>
      withBundle(asked, (bundle, user) => {
        const { school, body } = asked
        if (!user) return blank('user_id')
        if (!school.inBundles.has(`${bundle.id}/${user.id}`)) return notFound
        for (const courseId of bundle.courseIds) {
          const there = school.findEnrollment(user.id, courseId)
          if (there) school.change(there, changesOf(body))
        }
        return done
      }),
  ],
]

function find<Row>({ ids }: Asked, rows: ReadonlyMap<number, Row>, show: (row: Row) => unknown): Answer {
  const found = rows.get(Number(ids[0]))
  return found ? { status: 200, body: show(found) } : notFound
}

function withBundle(asked: Asked, then: (bundle: Bundle, user: User | undefined) => Answer): Answer {
  const bundle = asked.school.bundles.get(Number(asked.ids[0]))
  return bundle ? then(bundle, asked.school.users.get(Number(asked.body.user_id))) : notFound
}

/** Without `activated_at` it is a preview, and without `expiry_date` it has no end. */
function datesOf(body: Asked['body']) {
  return { activatedAt: dateOf(body.activated_at) ?? null, expiryDate: dateOf(body.expiry_date) ?? null }
}

/** What was not sent stays. */
function changesOf(body: Asked['body']) {
  const [activatedAt, expiryDate] = [dateOf(body.activated_at), dateOf(body.expiry_date)]
  return { ...(activatedAt !== undefined && { activatedAt }), ...(expiryDate !== undefined && { expiryDate }) }
}

function listEnrollments(rows: readonly Enrollment[], asked: Asked): Answer {
  return listOf(rows, one => showEnrollment(asked.school, one, asked.now), asked)
}

function findEnrollments({ school, query, now, switches }: Asked): readonly Enrollment[] {
  const asks = (name: string) => query.get(`query[${name}]`)
  const email = asks('email')
  const userId = asks('user_id') ?? (email === null ? null : (school.findUser(email)?.id ?? 0))
  const courseId = asks('course_id')
  const isOfCourse = courseId !== null && !switches.mixesCourses
  const isTrue = (name: string) => asks(name) === 'true'
  const wanted: ((one: Enrollment) => boolean)[] = [
    ...(isOfCourse && userId !== null ? [(one: Enrollment) => one.courseId === Number(courseId)] : []),
    ...(isTrue('free_trial') ? [(one: Enrollment) => one.activatedAt === null] : []),
    ...(isTrue('full') ? [(one: Enrollment) => one.activatedAt !== null] : []),
    ...(isTrue('completed') ? [(one: Enrollment) => one.completedAt !== null] : []),
    ...(isTrue('expired') ? [(one: Enrollment) => isExpired(one, now)] : []),
    ...(['created', 'updated'] as const).flatMap(what => [
      ...moments(asks(`${what}_after`), at => one => one[`${what}At`] > at),
      ...moments(asks(`${what}_on_or_after`), at => one => one[`${what}At`] >= at),
      ...moments(asks(`${what}_before`), at => one => one[`${what}At`] < at),
      ...moments(asks(`${what}_on_or_before`), at => one => one[`${what}At`] <= at),
      ...moments(asks(`${what}_on`), at => one => dayOf(one[`${what}At`]) === dayOf(at)),
    ]),
  ]
  const rows =
    userId !== null
      ? school.enrollmentsOf(Number(userId))
      : isOfCourse
        ? school.enrollmentsIn(Number(courseId))
        : school.enrollments
  return wanted.length === 0 ? rows : rows.filter(one => wanted.every(fits => fits(one)))
}

function moments(text: string | null, filter: (at: Date) => (one: Enrollment) => boolean) {
  return text === null ? [] : [filter(new Date(text))]
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10)
}
