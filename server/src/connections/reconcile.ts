/**
 * What is to be written to another platform so that it lets somebody learn what they have here, and what of it is not ours to
 * take away. Pure: of what is wanted, what is there, and what we remember of it.
 */

/** From when until when; `until` null: for ever; `from` null: it was never opened, whatever its end. */
export interface Period {
  readonly from: Date | null
  readonly until: Date | null
}

/** What we remember of one enrollment there. */
export interface Memory {
  /** How it was when it was last read or its writing was answered; null: it was not there. */
  readonly seen: Period | null
  /** What was being written and has not been answered: it may stand there by now. */
  readonly sending: Period | null
  /** What the person has there without us, such as by buying it there; null: nothing. */
  readonly own: Period | null
}

export const nothingKnown: Memory = { seen: null, sending: null, own: null }

export interface Reconciled {
  /** What is to be written; null: it agrees. */
  readonly write: Period | null
  /** To be remembered before it is written, and where nothing is. */
  readonly memory: Memory
}

/** Platforms keep whole seconds, and round as they like. */
const sameMs = 1000
/** A day, so that whoever's clock or calendar is behind ours holds it to be over too. */
const overSinceMs = 24 * 60 * 60 * 1000

/** `wanted` null: nothing is, or not any more. `there` null: there is no such enrollment. */
export function reconcile(wanted: Period | null, there: Period | null, memory: Memory, now: Date): Reconciled {
  const own = ownOf(there, memory)
  const target = together(wanted, own) ?? over(there, now)
  const isRight = target === null || (there === null ? isOver(target, now) : isSame(target, there, now))
  return isRight
    ? { write: null, memory: { seen: there, sending: null, own } }
    : { write: target, memory: { seen: there, sending: target, own } }
}

/** Once what was written has been answered. */
export function written(memory: Memory): Memory {
  return { ...memory, seen: memory.sending, sending: null }
}

/**
 * What stands there and is neither as we saw it nor as we wrote it was made so by somebody else: so far it is theirs, be it more
 * than before or less. Only what was bought from and to the very moments that we wrote cannot be told from ours.
 */
function ownOf(there: Period | null, { seen, sending, own }: Memory): Period | null {
  if (there === null) return null
  return [seen, sending].some(ours => ours && isEqual(ours, there)) ? own : there
}

/** From the first start to the last end. */
export function together(one: Period | null, other: Period | null): Period | null {
  if (!one || !other) return one ?? other
  const starts = [one.from, other.from].filter(from => from !== null)
  const from = starts.length > 0 ? new Date(Math.min(...starts.map(Number))) : null
  return { from, until: outlasts(other, one) ? other.until : one.until }
}

/** Where nobody wants it and nobody has it by themselves. What has never been there stays so. */
function over(there: Period | null, now: Date): Period | null {
  if (there === null || isOver(there, now)) return null
  return { from: there.from, until: new Date(now.getTime() - overSinceMs) }
}

function isSame(one: Period, other: Period, now: Date): boolean {
  if (isOver(one, now) && isOver(other, now)) return true
  const areBothOpen = [one, other].every(({ from }) => from !== null && from <= now)
  return isAt(one.until, other.until) && (areBothOpen || isAt(one.from, other.from))
}

/** Platforms keep whole seconds: what differs by less is the same. */
export function isEqual(one: Period, other: Period): boolean {
  return isAt(one.from, other.from) && isAt(one.until, other.until)
}

function isAt(one: Date | null, other: Date | null): boolean {
  if (one === null || other === null) return one === other
  return Math.abs(one.getTime() - other.getTime()) <= sameMs
}

function isOver({ until }: Period, now: Date): boolean {
  return until !== null && until <= now
}

function outlasts(one: Period, other: Period): boolean {
  if (other.until === null) return false
  return one.until === null || one.until.getTime() > other.until.getTime() + sameMs
}
