import type { Principal } from '../api/principal.ts'
import type { Transaction } from '../db/database.ts'
import { requireMatch } from '../http/etag.ts'
import { Refusal } from '../lib/refusal.ts'
import type { Seen } from '../lib/version-tag.ts'
import { lockInReach } from '../reach/lock-in-reach.ts'
import { getProduct } from './queries.ts'

/** A product that is to be changed, and whose it is. Throws `not_found`, `precondition_failed`, or `conflict`: it is a course's. */
export async function lockBundle(transaction: Transaction, principal: Principal, { id, ifMatch }: Seen) {
  const organization = await lockInReach(transaction, principal, { table: 'products', word: 'product', id })
  const before = await getProduct(transaction, principal, id)
  requireMatch(ifMatch, before)
  if (before.kind === 'course')
    throw new Refusal(
      'conflict',
      `This product is the course ${before.name} and follows it: change the course, or make a bundle.`,
    )
  return { organization, before }
}
