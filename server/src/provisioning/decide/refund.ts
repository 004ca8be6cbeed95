/** Refunds: each line gives back what came by it, its seats, its grants and its credits, and nothing else. */
import { toHundredths } from '../../lib/amounts.ts'
import type { OrderedOutcome, RefundOrderIntent } from '../intents/order.ts'
import type { SeatsOutcome } from '../intents/outcome.ts'
import type { Problem } from '../intents/problem.ts'
import type { Order, OrderLine } from '../rows/order.ts'
import type { Grant } from '../rows/person.ts'
import { giveBack } from './credits.ts'
import type { Decided } from './decided.ts'
import type { Draft } from './draft.ts'
import { revokeGrants } from './enrollment.ts'
import { findOrder, ordered, recordOrder, unknownOrder } from './order.ts'
import { reclaim } from './seat-changes.ts'
import { addSeats, countSeats, findSeat, getProduct } from './seats.ts'

/** What is refunded already stays so: then nothing changes. */
export function refundOrder(draft: Draft, intent: RefundOrderIntent): Decided<OrderedOutcome> {
  const order = findOrder(draft, intent)
  if (!order) return unknownOrder(intent)
  if (!order.completedAt) return { problems: [{ code: 'order_not_completed', field: 'order', value: order.id }] }
  const lines = draft.orderLines.get(order.id)
  const unknown = intent.lineIds?.find(id => !lines.some(line => line.id === id))
  if (unknown !== undefined) return { problems: [{ code: 'unknown_line', field: 'lines', value: unknown }] }
  const chosen = lines.filter(({ id, refundedAt }) => !refundedAt && (intent.lineIds?.includes(id) ?? true))
  if (chosen.length === 0) return ordered('unchanged', order)

  const problems = makeRoom(draft, order, chosen, intent)
  if (problems.length > 0) return { problems }
  const seats = chosen.flatMap(line => takeSeats(draft, order, line))
  takeAccess(draft, chosen, intent.reason)
  const credits = chosen.reduce((sum, line) => sum + toHundredths(line.credits), 0)
  giveBack(draft, order, credits)
  const after = markRefunded(draft, order, chosen, intent.reason)
  recordOrder(draft, order, after)
  return ordered('changed', after, { enrollments: [], seats })
}

/** Whether it came by a line that is: then nothing gives it back. */
export function cameByRefundedLine(draft: Draft, { source, originId }: Grant): boolean {
  return source === 'order' && draft.orderLines.all().some(({ id, refundedAt }) => id === originId && refundedAt)
}

/** Seats that learners hold are taken from them only when the caller says from whom. */
function makeRoom(
  draft: Draft,
  order: Order,
  lines: readonly OrderLine[],
  { reclaim: whose }: RefundOrderIntent,
): Problem[] {
  return [...Map.groupBy(lines, line => line.productId)].flatMap(([productId, ofProduct]): Problem[] => {
    const taken = ofProduct.reduce((sum, line) => sum + line.seats, 0)
    const seat = order.teamId === null ? undefined : findSeat(draft, order.teamId, productId)
    if (!seat || taken === 0) return []
    const { quantity, used } = countSeats(draft, seat)
    const held = used - (quantity - taken)
    if (quantity < taken) return [{ code: 'seats_gone', field: 'lines', value: taken - quantity }]
    if (held > 0 && !whose) return [{ code: 'seats_held', field: 'reclaim', value: held }]
    if (held > 0) reclaim(draft, seat, held, whose)
    return []
  })
}

/** Of a team that is archived none are left to take. */
function takeSeats(draft: Draft, { teamId }: Order, line: OrderLine): SeatsOutcome[] {
  if (teamId === null || line.seats === 0 || !findSeat(draft, teamId, line.productId)) return []
  const entry = { quantity: -line.seats, reference: null, orderLineId: line.id }
  return [addSeats(draft, { id: teamId }, getProduct(draft, line.productId), entry)]
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
