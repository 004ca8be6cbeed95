import type { Principal } from '../api/principal.ts'
import type { Transaction } from '../db/database.ts'
import { requireMatch } from '../http/etag.ts'
import type { Seen } from '../lib/version-tag.ts'
import { lockInReach } from '../reach/lock-in-reach.ts'
import { getItem } from './item-queries.ts'

/**
 * An item that is to be changed, and whose it is. Whoever changes items of one course takes turns: the course is locked.
 * Throws `not_found` or `precondition_failed`.
 */
export async function lockItem(transaction: Transaction, principal: Principal, { id, ifMatch }: Seen) {
  const { course_id: courseId } = await getItem(transaction, principal, id)
  const { id: organizationId } = await lockInReach(transaction, principal, {
    table: 'courses',
    word: 'course',
    id: courseId,
  })
  const before = await getItem(transaction, principal, id)
  requireMatch(ifMatch, before)
  return { before, organizationId }
}
