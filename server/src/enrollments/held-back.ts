/** Who is suspended in an organization comes to nothing in its courses: said to the database in one place, for all that asks. */
import { sql } from 'kysely'

/** Since when, for `statusOf`; null: the membership stands. The arguments are what the query calls its tables. */
export function membershipSuspendedAt(enrollment: string, course: string) {
  return sql<Date | null>`(select membership.suspended_at from memberships membership
    where membership.user_id = ${sql.ref(`${enrollment}.user_id`)}
      and membership.organization_id = ${sql.ref(`${course}.organization_id`)})`
}

/** The enrollments that are held back in these courses: to ask who is `in` it, since a list of thousands is slow to look through. */
export function heldBackIn(courseIds: readonly number[]) {
  return sql`select held.id from memberships membership
    join courses course on course.organization_id = membership.organization_id
    join enrollments held on held.user_id = membership.user_id and held.course_id = course.id
    where membership.suspended_at is not null and course.id = any(${[...courseIds]}::bigint[])`
}
