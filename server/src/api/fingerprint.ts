/** What makes two plans the same: what they would change, apart from what is counted from the moment of doing, and chance. */
import { createHash } from 'node:crypto'

export interface PlannedChange {
  readonly action: string
  readonly kind: string
  readonly id?: unknown
  readonly before?: unknown
  readonly after?: unknown
}

/** 32 bytes. What a plan itself makes counts by the order in which it appears. */
export function* fingerprintOf(changes: readonly PlannedChange[]): Generator<void, Buffer> {
  const made = new Map<unknown, string>()
  for (const { action, after } of changes) {
    const id = (after as { id?: unknown } | null)?.id
    if (action === 'create' && typeof id === 'number') made.set(id, `#${made.size + 1}`)
  }
  const withNames = made.size === 0 ? (row: unknown) => row ?? null : nameBy(made)
  const touched = new Set<string>()
  const hash = createHash('sha256')
  for (const { action, kind, id, before, after } of changes) {
    // What was there before the plan counts to the moment: the rest follows from it, and from when it is done.
    const isAsStored = before != null && !touched.has(`${kind} ${id}`)
    if (id !== undefined) touched.add(`${kind} ${id}`)
    const stored = isAsStored ? before : withoutChance(kind, before)
    const essence = { action, kind, before: withNames(stored), after: withNames(withoutChance(kind, after)) }
    hash.update(`${JSON.stringify(essence)}\n`)
    yield
  }
  return hash.digest()
}

const ofTheDoing = new Set(['operation_id', 'prefix'])

/** Such as `ends_at`, counted from when it is done; but what the caller has set, such as `expires_at`, is as it was said. */
function withoutChance(kind: string, row: unknown): unknown {
  if (typeof row !== 'object' || row === null) return row
  return Object.fromEntries(
    Object.entries(row).flatMap(([name, value]) => {
      if (ofTheDoing.has(name)) return []
      return [[name, isMoment(value) && isCounted(kind, name) ? 'a moment' : value]]
    }),
  )
}

/** Of an invitation the end is counted, unless the request says one, and that is the same again. */
function isCounted(kind: string, name: string): boolean {
  return name.endsWith('_at') && (name !== 'expires_at' || kind === 'invitation')
}

function nameBy(made: ReadonlyMap<unknown, string>) {
  return (row: unknown): unknown =>
    JSON.parse(JSON.stringify(row ?? null), (_, value: unknown) => made.get(value) ?? value)
}

/** JSON has made texts of moments by now. */
function isMoment(value: unknown): boolean {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(value)
}
