/** What is sent to refund by a reference, as the engine is asked. */
import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import { type Principal, requirePermission } from '../http/principal.ts'
import { refuseInvalid } from '../lib/checks.ts'
import { tidyReference } from '../lib/reference.ts'
import { requireSellerFor } from '../orders/require-seller.ts'
import type { Call } from '../provisioning/intents/call.ts'
import type { RefundIntent } from '../provisioning/intents/enrollment.ts'
import type { OrderIntent, RefundOrderIntent } from '../provisioning/intents/order.ts'

export interface WantedRefund {
  readonly call: Call & { readonly organizationId: number }
  readonly reference: string
  readonly courses: readonly string[]
  readonly reason: string | null
}

/**
 * Of the order, where there is one of this reference; else of what calls gave by it. Throws `forbidden`: an order is refunded
 * by who may edit orders, and what was sold from above from there; and `invalid`.
 */
export async function readRefund(
  reader: Reader,
  principal: Principal,
  sent: WantedRefund,
): Promise<RefundIntent | RefundOrderIntent | OrderIntent> {
  const wanted = { ...sent, reference: tidyReference(sent.reference) }
  const { call, courses, reason } = wanted
  const order = await findOrder(reader, wanted)
  if (!order) return { kind: 'refund', ...wanted, ...(await findGiven(reader, wanted)) }

  requirePermission(principal, 'orders.edit')
  await requireSellerFor(reader, principal, 'refund', { orderId: order.id })
  refuseInvalid({ courses: courses.length > 0 ? `do not go with an order: refund lines of order ${order.id}` : null })
  const which = { call, orderId: order.id, teamId: order.team_id, email: order.email }
  return order.completed_at === null
    ? { kind: 'cancel_order', ...which, welcome: false }
    : { kind: 'refund_order', ...which, lineIds: null, reason, reclaim: null }
}

function findOrder(reader: Reader, { call, reference }: WantedRefund) {
  return reader
    .selectFrom('orders as order')
    .leftJoin('users as user', 'user.id', 'order.user_id')
    .select(['order.id', 'order.team_id', 'user.email', 'order.completed_at'])
    .where('order.organization_id', '=', call.organizationId)
    .where('order.reference', '=', reference)
    .executeTakeFirst()
}

type Given = Pick<RefundIntent, 'emails' | 'courseIds'>

/** Who was given what by it, and has it still. */
async function findGiven(reader: Reader, { call, reference }: WantedRefund): Promise<Given> {
  const { rows } = await sql<Given>`
    with given as (
      select user_id, course_id from grants
      where reference = ${reference} and organization_id = ${call.organizationId} and revoked_at is null)
    select array(select email from users where id in (select user_id from given)) as emails,
      array(select distinct course_id from given) as "courseIds"`.execute(reader)
  return rows[0] ?? { emails: [], courseIds: [] }
}
