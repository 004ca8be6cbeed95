import type { Principal } from '../api/principal.ts'
import type { Transaction } from '../db/database.ts'
import { Refusal } from '../lib/refusal.ts'
import { recordOperation } from '../log/record-operation.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { type Enrollment, getEnrollment } from './enrollment-page.ts'

/** Opens one more item of the course for this learner, as long as the course is open to them. Throws `not_found`. */
export async function openItem(
  transaction: Transaction,
  principal: Principal,
  { id, itemId }: { id: number; itemId: number },
  by: AskedBy,
): Promise<Enrollment> {
  const before = await getEnrollment(transaction, principal, id, by.receivedAt)
  const item = await transaction
    .selectFrom('items')
    .select('id')
    .where('id', '=', itemId)
    .where('course_id', '=', before.course_id)
    .executeTakeFirst()
  if (!item) throw new Refusal('not_found', `The course ${before.course} has no item ${itemId}.`)
  const { numInsertedOrUpdatedRows: opened } = await transaction
    .insertInto('opened_items')
    .values({ enrollment_id: id, item_id: itemId, operation_id: by.operationId, at: by.receivedAt })
    .onConflict(conflict => conflict.doNothing())
    .executeTakeFirstOrThrow()
  const after = await getEnrollment(transaction, principal, id, by.receivedAt)
  const { organization_id: organizationId, course } = after
  await recordOperation(
    transaction,
    {
      kind: 'open_item',
      organizationId,
      courses: [course],
      result: opened ? 'changed' : 'unchanged',
      object: opened ? { kind: 'enrollment', id, before, after } : [],
    },
    by,
  )
  return after
}
