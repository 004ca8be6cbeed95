import { sql } from 'kysely'
import type { Transaction } from '../db/database.ts'
import { type Problems, refuseInvalid, textProblem, webAddressProblem } from '../lib/checks.ts'
import { tidyName } from '../lib/names.ts'
import { recordOperation } from '../log/record-operation.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import type { Reach } from '../reach/find-organization.ts'
import { lockInReach } from '../reach/lock-in-reach.ts'
import type { NewItem } from './item.ts'
import { type Item, listItems } from './item-queries.ts'
import { moveCourseOn } from './move-course-on.ts'
import { getCourse } from './queries.ts'

/** Adds items at the end of a course, in their order. Throws `not_found` or `invalid`. */
export async function addItems(
  transaction: Transaction,
  principal: Reach,
  courseId: number,
  items: readonly NewItem[],
  by: AskedBy,
): Promise<Item[]> {
  for (const item of items) refuseInvalid(itemProblems(item))
  // Two who add at once take turns, so that each finds the other's last position.
  const organization = await lockInReach(transaction, principal, { table: 'courses', word: 'course', id: courseId })
  const { rows } = await sql<{ id: number }>`
    insert into items (course_id, position, kind, title, launch_url, starter)
    select ${courseId}, coalesce((select max(position) from items where course_id = ${courseId}), 0) + number,
      kind, title, launch_url, starter
    from unnest(
      ${items.map(item => item.kind)}::text[], ${items.map(item => tidyName(item.title))}::text[],
      ${items.map(item => item.launch_url)}::text[], ${items.map(item => item.starter ?? true)}::boolean[]
    ) with ordinality as added (kind, title, launch_url, starter, number)
    returning id`.execute(transaction)
  await moveCourseOn(transaction, courseId, by.receivedAt)
  const ids = new Set(rows.map(row => row.id))
  const added = (await listItems(transaction, courseId)).filter(item => ids.has(item.id))
  const { name } = await getCourse(transaction, principal, courseId)
  const object = added.map(item => ({ kind: 'item', id: item.id, before: null, after: item }))
  const change = { organizationId: organization.id, courses: [name], result: 'created', object } as const
  await recordOperation(transaction, { kind: 'add_items', ...change }, by)
  return added
}

/** What is wrong with what is given, by field. */
export function itemProblems({ title, launch_url }: Partial<NewItem>): Problems {
  return {
    title: title === undefined ? null : textProblem(title, 200),
    launch_url: launch_url === undefined ? null : webAddressProblem(launch_url),
  }
}
