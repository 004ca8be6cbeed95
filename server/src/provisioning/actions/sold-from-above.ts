/**
 * What of an order is for who sold it to say, where that is an organization above: that it was paid elsewhere or was not, and
 * that what was paid is given back. A buyer may withdraw what it ordered, and pay with its credits.
 */
import type { Refused } from '../decide/decided.ts'
import type { Caller, Sold } from './action.ts'

/** Null: all of it was sold from where the caller is or below. */
export function soldFromAbove(sold: readonly Sold[], { organization }: Pick<Caller, 'organization'>): Refused | null {
  const foreign = sold.find(({ path }) => !path.includes(organization.id))
  return foreign ? { problems: [{ code: 'seller_only', field: 'order', value: foreign.item }] } : null
}
