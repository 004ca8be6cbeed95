import type { Transaction } from '../db/database.ts'
import { requireMatch } from '../http/etag.ts'
import type { Seen } from '../lib/version-tag.ts'
import { recordOperation } from '../log/record-operation.ts'
import { followCourse } from '../products/course-product.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import type { Reach } from '../reach/find-organization.ts'
import { lockInReach } from '../reach/lock-in-reach.ts'
import { type Course, getCourse } from './queries.ts'

/** Takes a course out of use, and its product: nobody new gets into it; who is in it stays. Done before: nothing changes. */
export function archiveCourse(transaction: Transaction, principal: Reach, which: Seen, by: AskedBy): Promise<Course> {
  return setArchived(transaction, principal, which, true, by)
}

/** Takes an archived course into use again. */
export function restoreCourse(transaction: Transaction, principal: Reach, which: Seen, by: AskedBy): Promise<Course> {
  return setArchived(transaction, principal, which, false, by)
}

/** Throws `not_found` or `precondition_failed`. */
async function setArchived(
  transaction: Transaction,
  principal: Reach,
  { id, ifMatch }: Seen,
  archived: boolean,
  by: AskedBy,
): Promise<Course> {
  const kind = archived ? 'archive_course' : 'restore_course'
  const { id: organizationId } = await lockInReach(transaction, principal, { table: 'courses', word: 'course', id })
  const before = await getCourse(transaction, principal, id)
  requireMatch(ifMatch, before)
  const operation = { kind, organizationId, courses: [before.name] } as const
  if ((before.archived_at !== null) === archived) {
    await recordOperation(transaction, { ...operation, result: 'unchanged' }, by)
    return before
  }
  await transaction
    .updateTable('courses')
    .set({ archived_at: archived ? by.receivedAt : null, updated_at: by.receivedAt })
    .where('id', '=', id)
    .execute()
  const product = await followCourse(transaction, principal, id, by.receivedAt)
  const after = await getCourse(transaction, principal, id)
  const object = [{ kind: 'course', id, before, after }, ...product]
  await recordOperation(transaction, { ...operation, result: 'changed', object }, by)
  return after
}
