import { sql } from 'kysely'
import type { Transaction } from '../db/database.ts'
import { refuseInvalid, textProblem, webAddressProblem } from '../lib/checks.ts'
import { type By, recordOperation } from '../operations/record-operation.ts'
import type { CourseRow } from './queries.ts'

export const itemKinds = ['lesson', 'practice_test', 'mock_test'] as const

export interface NewItem {
  readonly kind: (typeof itemKinds)[number]
  readonly title: string
  /** Where it opens. */
  readonly launchUrl: string
  /** Whether it is open from enrolment on. */
  readonly starter: boolean
}

/** Adds items at the end of a course, in their order, and returns their ids. */
export async function addItems(
  transaction: Transaction,
  course: Pick<CourseRow, 'id' | 'organization_id' | 'name'>,
  items: readonly NewItem[],
  by: By,
): Promise<number[]> {
  for (const item of items)
    refuseInvalid({ title: textProblem(item.title, 200), launch_url: webAddressProblem(item.launchUrl) })
  // Two who add at once take turns, so that each finds the other's last position.
  await transaction.selectFrom('courses').select('id').where('id', '=', course.id).forNoKeyUpdate().execute()
  const { rows } = await sql<{ id: number }>`
    insert into items (course_id, position, kind, title, launch_url, starter)
    select ${course.id}, coalesce((select max(position) from items where course_id = ${course.id}), 0) + number,
      kind, title, launch_url, starter
    from unnest(
      ${items.map(item => item.kind)}::text[], ${items.map(item => item.title.trim())}::text[],
      ${items.map(item => item.launchUrl)}::text[], ${items.map(item => item.starter)}::boolean[]
    ) with ordinality as added (kind, title, launch_url, starter, number)
    order by number
    returning id`.execute(transaction)
  const change = { organizationId: course.organization_id, courses: [course.name], result: 'created' } as const
  await recordOperation(transaction, { kind: 'add_items', ...change }, by)
  return rows.map(row => row.id)
}
