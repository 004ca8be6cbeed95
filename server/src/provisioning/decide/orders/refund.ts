/** Refunds: each line gives back what came by it, its seats, its grants and its credits, and nothing else. */
import { toHundredths } from '../../../lib/amounts.ts'
import type { RefundOrderIntent } from '../../intents/order.ts'
import type { OrderedOutcome } from '../../intents/outcome.ts'
import type { Order, OrderLine } from '../../rows/order.ts'
import type { Grant } from '../../rows/person.ts'
import type { Decided } from '../decided.ts'
import type { Draft } from '../draft.ts'
import { revokeGrants } from '../enrollment.ts'
import { findSeat } from '../seats/seats.ts'
import { type Taking, takeSeats } from '../seats/take-seats.ts'
import { giveBack } from './credits.ts'
import { findOrder, ordered, recordOrder, unknownOrder } from './order.ts'

/** What is refunded already stays so: then nothing changes. */
export function refundOrder(draft: Draft, intent: RefundOrderIntent): Decided<OrderedOutcome> {
  const order = findOrder(draft, intent)
  if (!order) return unknownOrder(intent)
  if (!order.completedAt) return { problems: [{ code: 'order_not_completed', field: 'order', value: order.id }] }
  const lines = draft.orderLines.get(order.id)
  const unknown = intent.lineIds?.find(id => !lines.some(line => line.id === id))
  if (unknown !== undefined) return { problems: [{ code: 'unknown_line', field: 'lines', value: unknown }] }
  const chosen = standingLines(draft, order).filter(({ id }) => intent.lineIds?.includes(id) ?? true)
  if (chosen.length === 0) return ordered('unchanged', order)

  const reason = intent.reason ?? 'refunded'
  const asked = { reclaim: intent.reclaim, field: 'lines', reason }
  const seats = takeSeats(draft, seatsOfLines(draft, order, chosen), asked)
  if ('problems' in seats) return seats
  const after = refundLines(draft, order, chosen, intent.reason)
  return ordered('changed', after, { enrollments: [], seats })
}

/** Those that were not refunded. */
export function standingLines(draft: Draft, order: Order): OrderLine[] {
  return draft.orderLines.get(order.id).filter(({ refundedAt }) => !refundedAt)
}

/** Of a team that is archived none are left to take. */
export function seatsOfLines(draft: Draft, { teamId }: Order, lines: readonly OrderLine[]): Taking[] {
  return lines.flatMap(({ id: orderLineId, productId, seats: quantity }) => {
    const seat = teamId === null || quantity === 0 ? undefined : findSeat(draft, teamId, productId)
    return seat ? { seat, quantity, orderLineId, reversesId: null } : []
  })
}

/** All of them but their seats: access and credits, and that they are refunded. */
export function refundLines(draft: Draft, order: Order, lines: readonly OrderLine[], reason: string | null): Order {
  takeAccess(draft, lines, reason)
  const credits = lines.reduce((sum, line) => sum + toHundredths(line.credits), 0)
  giveBack(draft, order, credits)
  const after = markRefunded(draft, order, lines, reason)
  recordOrder(draft, order, after)
  return after
}

/** Whether it came by a line that is: then nothing gives it back. */
export function cameByRefundedLine(draft: Draft, { source, originId }: Grant): boolean {
  return source === 'order' && draft.orderLines.all().some(({ id, refundedAt }) => id === originId && refundedAt)
}

function takeAccess(draft: Draft, lines: readonly OrderLine[], reason: string | null): void {
  const ids = new Set<number | null>(lines.map(({ id }) => id))
  const grants = draft.grants.all().filter(({ source, originId }) => source === 'order' && ids.has(originId))
  revokeGrants(draft, grants, reason ?? 'refunded')
}

function markRefunded(draft: Draft, order: Order, lines: readonly OrderLine[], reason: string | null): Order {
  const refund = { refundedAt: draft.now, refundedOperationId: draft.operationId(), refundedReason: reason }
  for (const line of lines) draft.orderLines.replace(line, { ...line, ...refund })
  const isWhole = draft.orderLines.get(order.id).every(({ refundedAt }) => refundedAt)
  const partiallyRefundedAt = order.partiallyRefundedAt ?? draft.now
  return draft.orders.replace(order, { ...order, partiallyRefundedAt, refundedAt: isWhole ? draft.now : null })
}
