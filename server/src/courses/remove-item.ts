import type { Principal } from '../api/principal.ts'
import type { Transaction } from '../db/database.ts'
import type { Seen } from '../lib/version-tag.ts'
import { recordOperation } from '../log/record-operation.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { lockItem } from './lock-item.ts'
import { moveCourseOn } from './move-course-on.ts'

/** Takes an item out of its course for good; those after it move up. Throws `not_found` or `precondition_failed`. */
export async function removeItem(
  transaction: Transaction,
  principal: Principal,
  which: Seen,
  by: AskedBy,
): Promise<void> {
  const { before, organizationId } = await lockItem(transaction, principal, which)
  await transaction.deleteFrom('items').where('id', '=', before.id).execute()
  await transaction
    .updateTable('items')
    .set(items => ({ position: items('position', '-', 1), updated_at: by.receivedAt }))
    .where('course_id', '=', before.course_id)
    .where('position', '>', before.position)
    .execute()
  await moveCourseOn(transaction, before.course_id, by.receivedAt)
  const object = { kind: 'item', id: before.id, before, after: null }
  const change = { organizationId, courses: [before.course], result: 'changed', object } as const
  await recordOperation(transaction, { kind: 'remove_item', ...change }, by)
}
