import type { Transaction } from '../db/database.ts'
import { type By, recordOperation } from '../operations/record-operation.ts'
import type { CourseRow } from './queries.ts'

type Course = Pick<CourseRow, 'id' | 'organization_id' | 'name'>

/** Takes a course out of use: nobody new gets into it; who is in it stays. False: it already was. */
export async function archiveCourse(transaction: Transaction, course: Course, by: By): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('courses')
    .set({ archived_at: by.receivedAt })
    .where('id', '=', course.id)
    .where('archived_at', 'is', null)
    .executeTakeFirst()
  return record(transaction, 'archive_course', course, numUpdatedRows > 0n, by)
}

/** Takes an archived course into use again. False: it was in use. */
export async function restoreCourse(transaction: Transaction, course: Course, by: By): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('courses')
    .set({ archived_at: null })
    .where('id', '=', course.id)
    .where('archived_at', 'is not', null)
    .executeTakeFirst()
  return record(transaction, 'restore_course', course, numUpdatedRows > 0n, by)
}

async function record(
  transaction: Transaction,
  kind: string,
  course: Course,
  changed: boolean,
  by: By,
): Promise<boolean> {
  const change = { organizationId: course.organization_id, courses: [course.name] }
  await recordOperation(transaction, { kind, ...change, result: changed ? 'changed' : 'unchanged' }, by)
  return changed
}
