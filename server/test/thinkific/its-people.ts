/** What people do at a school itself, without its API: they buy, learn, change their name; an administrator has her own mind. */
import type { Enrollment, Happened, NewUser, Order, Product, School, User } from './school.ts'

const dayMs = 24 * 60 * 60 * 1000

export function createItsPeople(school: School, now: () => Date, tell: (happened: Happened) => void) {
  const ofEnrollment = (enrollment: Enrollment) => school.users.get(enrollment.userId) as User

  /** What one has is made longer, never shorter. */
  function lengthen(user: User, courseId: number, days: number | null) {
    const there = school.findEnrollment(user.id, courseId)
    const left = Math.max(0, Number(there?.expiryDate ?? 0) - Number(now()))
    const until = days === null ? null : new Date(Number(now()) + left + days * dayMs)
    if (!there) return void school.enroll(user, courseId, { activatedAt: now(), expiryDate: until })
    const isForEver = there.activatedAt !== null && there.expiryDate === null
    school.change(there, { activatedAt: there.activatedAt ?? now(), expiryDate: isForEver ? null : until })
  }

  return {
    signUp: (user: NewUser) => school.addUser(user),
    rename: (user: User, changes: Partial<Pick<User, 'firstName' | 'lastName' | 'email'>>) =>
      school.changeUser(user, changes),
    buy(user: User, product: Product): Order {
      const { type, id } = product.of
      if (type === 'Bundle') school.inBundles.add(`${id}/${user.id}`)
      for (const courseId of type === 'Course' ? [id] : (school.bundles.get(id)?.courseIds ?? []))
        lengthen(user, courseId, product.days)
      return school.addOrder(user, product)
    },
    /** The money only: what was bought is ended by `expire`. */
    refund(order: Order) {
      order.refunded = true
      tell({ topic: 'order_transaction.refunded', user: school.users.get(order.userId) as User, order })
    },
    cancel: (order: Order) =>
      tell({ topic: 'subscription.cancelled', user: school.users.get(order.userId) as User, order }),
    extend: (enrollment: Enrollment, until: Date | null) => school.change(enrollment, { expiryDate: until }),
    expire: (enrollment: Enrollment) => school.change(enrollment, { expiryDate: now() }),
    progress(enrollment: Enrollment, done: number) {
      const user = ofEnrollment(enrollment)
      enrollment.startedAt ??= now()
      school.change(enrollment, { done, completedAt: done < 1 ? null : now() })
      tell({ topic: 'lesson.completed', user, enrollment })
      tell({ topic: 'enrollment.progress', user, enrollment })
      if (done >= 1) tell({ topic: 'enrollment.completed', user, enrollment })
    },
  }
}
