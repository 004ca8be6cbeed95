import { expect, test } from 'vitest'
import { type OrderMoments, stateOfOrder } from './order-state.ts'

const none: OrderMoments = {
  completed_at: null,
  cancelled_at: null,
  failed_at: null,
  partially_refunded_at: null,
  refunded_at: null,
}
const at = new Date('2026-12-01T10:00:00Z')

test.each<[state: string, moments: Partial<OrderMoments>]>([
  ['pending', {}],
  ['completed', { completed_at: at }],
  ['failed', { failed_at: at }],
  // The payment was tried again.
  ['completed', { failed_at: at, completed_at: at }],
  ['cancelled', { cancelled_at: at }],
  ['cancelled', { failed_at: at, cancelled_at: at }],
  ['partially_refunded', { completed_at: at, partially_refunded_at: at }],
  ['refunded', { completed_at: at, partially_refunded_at: at, refunded_at: at }],
  ['refunded', { failed_at: at, completed_at: at, partially_refunded_at: at, refunded_at: at }],
])('an order is %s with %j', (state, moments) => {
  expect(stateOfOrder({ ...none, ...moments })).toBe(state)
})
