/** What can be asked of the engine about orders. */
import type { Period } from '../rows/course.ts'
import type { Call } from './call.ts'

/** With credits, here, or elsewhere: then no credit is touched. */
export type Payment = 'credits' | 'external'

export interface WantedLine {
  /** By id what a catalog item sells, by name what the organization has; null: the item is not for sale. */
  readonly product: number | string | null
  readonly catalogItemId: number | null
  readonly quantity: number
  /** For the team; 0: the product is for the person. */
  readonly seats: number
  /** Text with two decimals; null: it has no price in credits. */
  readonly credits: string | null
  /** Of an allocation that begins with it; null: the product's own. */
  readonly ownPeriod: Period | null
}

/** Buy seats for a team, or products for one person. The same again under its reference is the same order; anything else is refused. */
export interface PlaceOrderIntent {
  readonly kind: 'place_order'
  readonly call: Call
  /** Billed to; null: to the organization. */
  readonly teamId: number | null
  /** Of the customer; null: nobody in particular. */
  readonly email: string | null
  readonly firstName: string
  readonly lastName: string | null
  readonly lines: readonly WantedLine[]
  readonly payment: Payment
  /** False: it waits to be completed, and neither gives nor costs anything until then. */
  readonly completed: boolean
  readonly reference: string | null
  /** Whether a mail goes out when the person is given something. */
  readonly welcome: boolean
}

/** Complete an order, which gives what was bought; or end one that never was completed. */
export interface OrderIntent {
  readonly kind: 'complete_order' | 'cancel_order' | 'fail_order'
  readonly call: Call
  readonly orderId: number
  /** What it touches: this never changes. */
  readonly teamId: number | null
  readonly email: string | null
  readonly welcome: boolean
}

/** Take back what an order, or some of its lines, gave and cost, and nothing else. */
export interface RefundOrderIntent {
  readonly kind: 'refund_order'
  readonly call: Call
  readonly orderId: number
  /** What it touches: this never changes. */
  readonly teamId: number | null
  readonly email: string | null
  /** Null: all. */
  readonly lineIds: readonly number[] | null
  readonly reason: string | null
  /** Whose seats go when fewer are free than are taken back; null: then it is refused. */
  readonly reclaim: 'newest' | 'oldest' | null
}
