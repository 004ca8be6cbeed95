/** The state of an order is not kept: it follows from its moments. */

export const orderStates = ['pending', 'completed', 'partially_refunded', 'refunded', 'cancelled', 'failed'] as const

export type OrderState = (typeof orderStates)[number]

/** The moments of an order, as the database holds them. */
export interface OrderMoments {
  readonly completed_at: Date | null
  readonly cancelled_at: Date | null
  readonly failed_at: Date | null
  /** Since when at least one of its lines is refunded. */
  readonly partially_refunded_at: Date | null
  /** Since when all of them are. */
  readonly refunded_at: Date | null
}

/** A payment that failed may still succeed: then what comes later counts. */
export function stateOfOrder(order: OrderMoments): OrderState {
  if (order.refunded_at) return 'refunded'
  if (order.partially_refunded_at) return 'partially_refunded'
  if (order.completed_at) return 'completed'
  if (order.cancelled_at) return 'cancelled'
  return order.failed_at ? 'failed' : 'pending'
}
