/** The ledger of seats: which entries still count, and what a reference stands for in it. */
import type { Problem } from '../../intents/problem.ts'
import type { SeatEntry } from '../../rows/place.ts'
import type { Draft } from '../draft.ts'
import { referenceTaken } from '../reference-taken.ts'

/** An entry that was taken back stands again when its taking back was taken back. */
export function stands({ id }: SeatEntry, entries: readonly SeatEntry[]): boolean {
  return !entries.some(entry => entry.reversesId === id && stands(entry, entries))
}

/** Whether it is one half of a move: it came from, or went to, another team by the same operation. */
export function isMove({ quantity, reference, operationId }: SeatEntry, entries: readonly SeatEntry[]): boolean {
  const isOther = (other: SeatEntry) => Math.sign(other.quantity) === -Math.sign(quantity)
  return (
    reference !== null &&
    entries.some(other => other.operationId === operationId && other.reference === reference && isOther(other))
  )
}

/** What a reference stands for in the teams of an organization, wherever they are. */
export function entriesOf(draft: Draft, organizationId: number, reference: string | null): readonly SeatEntry[] {
  if (reference === null) return []
  return draft.seatEntries
    .all()
    .filter(entry => entry.organizationId === organizationId && entry.reference === reference)
}

/** By the reference of a move nothing is bought: the problem, where it is one. */
export function findMove(draft: Draft, organizationId: number, reference: string | null): Problem[] {
  const entries = entriesOf(draft, organizationId, reference)
  const moved = entries.find(entry => isMove(entry, entries))
  return moved ? [referenceTaken(`a move of ${Math.abs(moved.quantity)} seats`)] : []
}
