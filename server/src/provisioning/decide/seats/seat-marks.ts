/** A team's seats are nearly, or all, used: the log says so once each time that the count comes there from below. */
import type { OperationKind } from '../../../lib/operation-kinds.ts'
import type { Call } from '../../intents/call.ts'
import type { SeatCount } from '../../rows/place.ts'
import type { Draft } from '../draft.ts'

const marks = [
  { kind: 'seats_nearly_used', share: 0.75 },
  { kind: 'seats_used_up', share: 1 },
] as const

/** Begin before an intent is decided; what comes back notes the marks that it crossed as a whole. */
export function watchSeats(draft: Draft): (call: Call) => void {
  const seen = new Map(draft.seatCounts.added().map(count => [count.id, count]))
  return call => {
    for (const after of draft.seatCounts.added()) {
      const before = seen.get(after.id) ?? draft.seats.all().find(({ id }) => id === after.id)
      if (!before || before === after) continue
      for (const { kind, share } of marks)
        if (!reaches(before, share) && reaches(after, share)) note(draft, kind, call, before, after)
    }
  }
}

function reaches({ quantity, used }: SeatCount, share: number): boolean {
  return quantity > 0 && used >= quantity * share
}

function note(draft: Draft, kind: OperationKind, call: Call, before: SeatCount, after: SeatCount): void {
  const nobody = { email: null, userId: null, firstName: null, lastName: null, courses: [], reference: null }
  draft.operations.push({ id: draft.begin(), kind, call, ...nobody, result: 'recorded', problems: [] })
  const shown = ({ quantity, used }: SeatCount) => ({ quantity, used })
  draft.recordChange({
    kind: 'seats',
    objectId: after.id,
    before: shown(before),
    after: shown(after),
  })
}
