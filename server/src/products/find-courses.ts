import { sql } from 'kysely'
import type { Reader, Transaction } from '../db/database.ts'
import { refuse, refuseInvalid } from '../lib/checks.ts'
import { lowerName } from '../lib/lower-case.ts'

/**
 * Courses for a product, named by id or name, of its own organization. Throws `not_found`, or `invalid` for one that is
 * archived and was not among them before.
 */
export async function findCourses(
  reader: Reader,
  productId: number | null,
  organization: { readonly id: number; readonly slug: string },
  sent: readonly (number | string)[],
): Promise<{ id: number; name: string }[]> {
  const choices = sent.map(lowerName)
  const { rows: found } = await sql<{ id: number; name: string; archived_at: Date | null; part: boolean }>`
    select id, name, archived_at,
      exists (select from product_courses where product_id = ${productId} and course_id = courses.id) as part
    from courses
    where organization_id = ${organization.id} and (id = any(${choices.filter(choice => typeof choice === 'number')}::bigint[])
      or name = any(${choices.filter(choice => typeof choice === 'string')}::text[]))`.execute(reader)
  const chosen = choices.map(choice => found.find(({ id, name }) => choice === id || choice === name))
  const byPlace = (problems: (string | null)[]) =>
    Object.fromEntries(problems.map((problem, place) => [`courses.${place}`, problem]))
  refuse('not_found', byPlace(chosen.map(course => (course ? null : `is no course of ${organization.slug}`))))
  refuseInvalid(byPlace(chosen.map(course => (course?.archived_at && !course.part ? 'is archived' : null))))
  return found
}

/** Of a product that is new: nobody has it yet. */
export async function addCourses(
  transaction: Transaction,
  productId: number,
  courses: readonly { readonly id: number }[],
): Promise<void> {
  const ids = courses.map(course => course.id)
  await sql`insert into product_courses (product_id, course_id) select ${productId}, unnest(${ids}::bigint[])`.execute(
    transaction,
  )
}
