/** How rows of a table are written: what its entry says, as SQL over arrays. */
import type { ArrayElement } from '../../lib/array-literal.ts'
import type { AnyRow, Column, Table } from '../rows/table.ts'
import type { TableChange } from './write-parts.ts'

type WrittenTable = Omit<Table<AnyRow>, 'by' | 'read'>

/** Columns by name: their type, and their value of a row that is written at this time. */
export type Columns<Row> = Readonly<
  Record<string, readonly [type: string, value: (row: Row, now: Date) => ArrayElement]>
>

/** New rows of a table. */
export function inserting({ name, columns, madeAt, key, endedAt }: WrittenTable): TableChange {
  const atOnce = columns.filter(({ written }) => written === 'at once')
  const { text, ...change } = insertingInto(name, { ...columnsOf(atOnce), ...stamps(madeAt) })
  // One that had ended comes back.
  const again = `on conflict (${key.map(column => column.name)}) do update set ${endedAt} = null, updated_at = now()`
  return { ...change, text: endedAt === null ? text : `${text} ${again}` }
}

/** Rows that are there; null: nobody writes what changes in them. */
export function updating(table: WrittenTable): TableChange | null {
  if (table.changes.length === 0 && table.changedAt === null) return null
  return updatingBy(table, { ...columnsOf(table.changes), ...stamps([table.changedAt]) })
}

/** Rows that are to go. */
export function removing(table: WrittenTable): TableChange {
  if (table.endedAt !== null) return updatingBy(table, stamps([table.endedAt, table.changedAt]))
  const key = columnsOf(table.key)
  return {
    text: `delete from ${table.name} using ${rowsOf(key)} where ${matching(table)}`,
    columns: valuesOf(key),
  }
}

export function insertingInto<Row>(name: string, columns: Columns<Row>): TableChange<Row> {
  // An array of arrays cannot be unnested by rows: the inner ones go as text.
  const listed = Object.entries(columns).map(([column, [type]]) => `new.${column}${isArray(type) ? `::${type}` : ''}`)
  return {
    text: `insert into ${name} (${Object.keys(columns)}) select ${listed} from ${rowsOf(columns)}`,
    columns: valuesOf(columns),
  }
}

function updatingBy(table: WrittenTable, changes: Columns<AnyRow>): TableChange {
  const set = Object.keys(changes).map(name => `${name} = new.${name}`)
  const columns = { ...columnsOf(table.key), ...changes }
  return {
    text: `update ${table.name} set ${set} from ${rowsOf(columns)} where ${matching(table)}`,
    columns: valuesOf(columns),
  }
}

function columnsOf(columns: readonly Column[]): Columns<AnyRow> {
  return Object.fromEntries(columns.map(column => [column.name, [column.type, column.valueOf]]))
}

function stamps(names: readonly (string | null)[]): Columns<AnyRow> {
  return Object.fromEntries(names.flatMap(name => (name ? [[name, ['timestamptz', (_, now) => now]]] : [])))
}

function rowsOf<Row>(columns: Columns<Row>): string {
  const arrays = Object.values(columns).map(([type], index) => `$${index + 1}::${isArray(type) ? 'text' : type}[]`)
  return `unnest(${arrays.join(', ')}) as new (${Object.keys(columns)})`
}

function isArray(type: string): boolean {
  return type.endsWith('[]')
}

function matching({ name, key }: WrittenTable): string {
  return key.map(column => `${name}.${column.name} = new.${column.name}`).join(' and ')
}

function valuesOf<Row>(columns: Columns<Row>): TableChange<Row>['columns'] {
  return Object.values(columns).map(([, value]) => value)
}
