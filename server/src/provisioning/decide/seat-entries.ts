/** The ledger of seats: which entries still count, and what a reference stands for in it. */
import type { SeatEntry } from '../rows/place.ts'

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
