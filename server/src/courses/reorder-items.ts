import { sql } from 'kysely'
import type { Principal } from '../api/principal.ts'
import type { Transaction } from '../db/database.ts'
import { requireMatch } from '../http/etag.ts'
import { refuseInvalid } from '../lib/checks.ts'
import { recordOperation } from '../log/record-operation.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { lockInReach } from '../reach/lock-in-reach.ts'
import { type Item, listItems } from './item-queries.ts'
import { moveCourseOn } from './move-course-on.ts'
import { getCourse } from './queries.ts'

/** Gives the items of a course the order of `ids`, which must name each of them once. Throws `not_found`, `invalid`, or `precondition_failed`. */
export async function reorderItems(
  transaction: Transaction,
  principal: Principal,
  { courseId, ids, ifMatch }: { courseId: number; ids: readonly number[]; ifMatch?: string },
  by: AskedBy,
): Promise<Item[]> {
  const organization = await lockInReach(transaction, principal, { table: 'courses', word: 'course', id: courseId })
  const { name, ...course } = await getCourse(transaction, principal, courseId)
  requireMatch(ifMatch, course)
  const before = (await listItems(transaction, courseId)).map(item => item.id)
  refuseInvalid({ items: orderProblem(before, ids) })
  await sql`
    update items set position = place.number, updated_at = ${by.receivedAt}
    from unnest(${ids}::bigint[]) with ordinality as place (id, number)
    where items.id = place.id and items.position <> place.number`.execute(transaction)
  await moveCourseOn(transaction, courseId, by.receivedAt)
  const object = { kind: 'item_order', id: courseId, before: { items: before }, after: { items: ids } }
  const change = { organizationId: organization.id, courses: [name], result: 'changed', object } as const
  await recordOperation(transaction, { kind: 'reorder_items', ...change }, by)
  return listItems(transaction, courseId)
}

function orderProblem(there: readonly number[], asked: readonly number[]): string | null {
  const missing = [...new Set(there).difference(new Set(asked))]
  const foreign = [...new Set(asked).difference(new Set(there))]
  if (missing.length > 0) return `must name each item of the course: ${missing.join(', ')} missing`
  if (foreign.length > 0) return `must name items of the course alone: ${foreign.join(', ')} not among them`
  return asked.length > there.length ? 'must name each item once' : null
}
