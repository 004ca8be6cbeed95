/**
 * What of an order is for who sold it to say, where that is an organization above: that it was paid elsewhere or was not, and
 * that what was paid is given back. A buyer may withdraw what it ordered, and pay with its credits.
 */
import type { ItemForSale } from '../catalog/queries.ts'
import type { Reader } from '../db/database.ts'
import { Refusal } from '../lib/refusal.ts'
import { isInReach, type Reach } from '../reach/find-organization.ts'

/** What only the seller says. Of orders that are there the core knows it too (`provisioning/actions/orders.ts`). */
const sellersWord = {
  complete: 'only there can be said that it was paid',
  refund: 'only there can it be refunded',
} as const

type OrderVerb = keyof typeof sellersWord

/** Of an order that is there. Throws `forbidden`. */
export async function requireSellerFor(
  reader: Reader,
  { organization: home }: Reach,
  verb: OrderVerb,
  { orderId }: { orderId: number },
): Promise<void> {
  requireSeller(await selectSold(reader, home).select('item.id').where('order.id', '=', orderId).execute(), verb)
}

/** The ids of the lines of an order that were sold from above. */
export async function listSoldAbove(reader: Reader, { organization: home }: Reach, orderId: number): Promise<number[]> {
  const lines = await selectSold(reader, home)
    .select('line.id')
    .where('order.id', '=', orderId)
    .orderBy('line.id')
    .execute()
  return lines.filter(({ in_reach }) => !in_reach).map(({ id }) => id)
}

/** Of what was sold from above. Throws `forbidden`. */
export function requireSeller(items: readonly Pick<ItemForSale, 'id' | 'in_reach'>[], verb: OrderVerb): void {
  const foreign = items.find(({ in_reach }) => !in_reach)
  if (!foreign) return
  throw new Refusal('forbidden', `Catalog item ${foreign.id} is sold from above: ${sellersWord[verb]}.`)
}

function selectSold(reader: Reader, home: Reach['organization']) {
  return reader
    .selectFrom('order_lines as line')
    .innerJoin('orders as order', 'order.id', 'line.order_id')
    .innerJoin('catalog_items as item', 'item.id', 'line.catalog_item_id')
    .innerJoin('organizations as organization', 'organization.id', 'item.organization_id')
    .select(isInReach(home, 'organization').as('in_reach'))
}
