import { readAccess, type SentAccess } from '../access/access-json.ts'
import type { Principal } from '../api/principal.ts'
import type { Transaction } from '../db/database.ts'
import { creditsProblem, refuseInvalid, textProblem } from '../lib/checks.ts'
import { tidyName } from '../lib/names.ts'
import { recordOperation } from '../log/record-operation.ts'
import { getProductToSell } from '../products/queries.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { getOrganizationInReach } from '../reach/find-organization.ts'
import { type CatalogItem, getCatalogItem } from './queries.ts'
import { type Offers, setOffers } from './set-offers.ts'

export interface NewCatalogItem {
  /** Default: the caller's own. */
  readonly organization?: number | string
  readonly name: string
  readonly description?: string
  /** By id or name. */
  readonly product: number | string
  readonly seats: number
  readonly credits: string
  readonly access?: SentAccess
  /** Default: to nobody yet. */
  readonly offers?: Offers
}

/** Throws `not_found` (organization, product, offers) or `invalid`. */
export async function createCatalogItem(
  transaction: Transaction,
  principal: Principal,
  { organization: choice, name, product, access: sent, offers, ...item }: NewCatalogItem,
  by: AskedBy,
): Promise<CatalogItem> {
  const organization = await getOrganizationInReach(transaction, principal.organization, choice)
  const access = readAccess(sent, organization.time_zone, by.receivedAt)
  refuseInvalid({ name: textProblem(name, 150), credits: creditsProblem(item.credits), ...access.problems })
  const { id: productId } = await getProductToSell(transaction, organization, product)
  const { id } = await transaction
    .insertInto('catalog_items')
    .values({
      organization_id: organization.id,
      name: tidyName(name),
      product_id: productId,
      ...item,
      ...access.columns,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  if (offers) await setOffers(transaction, id, organization, offers)
  const after = await getCatalogItem(transaction, principal, id)
  const object = { kind: 'catalog_item', id, before: null, after }
  const change = { organizationId: organization.id, result: 'created', object } as const
  await recordOperation(transaction, { kind: 'create_catalog_item', ...change }, by)
  return after
}
