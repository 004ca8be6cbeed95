/** The state of an order is not kept: it follows from its moments. */

export const orderStates = ['pending', 'completed', 'partially_refunded', 'refunded', 'cancelled', 'failed'] as const

export type OrderState = (typeof orderStates)[number]

/** The moments of an order, as the database holds them. */
export interface OrderMoments<Moment = Date | null> {
  readonly completed_at: Moment
  readonly cancelled_at: Moment
  readonly failed_at: Moment
  /** Since when at least one of its lines is refunded. */
  readonly partially_refunded_at: Moment
  /** Since when all of them are. */
  readonly refunded_at: Moment
}

/** A payment that failed may still succeed: then what comes later counts. */
export function stateOfOrder(order: OrderMoments<unknown>): OrderState {
  if (order.refunded_at) return 'refunded'
  if (order.partially_refunded_at) return 'partially_refunded'
  if (order.completed_at) return 'completed'
  if (order.cancelled_at) return 'cancelled'
  return order.failed_at ? 'failed' : 'pending'
}
