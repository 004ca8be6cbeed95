/**
 * The state of a Thinkific school and what may be done to it, whoever does it: its API, or its own people. One user has one
 * enrollment in a course, which is never deleted; moments have whole seconds; emails are the same in any case.
 */
export interface User {
  readonly id: number
  readonly createdAt: Date
  firstName: string
  lastName: string
  email: string
  company: string | null
  roles: readonly string[]
  externalSource: string | null
  readonly externalIds: Map<string, string>
  readonly groups: Set<number>
  /** Whether a welcome was mailed. */
  readonly welcomed: boolean
}

export interface Course {
  readonly id: number
  name: string
}

export interface Bundle {
  readonly id: number
  name: string
  courseIds: readonly number[]
}

export interface Product {
  readonly id: number
  readonly of: { readonly type: 'Course' | 'Bundle'; readonly id: number }
  name: string
  readonly price: number
  /** How long what is bought lasts; null: for ever. */
  readonly days: number | null
  status: 'published' | 'draft'
}

export interface Dates {
  readonly activatedAt: Date | null
  readonly expiryDate: Date | null
}

export interface Enrollment extends Dates {
  readonly id: number
  readonly userId: number
  readonly courseId: number
  readonly createdAt: Date
  activatedAt: Date | null
  expiryDate: Date | null
  updatedAt: Date
  startedAt: Date | null
  completedAt: Date | null
  /** From 0 to 1. */
  done: number
}

export interface Order {
  readonly id: number
  readonly userId: number
  readonly productId: number
  readonly cents: number
  readonly createdAt: Date
  refunded: boolean
}

export interface Group {
  readonly id: number
  readonly name: string
  readonly createdAt: Date
}

export type Topic =
  | 'user.signup'
  | 'user.updated'
  | 'enrollment.created'
  | 'enrollment.trial'
  | 'enrollment.progress'
  | 'enrollment.completed'
  | 'lesson.completed'
  | 'order.created'
  | 'order_transaction.refunded'
  | 'subscription.cancelled'

export interface Happened {
  readonly topic: Topic
  readonly user: User
  readonly enrollment?: Enrollment
  readonly order?: Order
}

export type School = ReturnType<typeof createSchool>

