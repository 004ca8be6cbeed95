/**
 * A table as the core knows it, said once: its columns with their types, what identifies a row, what may change. Its rows' type,
 * what is read of it and how it is written follow from that; the types themselves are the database's (`schema.gen.ts`), so a
 * column that is not there does not compile.
 */
import type { Selectable } from 'kysely'
import type { DB } from '../../db/schema.gen.ts'
import { type ArrayElement, arrayLiteral } from '../../lib/array-literal.ts'

/** A row as something that has columns, whichever. */
export type AnyRow = Readonly<Record<string, unknown>>

export interface Table<Row, Key = unknown, IsOnly extends boolean = boolean> {
  readonly name: string
  readonly columns: readonly Column[]
  /** The columns that identify a row. */
  readonly key: readonly Column[]
  /** What the draft finds rows by: */
  by(row: Row): Key
  /** one a key, or a list. */
  readonly isOnly: IsOnly
  /** Of a row that is there. */
  readonly changes: readonly Column[]
  /** Columns that hold when a row was made; */
  readonly madeAt: readonly string[]
  /** and when it was changed. */
  readonly changedAt: string | null
  /** A row that goes is marked there; otherwise it is deleted. */
  readonly endedAt: string | null
  /** What its rows are to the reader of a plan; null: nothing that is shown. */
  readonly shownAs: string | null
  /** Of what is shown, all that the reader may know, by the names of a row. */
  readonly shown: readonly string[]
  /** From what was selected. */
  readonly read: (selected: readonly AnyRow[]) => readonly Row[]
}

export interface Column {
  readonly property: string
  readonly name: string
  readonly type: string
  /** SQL that gives it, where it is not just read. */
  readonly select: string | null
  /** What it is called in a row that was selected. */
  readonly as: string
  /** `later`: not of a row that is new. */
  readonly written: 'at once' | 'later' | 'never'
  /** As it is written. */
  readonly valueOf: (row: AnyRow) => ArrayElement
}

export type RowOf<T> = T extends Table<infer Row, infer _, infer __> ? Row : never

type Type = 'bigint' | 'int' | 'text' | 'numeric' | 'boolean' | 'timestamptz' | 'jsonb' | 'text[]' | 'bigint[]'

interface Detailed {
  readonly type: Type
  readonly column?: string
  readonly select?: string
  readonly written?: 'later' | 'never'
}
interface Folded {
  readonly parts: Readonly<Record<string, readonly [column: string, type: Type]>>
}
type Entry = Type | Detailed | Folded

declare const meaning: unique symbol
interface Means<Value> {
  readonly [meaning]: Value
}

/** Of all that the type allows, only these. */
export const only = <Value>(type: Type) => type as Type & Means<Value>

/** By another name than the row's. */
export const called = <const Name extends string>(column: Name, type: Type) => ({ column, type })

/** What a row comes to hold when it is there: it is not written with a new one. */
export const later = (type: Type) => ({ type, written: 'later' }) as const

/** What the database or another part of the program writes. */
export const given = (type: Type) => ({ type, written: 'never' }) as const

/** What is not a column of the table. */
export const selected = <Value>(select: string) =>
  ({ select, type: 'text', written: 'never' }) as const as Detailed & Means<Value>

/** Several columns that are one thing, or, all of them null, none. */
export const folded = <Value>(parts: Folded['parts']) => ({ parts }) as Folded & Means<Value | null>

