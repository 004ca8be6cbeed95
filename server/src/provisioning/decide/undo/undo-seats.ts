/** Seats that an operation added go again, as long as nobody sits on them. */
import type { Problem } from '../../intents/problem.ts'
import type { Seat } from '../../rows/place.ts'
import type { Draft } from '../draft.ts'
import { stands } from '../seats/seat-entries.ts'
import { addSeats, countSeats, getProduct, standingClaims } from '../seats/seats.ts'
import { leaning } from './undo-problems.ts'

/** And those that it took away come back. */
export function takeBackSeats(draft: Draft, target: number): Problem[] {
  const entries = draft.seatEntries.all()
  const standing = entries.filter(entry => entry.operationId === target && stands(entry, entries))
  return standing.flatMap(({ id: reversesId, seatId, quantity }) => {
    const seat = draft.seats.all().find(({ id }) => id === seatId)
    if (!seat) return []
    const count = countSeats(draft, seat)
    if (count.quantity - quantity < count.used) return laterClaims(draft, seat, target)
    const entry = { quantity: -quantity, reference: null, orderLineId: null, reversesId }
    addSeats(draft, { id: seat.teamId }, getProduct(draft, seat.productId), entry)
    return []
  })
}

export function laterClaims(draft: Draft, seat: Seat, target: number): Problem[] {
  const claims = standingClaims(draft, seat).filter(claim => claim.operationId > target)
  return [leaning(claims.at(-1)?.operationId ?? target)]
}