export function createSchool(now: () => Date, tell: (happened: Happened) => void) {
  const users = new Map<number, User>()
  const courses = new Map<number, Course>()
  const bundles = new Map<number, Bundle>()
  const products = new Map<number, Product>()
  const groups = new Map<number, Group>()
  const orders: Order[] = []
  const enrollments: Enrollment[] = []
  const enrollmentById = new Map<number, Enrollment>()
  const ofUser = new Map<number, Enrollment[]>()
  const ofCourse = new Map<number, Enrollment[]>()
  const byEmail = new Map<string, User>()
  /** Who is enrolled in a bundle as such: `bundle/user`. */
  const inBundles = new Set<string>()
  const last: Record<string, number> = {}
  // Ids of different things do not look alike: what is taken for another is found nowhere.
  const nextId = (kind: string, first: number) => (last[kind] = (last[kind] ?? first) + 1)
  const seconds = (date: Date | null) => date && new Date(Math.floor(date.getTime() / 1000) * 1000)

  function addProduct(of: Product['of'], name: string, { price = 49, days = null }: ForSale = {}): Product {
    const product: Product = { id: nextId('product', 70_000), of, name, price, days, status: 'published' }
    products.set(product.id, product)
    return product
  }

  function findEnrollment(userId: number, courseId: number) {
    return ofUser.get(userId)?.find(one => one.courseId === courseId) ?? null
  }

  function enroll(user: User, courseId: number, { activatedAt, expiryDate }: Dates): Enrollment {
    const at = seconds(now()) as Date
    const enrollment: Enrollment = {
      id: nextId('enrollment', 900_000),
      userId: user.id,
      courseId,
      createdAt: at,
      updatedAt: at,
      activatedAt: seconds(activatedAt),
      expiryDate: seconds(expiryDate),
      startedAt: null,
      completedAt: null,
      done: 0,
    }
    enrollments.push(enrollment)
    enrollmentById.set(enrollment.id, enrollment)
    for (const [index, key] of [[ofUser, user.id] as const, [ofCourse, courseId] as const]) {
      const rows = index.get(key)
      if (rows) rows.push(enrollment)
      else index.set(key, [enrollment])
    }
    tell({ topic: enrollment.activatedAt ? 'enrollment.created' : 'enrollment.trial', user, enrollment })
    return enrollment
  }

  function change(enrollment: Enrollment, changes: Partial<Pick<Enrollment, keyof Dates | 'done' | 'completedAt'>>) {
    const { activatedAt = enrollment.activatedAt, expiryDate = enrollment.expiryDate } = changes
    Object.assign(enrollment, changes, { activatedAt: seconds(activatedAt), expiryDate: seconds(expiryDate) })
    enrollment.updatedAt = seconds(now()) as Date
  }

  return {
    users,
    courses,
    bundles,
    products,
    groups,
    orders,
    enrollments,
    inBundles,
    findEnrollment,
    enroll,
    change,
    findUser: (email: string) => byEmail.get(email.trim().toLowerCase()) ?? null,
    getEnrollment: (id: number) => enrollmentById.get(id) ?? null,
    enrollmentsOf: (userId: number): readonly Enrollment[] => ofUser.get(userId) ?? [],
    enrollmentsIn: (courseId: number): readonly Enrollment[] => ofCourse.get(courseId) ?? [],

    addCourse(name: string, forSale: ForSale = {}) {
      const course: Course = { id: nextId('course', 500), name }
      courses.set(course.id, course)
      return { ...course, product: addProduct({ type: 'Course', id: course.id }, name, forSale) }
    },
    addBundle(name: string, courseIds: readonly number[], forSale: ForSale = {}) {
      const bundle: Bundle = { id: nextId('bundle', 60), name, courseIds }
      bundles.set(bundle.id, bundle)
      return { ...bundle, product: addProduct({ type: 'Bundle', id: bundle.id }, name, forSale) }
    },
    addGroup(name: string): Group {
      const group = { id: nextId('group', 8000), name, createdAt: now() }
      groups.set(group.id, group)
      return group
    },
    addUser({ firstName, lastName, email, ...more }: NewUser): User {
      const user: User = {
        id: nextId('user', 100_000),
        createdAt: now(),
        firstName,
        lastName,
        email: email.trim(),
        company: null,
        roles: [],
        externalSource: null,
        externalIds: new Map(),
        groups: new Set(),
        welcomed: true,
        ...more,
      }
      users.set(user.id, user)
      byEmail.set(user.email.toLowerCase(), user)
      tell({ topic: 'user.signup', user })
      return user
    },
    changeUser(user: User, changes: Partial<Pick<User, 'firstName' | 'lastName' | 'email' | 'company' | 'roles'>>) {
      byEmail.delete(user.email.toLowerCase())
      Object.assign(user, changes)
      byEmail.set(user.email.toLowerCase(), user)
      tell({ topic: 'user.updated', user })
    },
    removeUser(user: User) {
      users.delete(user.id)
      byEmail.delete(user.email.toLowerCase())
      for (const one of ofUser.get(user.id) ?? []) {
        enrollmentById.delete(one.id)
        for (const rows of [enrollments, ofCourse.get(one.courseId) ?? []]) rows.splice(rows.indexOf(one), 1)
      }
      ofUser.delete(user.id)
    },
    /** Into each of its courses; who is in one already has these dates there from now on. */
    enrollInBundle(user: User, bundle: Bundle, dates: Dates) {
      inBundles.add(`${bundle.id}/${user.id}`)
      for (const courseId of bundle.courseIds) {
        const there = findEnrollment(user.id, courseId)
        if (there) change(there, dates)
        else enroll(user, courseId, dates)
      }
    },
    addOrder(user: User, product: Product): Order {
      const order: Order = {
        id: nextId('order', 20_000),
        userId: user.id,
        productId: product.id,
        cents: product.price * 100,
        createdAt: seconds(now()) as Date,
        refunded: false,
      }
      orders.push(order)
      tell({ topic: 'order.created', user, order })
      return order
    },
  }
}

interface ForSale {
  readonly price?: number
  readonly days?: number | null
}

export type NewUser = Pick<User, 'firstName' | 'lastName' | 'email'> &
  Partial<Pick<User, 'company' | 'roles' | 'externalSource' | 'externalIds' | 'welcomed'>>
