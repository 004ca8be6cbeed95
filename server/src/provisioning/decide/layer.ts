/** Rows with what has been decided about them laid over them. What was there is never written to, and each step can be taken back. */
import type { ChangedRows } from '../plan.ts'

export interface Journal {
  /** How to take back what was done, step by step, the last one first. */
  readonly steps: (() => void)[]
  /** Of which operation each row came that was added, changed or removed. What was taken back is nobody's to ask for. */
  readonly causes: Map<unknown, number>
  /** The operation that is being decided; 0: none has begun. */
  operationId: number
}

export type Layer<Row, Key> = ReturnType<typeof layOver<Row, Key>>
export type LayerOfOne<Row, Key> = ReturnType<typeof layOverOne<Row, Key>>

const unchanged = { added: [], changed: [], removed: [] } as const

/** What is only added. */
export function collect<Row>(journal: Journal) {
  const rows: Row[] = []
  return {
    push(row: Row): void {
      rows.push(row)
      journal.steps.push(() => rows.pop())
    },
    all: (): readonly Row[] => rows,
  }
}

/** Another layer of the same rows, which finds them by another key: what is done to the one is done to the other. */
export interface Beside<Row> {
  add(row: Row): unknown
  replace(old: Row, row: Row): unknown
  remove(row: Row): unknown
}

/** One row a key. */
export function layOverOne<Row, Key>(
  journal: Journal,
  rows: readonly Row[],
  keyOf: (row: Row) => Key,
  beside?: Beside<Row>,
) {
  const lists = layOver(journal, rows, keyOf, beside)
  return {
    ...lists,
    get: (key: Key): Row | undefined => lists.get(key)[0],
    put(row: Row): Row {
      const [old] = lists.get(keyOf(row))
      return old === undefined ? lists.add(row) : lists.replace(old, row)
    },
  }
}

/** A list of rows a key; a row is replaced by handing over both. What was read stays as it was. */
export function layOver<Row, Key>(
  journal: Journal,
  rows: readonly Row[],
  keyOf: (row: Row) => Key,
  beside?: Beside<Row>,
) {
  const stored = Map.groupBy(rows, keyOf)
  const lists = new Map<Key, Row[]>()
  /** Those that somebody has read: they are copied before they are written to, others are not, however long they are. */
  const read = new Set<Key>()
  const added = new Set<Row>()
  const changed = new Set<Row>()
  const removed = new Set<Row>()
  /** What a changed row was before it was changed, as far as it was stored. */
  const storedAs = new Map<Row, Row>()
  const peek = (key: Key): readonly Row[] => lists.get(key) ?? stored.get(key) ?? []

  function write(key: Key): Row[] {
    const list = lists.get(key)
    if (list && !read.has(key)) return list
    const own = [...peek(key)]
    lists.set(key, own)
    read.delete(key)
    return own
  }
  function exchange(key: Key, old: Row, by: readonly Row[]): void {
    const at = peek(key).indexOf(old)
    if (at < 0) return
    write(key).splice(at, 1, ...by)
    journal.steps.push(() => write(key).splice(at, by.length, old))
  }
  function mark(rows: Set<Row>, row: Row): void {
    rows.add(row)
    journal.causes.set(row, journal.operationId)
    journal.steps.push(() => rows.delete(row))
  }
  function unmark(rows: Set<Row>, row: Row): boolean {
    const was = rows.delete(row)
    if (was) journal.steps.push(() => rows.add(row))
    return was
  }

  return {
    get(key: Key): readonly Row[] {
      read.add(key)
      return peek(key)
    },
    /** As it was before anything was decided. */
    stored: (key: Key): readonly Row[] => stored.get(key) ?? [],
    all: (): readonly Row[] => [...new Set([...stored.keys(), ...lists.keys()])].flatMap(peek),
    add(row: Row): Row {
      const key = keyOf(row)
      write(key).push(row)
      journal.steps.push(() => write(key).pop())
      mark(added, row)
      beside?.add(row)
      return row
    },
    replace(old: Row, row: Row): Row {
      exchange(keyOf(row), old, [row])
      mark(unmark(added, old) ? added : changed, row)
      unmark(changed, old)
      storedAs.set(row, storedAs.get(old) ?? old)
      beside?.replace(old, row)
      return row
    },
    remove(row: Row): void {
      exchange(keyOf(row), row, [])
      unmark(changed, row)
      if (!unmark(added, row)) mark(removed, storedAs.get(row) ?? row)
      beside?.remove(row)
    },
    added: () => [...added],
    changed: () => [...changed],
    /** What is to be written. */
    outcome: (): ChangedRows<Row> =>
      added.size + changed.size + removed.size === 0
        ? unchanged
        : { added: [...added], changed: [...changed], removed: [...removed] },
    /** Each changed row, and what it was. */
    changedFrom: () => [...changed].map((row): [Row, Row] => [row, storedAs.get(row) as Row]),
  }
}
