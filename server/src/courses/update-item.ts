import type { Principal } from '../api/principal.ts'
import type { Transaction } from '../db/database.ts'
import { refuseInvalid } from '../lib/checks.ts'
import { tidyName } from '../lib/names.ts'
import type { Seen } from '../lib/version-tag.ts'
import { recordOperation } from '../log/record-operation.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { itemProblems } from './add-items.ts'
import type { NewItem } from './item.ts'
import { getItem, type Item } from './item-queries.ts'
import { lockItem } from './lock-item.ts'

export type ItemChanges = Partial<NewItem>

/** Changes what is given and leaves the rest. Throws `not_found`, `invalid`, or `precondition_failed`. */
export async function updateItem(
  transaction: Transaction,
  principal: Principal,
  which: Seen,
  { title, ...changes }: ItemChanges,
  by: AskedBy,
): Promise<Item> {
  const { before, organizationId } = await lockItem(transaction, principal, which)
  refuseInvalid(itemProblems({ title, ...changes }))
  await transaction
    .updateTable('items')
    .set({ title: tidyName(title), ...changes, updated_at: by.receivedAt })
    .where('id', '=', before.id)
    .execute()
  const after = await getItem(transaction, principal, before.id)
  const object = { kind: 'item', id: before.id, before, after }
  const change = { organizationId, courses: [after.course], result: 'changed', object } as const
  await recordOperation(transaction, { kind: 'update_item', ...change }, by)
  return after
}
