/** Writes what a plan holds of orders and credits. */
import type { Plan } from '../plan.ts'
import type { CreditEntry, Order, OrderLine } from '../rows/order.ts'
import { ownPeriodColumns } from './own-period.ts'
import { type Columns, inserting, type Part, part, updating } from './write-parts.ts'

/** What goes into the one statement: the database reckons the balances when it ends, and refuses one below zero. */
export function orderParts(plan: Plan): Part[] {
  return [
    part(plan.newOrders, insertOrders(plan.now)),
    part(plan.changedOrders, updateOrders(plan.now)),
    part(plan.newOrderLines, insertOrderLines),
    part(plan.changedOrderLines, updateOrderLines),
    part(plan.newCreditEntries, insertCreditEntries(plan.now)),
  ]
}

const orderMoments: Columns<Order> = {
  completed_at: ['timestamptz', row => row.completedAt],
  cancelled_at: ['timestamptz', row => row.cancelledAt],
  failed_at: ['timestamptz', row => row.failedAt],
  partially_refunded_at: ['timestamptz', row => row.partiallyRefundedAt],
  refunded_at: ['timestamptz', row => row.refundedAt],
}
const insertOrders = (now: Date) =>
  inserting<Order>('orders', {
    id: ['bigint', row => row.id],
    organization_id: ['bigint', row => row.organizationId],
    team_id: ['bigint', row => row.teamId],
    user_id: ['bigint', row => row.userId],
    reference: ['text', row => row.reference],
    source: ['text', row => row.source],
    payment: ['text', row => row.payment],
    credits: ['numeric', row => row.credits],
    operation_id: ['bigint', row => row.operationId],
    ...orderMoments,
    created_at: ['timestamptz', () => now],
    updated_at: ['timestamptz', () => now],
  })
const updateOrders = (now: Date) =>
  updating<Order>('orders', 1, {
    id: ['bigint', row => row.id],
    ...orderMoments,
    updated_at: ['timestamptz', () => now],
  })

const orderRefunds: Columns<OrderLine> = {
  refunded_at: ['timestamptz', row => row.refundedAt],
  refunded_operation_id: ['bigint', row => row.refundedOperationId],
  refunded_reason: ['text', row => row.refundedReason],
}
const insertOrderLines = inserting<OrderLine>('order_lines', {
  id: ['bigint', row => row.id],
  order_id: ['bigint', row => row.orderId],
  catalog_item_id: ['bigint', row => row.catalogItemId],
  product_id: ['bigint', row => row.productId],
  user_id: ['bigint', row => row.userId],
  quantity: ['int', row => row.quantity],
  seats: ['int', row => row.seats],
  credits: ['numeric', row => row.credits],
  ...ownPeriodColumns,
  ...orderRefunds,
})
const updateOrderLines = updating<OrderLine>('order_lines', 1, { id: ['bigint', row => row.id], ...orderRefunds })

const insertCreditEntries = (now: Date) =>
  inserting<CreditEntry>('credit_entries', {
    id: ['bigint', row => row.id],
    account_id: ['bigint', row => row.accountId],
    amount: ['numeric', row => row.amount],
    order_id: ['bigint', row => row.orderId],
    operation_id: ['bigint', row => row.operationId],
    created_at: ['timestamptz', () => now],
  })