type Snake<Name> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `_${Lowercase<First>}`}${Snake<Rest>}`
  : ''
type StoredAs<Name, E> = E extends { readonly column: infer Given } ? Given : Snake<Name>
type Frozen<Value> = Value extends readonly (infer Element)[] ? readonly Element[] : Value
type Stored<T extends keyof DB, Name> = Name extends keyof Selectable<DB[T]> ? Frozen<Selectable<DB[T]>[Name]> : never
type ValueOf<T extends keyof DB, Name, E> = E extends Means<infer Value> ? Value : Stored<T, StoredAs<Name, E>>
type Entries = Readonly<Record<string, Entry>>
type Row<T extends keyof DB, E extends Entries> = { readonly [Name in keyof E]: ValueOf<T, Name, E[Name]> }
/** What is no column of the table comes out as `never`, which nothing is. */
type Checked<T extends keyof DB, E extends Entries> = {
  readonly [Name in keyof E]: [ValueOf<T, Name, E[Name]>] extends [never] ? never : E[Name]
}

interface TableTraits<Row, Stored, Key, IsOnly> {
  /** Default: `id`. */
  readonly key?: readonly (keyof Row & string)[]
  readonly by: (row: Row) => Key
  readonly isOnly?: IsOnly
  readonly changes?: readonly (keyof Row & string)[]
  readonly madeAt?: readonly (keyof Stored & string)[]
  readonly changedAt?: keyof Stored & string
  readonly endedAt?: keyof Stored & string
  readonly shownAs?: string
  /** What a reader of a plan is not to know. An operation that is not done has no id: none is shown. */
  readonly hidden?: readonly (keyof Row & string)[]
}

export function table<T extends keyof DB, const E extends Entries, Key, const IsOnly extends boolean = false>(
  name: T,
  entries: E & Checked<T, E>,
  said: TableTraits<Row<T, E>, DB[T], Key, IsOnly>,
): Table<Row<T, E>, Key, IsOnly> {
  const columns = Object.entries<Entry>(entries).flatMap(([property, entry]) => columnsOf(property, entry))
  const hidden: readonly string[] = said.hidden ?? []
  const named = (names: readonly string[]) => columns.filter(({ property }) => names.includes(property))
  const foldedOnes = Object.entries<Entry>(entries).flatMap(([property, entry]) =>
    typeof entry === 'object' && 'parts' in entry ? [[property, Object.keys(entry.parts)] as const] : [],
  )
  return {
    name,
    columns,
    key: named(said.key ?? ['id']),
    by: said.by,
    isOnly: said.isOnly ?? (false as IsOnly),
    changes: named(said.changes ?? []),
    madeAt: said.madeAt ?? [],
    changedAt: said.changedAt ?? null,
    endedAt: said.endedAt ?? null,
    shownAs: said.shownAs ?? null,
    shown: Object.keys(entries).filter(name => !/operationId$/i.test(name) && !hidden.includes(name)),
    read: rows => foldedOnes.reduce(fold, rows) as readonly Row<T, E>[],
  }
}

function columnsOf(property: string, entry: Entry): Column[] {
  if (typeof entry === 'object' && 'parts' in entry)
    return Object.entries(entry.parts).map(([part, [name, type]]) => ({
      ...{ property, name, type, select: null, as: `${property}.${part}`, written: 'at once' },
      valueOf: writing(type, row => (row[property] as AnyRow | null)?.[part] ?? null),
    }))
  const { type, column, select = null, written = 'at once' } = typeof entry === 'string' ? { type: entry } : entry
  const name = column ?? property.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)
  return [{ property, name, type, select, as: property, written, valueOf: writing(type, row => row[property]) }]
}

function writing(type: Type, read: (row: AnyRow) => unknown): Column['valueOf'] {
  const write = writers[type]
  if (!write) return read as Column['valueOf']
  return row => {
    const value = read(row)
    return value === null ? null : write(value as never)
  }
}
/** What is not an element of an array as it stands. */
const writers: { readonly [Name in Type]?: (value: never) => string } = {
  boolean: String,
  jsonb: JSON.stringify,
  'text[]': arrayLiteral,
  'bigint[]': arrayLiteral,
}

function fold(rows: readonly AnyRow[], [property, parts]: readonly [string, readonly string[]]): readonly AnyRow[] {
  return rows.map(row => {
    const rest: Record<string, unknown> = { ...row, [property]: null }
    const whole: Record<string, unknown> = {}
    for (const part of parts) {
      const name = `${property}.${part}`
      whole[part] = row[name]
      if (row[name] !== null) rest[property] = whole
      delete rest[name]
    }
    return rest
  })
}
