/** What was bought, and what there is to spend. */
import type { Payment } from '../intents/order.ts'
import { ownPeriod } from './course.ts'
import { only, type RowOf, table } from './table.ts'

/** A purchase. Its moments say its state (lib/states/order-state.ts). */
export type Order = RowOf<typeof orders>
export const orders = table(
  'orders',
  {
    id: 'bigint',
    organizationId: 'bigint',
    /** Who is billed; null: the organization itself. */
    teamId: 'bigint',
    /** The customer, who also gets the lines that are for one person. */
    userId: 'bigint',
    reference: 'text',
    source: 'text',
    payment: only<Payment>('text'),
    /** Of all of its lines, as are all amounts: text with two decimals. */
    credits: 'numeric',
    operationId: 'bigint',
    completedAt: 'timestamptz',
    cancelledAt: 'timestamptz',
    failedAt: 'timestamptz',
    partiallyRefundedAt: 'timestamptz',
    refundedAt: 'timestamptz',
  },
  {
    by: row => row.organizationId,
    changes: ['completedAt', 'cancelledAt', 'failedAt', 'partiallyRefundedAt', 'refundedAt'],
    madeAt: ['created_at', 'updated_at'],
    changedAt: 'updated_at',
    shownAs: 'order',
  },
)

/** One thing bought: seats for the order's team, or, with `userId`, a product for one person. */
export type OrderLine = RowOf<typeof orderLines>
export const orderLines = table(
  'order_lines',
  {
    id: 'bigint',
    orderId: 'bigint',
    catalogItemId: 'bigint',
    productId: 'bigint',
    userId: 'bigint',
    quantity: 'int',
    seats: 'int',
    credits: 'numeric',
    /** The catalog item's when it was bought: an allocation that begins with it gets it. */
    ownPeriod,
    refundedAt: 'timestamptz',
    refundedOperationId: 'bigint',
    refundedReason: 'text',
  },
  { by: row => row.orderId, changes: ['refundedAt', 'refundedOperationId', 'refundedReason'], shownAs: 'order_line' },
)

/** What a team or an organization has to spend: the sum of its entries, which the database reckons. */
export type CreditAccount = RowOf<typeof creditAccounts>
export const creditAccounts = table(
  'credit_accounts',
  {
    id: 'bigint',
    organizationId: 'bigint',
    teamId: 'bigint',
    balance: 'numeric',
  },
  { by: row => row.id, isOnly: true },
)

export const creditEntries = table(
  'credit_entries',
  {
    id: 'bigint',
    accountId: 'bigint',
    amount: 'numeric',
    orderId: only<number>('bigint'), // of others nothing is read
    operationId: 'bigint',
  },
  { by: row => row.orderId, madeAt: ['created_at'], shownAs: 'credit_entry' },
)
