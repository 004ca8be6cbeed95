/** Seats that came by a purchase are taken back: those that learners hold only when the caller says from whom. */
import type { SeatsOutcome } from '../../intents/outcome.ts'
import type { SeatsIntent } from '../../intents/place.ts'
import type { Problem } from '../../intents/problem.ts'
import type { Claim, Seat } from '../../rows/place.ts'
import type { Draft } from '../draft.ts'
import { reclaim } from './seat-changes.ts'
import { addSeats, countSeats, getProduct, releaseClaims, seatsOutcome } from './seats.ts'

/** So many of an allocation, and what they came by. */
export interface Taking {
  readonly seat: Seat
  readonly quantity: number
  readonly orderLineId: number | null
  /** The entry that is taken back. */
  readonly reversesId: number | null
}

interface TakingTerms {
  readonly reclaim: SeatsIntent['reclaim']
  /** What the caller calls that by which they came. */
  readonly field: string
  /** Seats that are held by the very purchase: they go first, whatever is said of others. */
  readonly claims?: readonly Claim[]
  readonly reason: string
}

/** An outcome for each allocation; or, with any problem, nothing: then the caller takes back what was begun. */
export function takeSeats(
  draft: Draft,
  takings: readonly Taking[],
  { reclaim: whose, field, claims = [], reason }: TakingTerms,
): SeatsOutcome[] | { readonly problems: readonly Problem[] } {
  const bySeat = [...Map.groupBy(takings, ({ seat }) => seat.id).values()].map(all => ({
    seat: (all[0] as Taking).seat,
    taken: all.reduce((sum, { quantity }) => sum + quantity, 0),
  }))
  const gone = bySeat.flatMap(({ seat, taken }): Problem[] => {
    const missing = taken - countSeats(draft, seat).quantity
    return missing > 0 ? [{ code: 'seats_gone', field, value: missing }] : []
  })
  if (gone.length > 0) return { problems: gone }

  for (const { seat, quantity, ...why } of takings)
    addSeats(draft, { id: seat.teamId }, getProduct(draft, seat.productId), {
      ...{ quantity: -quantity, reference: null, ...why },
    })
  // With the seats gone nobody who waits is given what these learners leave.
  releaseClaims(draft, claims, reason)
  const held = bySeat.flatMap(({ seat }): Problem[] => {
    const { quantity, used } = countSeats(draft, seat)
    if (used > quantity && !whose) return [{ code: 'seats_held', field: 'reclaim', value: used - quantity }]
    if (used > quantity) reclaim(draft, seat, used - quantity, whose)
    return []
  })
  if (held.length > 0) return { problems: held }
  return bySeat.map(({ seat, taken }) => ({
    ...seatsOutcome(draft, seat, getProduct(draft, seat.productId)),
    added: -taken,
  }))
}
