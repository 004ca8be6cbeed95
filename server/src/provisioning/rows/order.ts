/** What was bought, and what there is to spend. */
import type { Payment } from '../intents/order.ts'
import type { Period } from './course.ts'

/** A purchase. Its moments say its state (lib/order-state.ts). */
export interface Order {
  readonly id: number
  readonly organizationId: number
  /** Who is billed; null: the organization itself. */
  readonly teamId: number | null
  /** The customer, who also gets the lines that are for one person. */
  readonly userId: number | null
  readonly reference: string | null
  readonly source: string | null
  readonly payment: Payment
  /** Of all of its lines, as are all amounts: text with two decimals. */
  readonly credits: string
  readonly operationId: number
  readonly completedAt: Date | null
  readonly cancelledAt: Date | null
  readonly failedAt: Date | null
  readonly partiallyRefundedAt: Date | null
  readonly refundedAt: Date | null
}

/** One thing bought: seats for the order's team, or, with `userId`, a product for one person. */
export interface OrderLine {
  readonly id: number
  readonly orderId: number
  readonly catalogItemId: number | null
  readonly productId: number
  readonly userId: number | null
  readonly quantity: number
  readonly seats: number
  readonly credits: string
  /** The catalog item's when it was bought: an allocation that begins with it gets it. */
  readonly ownPeriod: Period | null
  readonly refundedAt: Date | null
  readonly refundedOperationId: number | null
  readonly refundedReason: string | null
}

/** What a team or an organization has to spend: the sum of its entries, which the database reckons. */
export interface CreditAccount {
  readonly id: number
  readonly organizationId: number | null
  readonly teamId: number | null
  readonly balance: string
}

export interface CreditEntry {
  readonly id: number
  readonly accountId: number
  readonly amount: string
  readonly orderId: number
  readonly operationId: number
}
