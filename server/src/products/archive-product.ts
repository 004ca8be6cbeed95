import type { Principal } from '../api/principal.ts'
import type { Transaction } from '../db/database.ts'
import type { Seen } from '../lib/version-tag.ts'
import { recordOperation } from '../log/record-operation.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { lockBundle } from './lock-bundle.ts'
import { getProduct, type Product } from './queries.ts'

/** Takes a bundle out of use: it is sold no more; who has it keeps it. Done before: nothing changes. */
export function archiveProduct(
  transaction: Transaction,
  principal: Principal,
  which: Seen,
  by: AskedBy,
): Promise<Product> {
  return setArchived(transaction, principal, which, true, by)
}

/** Takes an archived bundle into use again. */
export function restoreProduct(
  transaction: Transaction,
  principal: Principal,
  which: Seen,
  by: AskedBy,
): Promise<Product> {
  return setArchived(transaction, principal, which, false, by)
}

/** Throws `not_found`, `precondition_failed`, or `conflict` for the product of a course. */
async function setArchived(
  transaction: Transaction,
  principal: Principal,
  which: Seen,
  archived: boolean,
  by: AskedBy,
): Promise<Product> {
  const { organization, before } = await lockBundle(transaction, principal, which)
  const kind = archived ? 'archive_product' : 'restore_product'
  const operation = { kind, organizationId: organization.id, courses: before.courses } as const
  if ((before.archived_at !== null) === archived) {
    await recordOperation(transaction, { ...operation, result: 'unchanged' }, by)
    return before
  }
  await transaction
    .updateTable('products')
    .set({ archived_at: archived ? by.receivedAt : null, updated_at: by.receivedAt })
    .where('id', '=', which.id)
    .execute()
  const after = await getProduct(transaction, principal, which.id)
  const object = { kind: 'product', id: which.id, before, after }
  await recordOperation(transaction, { ...operation, result: 'changed', object }, by)
  return after
}
