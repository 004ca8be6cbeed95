/** How the rows of a school look in the answers of its API. */
import type { Bundle, Course, Enrollment, Group, Order, Product, School, User } from './school.ts'

export function showUser(user: User) {
  return {
    id: user.id,
    created_at: user.createdAt.toISOString(),
    first_name: user.firstName,
    last_name: user.lastName,
    full_name: `${user.firstName} ${user.lastName}`,
    company: user.company,
    email: user.email,
    roles: user.roles,
    avatar_url: null,
    bio: null,
    headline: null,
    affiliate_code: null,
    external_source: user.externalSource,
    affiliate_commission: null,
    affiliate_commission_type: '%',
    affiliate_payout_email: null,
    administered_course_ids: null,
    custom_profile_fields: [],
  }
}

export function showEnrollment(school: School, one: Enrollment, now: Date) {
  const user = school.users.get(one.userId)
  return {
    id: one.id,
    user_email: user?.email,
    user_name: user && `${user.firstName} ${user.lastName}`,
    user_id: one.userId,
    course_name: school.courses.get(one.courseId)?.name,
    course_id: one.courseId,
    percentage_completed: one.done,
    expired: isExpired(one, now),
    is_free_trial: one.activatedAt === null,
    completed: one.completedAt !== null,
    started_at: moment(one.startedAt),
    activated_at: moment(one.activatedAt),
    completed_at: moment(one.completedAt),
    updated_at: moment(one.updatedAt),
    expiry_date: moment(one.expiryDate),
  }
}

export function isExpired({ expiryDate }: Pick<Enrollment, 'expiryDate'>, now: Date): boolean {
  return expiryDate !== null && expiryDate <= now
}

/** Whole seconds, as they are kept. */
export function moment(date: Date | null): string | null {
  return date?.toISOString().replace(/\.\d+Z$/, 'Z') ?? null
}

export function showCourse(school: School, { id, name }: Course) {
  const product = [...school.products.values()].find(({ of }) => of.type === 'Course' && of.id === id)
  return {
    id,
    name,
    slug: slugOf(name),
    subtitle: null,
    product_id: product?.id,
    description: null,
    course_card_text: null,
    chapter_ids: [],
    reviews_enabled: false,
    instructor_id: null,
    administrator_user_ids: [],
    banner_image_url: null,
  }
}

export function showBundle({ id, name, courseIds }: Bundle) {
  return { id, name, description: '', tagline: null, banner_image_url: null, course_ids: courseIds }
}

export function showProduct({ id, of, name, price, days, status }: Product) {
  return {
    id,
    created_at: '2026-01-01T00:00:00Z',
    productable_id: of.id,
    productable_type: of.type,
    price,
    position: 1,
    status,
    name,
    private: false,
    hidden: false,
    subscription: false,
    days_until_expiry: days,
    has_certificate: false,
    slug: slugOf(name),
    product_prices: [],
    related_product_ids: [],
    collection_ids: [],
  }
}

export function showGroup({ id, name, createdAt }: Group) {
  return { id, name, token: `t${id}xyz`.padEnd(8, '0'), created_at: createdAt.toISOString() }
}

export function showOrder(school: School, { id, userId, productId, cents, createdAt }: Order) {
  const user = school.users.get(userId)
  const product_name = school.products.get(productId)?.name
  const amounts = { amount_dollars: (cents / 100).toFixed(2), amount_cents: cents }
  return {
    id,
    user_id: userId,
    user_email: user?.email,
    user_name: user && `${user.firstName} ${user.lastName}`,
    product_name,
    product_id: productId,
    ...amounts,
    subscription: false,
    coupon_code: null,
    coupon_id: null,
    items: [{ product_id: productId, product_name, ...amounts }],
    affiliate_referral_code: null,
    status: 'Complete',
    created_at: moment(createdAt),
  }
}

function slugOf(name: string): string {
  return name.toLowerCase().replaceAll(' ', '-')
}
