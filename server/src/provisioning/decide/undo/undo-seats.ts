/** Seats that an operation added go again, as long as nobody sits on them. */
import type { Problem } from '../../intents/problem.ts'
import type { Seat } from '../../rows/place.ts'
import type { Draft } from '../draft.ts'
import { stands } from '../seats/seat-entries.ts'
import { addSeats, countSeats, getProduct, placeOf, seatNext, standingClaims } from '../seats/seats.ts'
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

/** What is free by the undoing goes to who waits, as always: but first to who had it, and not before seats that go are gone. */
export function seatWaiting(draft: Draft): void {
  const own = draft.operationId()
  const freed = draft.claims.all().filter(({ releasedOperationId }) => releasedOperationId === own)
  const moved = draft.seatEntries.all().filter(({ operationId }) => operationId === own)
  for (const id of new Set([...freed, ...moved].map(({ seatId }) => seatId))) {
    const { seat, organization } = placeOf(draft, id)
    seatNext(draft, seat, organization)
  }
}

export function laterClaims(draft: Draft, seat: Seat, target: number): Problem[] {
  const claims = standingClaims(draft, seat).filter(claim => claim.operationId > target)
  return [leaning(claims.at(-1)?.operationId ?? target)]
}
