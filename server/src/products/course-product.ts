/** Every course is sold alone too: it has a product of its own, which follows it in all but the id. */

import { sql } from 'kysely'
import type { Transaction } from '../db/database.ts'
import type { ChangedObject } from '../log/record-operation.ts'
import type { Reach } from '../reach/find-organization.ts'
import { getProduct } from './queries.ts'

/** Makes the product of a course. The database refuses a name that a bundle has. */
export async function createCourseProduct(
  transaction: Transaction,
  principal: Reach,
  courseId: number,
): Promise<ChangedObject> {
  const { rows } = await sql<{ id: number }>`
    with made as (
      insert into products (organization_id, course_id, name, display_name, description)
      select organization_id, id, name, display_name, description from courses where id = ${courseId}
      returning id, course_id
    ), part as (
      insert into product_courses (product_id, course_id) select id, course_id from made
    )
    select id from made`.execute(transaction)
  const { id } = rows[0] as { id: number }
  return { kind: 'product', id, before: null, after: await getProduct(transaction, principal, id) }
}

/** Brings the product of a course up to it; what changed. */
export async function followCourse(
  transaction: Transaction,
  principal: Reach,
  courseId: number,
  now: Date,
): Promise<ChangedObject[]> {
  const product = await transaction
    .selectFrom('products')
    .select('id')
    .where('course_id', '=', courseId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow()
  const before = await getProduct(transaction, principal, product.id)
  const { numAffectedRows } = await sql`
    update products set name = course.name, display_name = course.display_name, description = course.description,
      archived_at = course.archived_at, updated_at = ${now}
    from courses as course
    where products.id = ${product.id} and course.id = products.course_id
      and (products.name, products.display_name, products.description, products.archived_at)
        is distinct from (course.name, course.display_name, course.description, course.archived_at)`.execute(
    transaction,
  )
  if (numAffectedRows === 0n) return []
  return [{ kind: 'product', id: product.id, before, after: await getProduct(transaction, principal, product.id) }]
}
