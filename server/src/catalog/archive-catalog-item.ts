import type { Principal } from '../api/principal.ts'
import type { Transaction } from '../db/database.ts'
import { requireMatch } from '../http/etag.ts'
import type { Seen } from '../lib/version-tag.ts'
import { recordOperation } from '../log/record-operation.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { lockInReach } from '../reach/lock-in-reach.ts'
import { type CatalogItem, getCatalogItem } from './queries.ts'

/** Takes an item out of the catalog: nobody can buy it; what was bought stays. Done before: nothing changes. */
export function archiveCatalogItem(
  transaction: Transaction,
  principal: Principal,
  which: Seen,
  by: AskedBy,
): Promise<CatalogItem> {
  return setArchived(transaction, principal, which, true, by)
}

/** Takes an archived item into the catalog again. */
export function restoreCatalogItem(
  transaction: Transaction,
  principal: Principal,
  which: Seen,
  by: AskedBy,
): Promise<CatalogItem> {
  return setArchived(transaction, principal, which, false, by)
}

/** Throws `not_found` or `precondition_failed`. */
async function setArchived(
  transaction: Transaction,
  principal: Principal,
  { id, ifMatch }: Seen,
  archived: boolean,
  by: AskedBy,
): Promise<CatalogItem> {
  const organization = await lockInReach(transaction, principal, { table: 'catalog_items', word: 'catalog item', id })
  const before = await getCatalogItem(transaction, principal, id)
  requireMatch(ifMatch, before)
  const operation = {
    kind: archived ? 'archive_catalog_item' : 'restore_catalog_item',
    organizationId: organization.id,
  } as const
  if ((before.archived_at !== null) === archived) {
    await recordOperation(transaction, { ...operation, result: 'unchanged' }, by)
    return before
  }
  await transaction
    .updateTable('catalog_items')
    .set({ archived_at: archived ? by.receivedAt : null, updated_at: by.receivedAt })
    .where('id', '=', id)
    .execute()
  const after = await getCatalogItem(transaction, principal, id)
  const object = { kind: 'catalog_item', id, before, after }
  await recordOperation(transaction, { ...operation, result: 'changed', object }, by)
  return after
}
