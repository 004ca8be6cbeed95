import { readAccess } from '../access/access-json.ts'
import type { Principal } from '../api/principal.ts'
import type { Transaction } from '../db/database.ts'
import { requireMatch } from '../http/etag.ts'
import { creditsProblem, refuseInvalid, textProblem } from '../lib/checks.ts'
import { tidyName } from '../lib/names.ts'
import type { Seen } from '../lib/version-tag.ts'
import { recordOperation } from '../log/record-operation.ts'
import { getProductToSell } from '../products/queries.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { lockInReach } from '../reach/lock-in-reach.ts'
import type { NewCatalogItem } from './create-catalog-item.ts'
import { type CatalogItem, getCatalogItem } from './queries.ts'
import { setOffers } from './set-offers.ts'

export type CatalogItemChanges = Partial<Omit<NewCatalogItem, 'organization'>>

/** Changes what is given and leaves the rest; what was bought stays as it was. Throws `not_found`, `invalid`, or `precondition_failed`. */
export async function updateCatalogItem(
  transaction: Transaction,
  principal: Principal,
  { id, ifMatch }: Seen,
  { name, product, access: sent, offers, ...changes }: CatalogItemChanges,
  by: AskedBy,
): Promise<CatalogItem> {
  const organization = await lockInReach(transaction, principal, { table: 'catalog_items', word: 'catalog item', id })
  const before = await getCatalogItem(transaction, principal, id)
  requireMatch(ifMatch, before)
  const access = readAccess(sent, organization.time_zone, by.receivedAt)
  refuseInvalid({
    name: name === undefined ? null : textProblem(name, 150),
    credits: changes.credits === undefined ? null : creditsProblem(changes.credits),
    ...access.problems,
  })
  const sold = product === undefined ? undefined : await getProductToSell(transaction, organization, product)
  await transaction
    .updateTable('catalog_items')
    .set({ name: tidyName(name), product_id: sold?.id, ...changes, ...access.columns, updated_at: by.receivedAt })
    .where('id', '=', id)
    .execute()
  if (offers) await setOffers(transaction, id, organization, offers)
  const after = await getCatalogItem(transaction, principal, id)
  const object = { kind: 'catalog_item', id, before, after }
  const change = { organizationId: organization.id, result: 'changed', object } as const
  await recordOperation(transaction, { kind: 'update_catalog_item', ...change }, by)
  return after
}
