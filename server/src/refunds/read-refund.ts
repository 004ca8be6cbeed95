/** What is sent to refund by a reference, as the engine is asked. */

import { type Principal, requirePermission } from '../api/principal.ts'
import type { Reader } from '../db/database.ts'
import { refuseInvalid } from '../lib/checks.ts'
import { readReference, tidyReference } from '../lib/reference.ts'
import { requireSellerFor } from '../orders/require-seller.ts'
import type { Call } from '../provisioning/intents/call.ts'
import type { CameBy, RefundIntent } from '../provisioning/intents/enrollment.ts'
import { findGiven } from './find-given.ts'

export interface WantedRefund extends Omit<RefundIntent, 'kind' | 'reference' | keyof CameBy> {
  readonly reference: string | number
  readonly call: Call & { readonly organizationId: number }
}

/**
 * Of all that came by it. Throws `forbidden`: an order is refunded by who may edit orders, and what was sold from above from
 * there; and `invalid`.
 */
export async function readRefund(reader: Reader, principal: Principal, sent: WantedRefund): Promise<RefundIntent> {
  const wanted = { ...sent, reference: tidyReference(readReference(sent.reference)) }
  const { call, reference, courses } = wanted
  const [given] = await findGiven(reader, [{ organizationId: call.organizationId, reference }])
  if (!given) throw new Error('what was asked for is always answered')
  const { organizationId: _, ...came } = given
  if (came.orderId !== null) {
    requirePermission(principal, 'orders.edit')
    await requireSellerFor(reader, principal, 'refund', { orderId: came.orderId })
    const problem = `do not go with an order: refund lines of order ${came.orderId}`
    refuseInvalid({ courses: courses.length > 0 ? problem : null })
  }
  return { kind: 'refund', ...wanted, ...came }
}
