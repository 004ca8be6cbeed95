/** One statement out of many: a part for each table that changes, each column one array parameter. */
import type { Statement } from '../../db/statements.ts'
import { type ArrayElement, arrayLiteral } from '../../lib/array-literal.ts'

/** A change of one table by a set of rows: each column is one array parameter, `$1` the first. */
export interface TableChange<Row> {
  readonly text: string
  readonly columns: readonly ((row: Row) => ArrayElement)[]
}

export interface Part {
  readonly text: string
  /** Null: there is nothing to change. */
  readonly values: readonly string[] | null
}

export const isThere = ({ values }: Part) => values !== null

export function part<Row>(rows: readonly Row[], { text, columns }: TableChange<Row>): Part {
  return { text, values: rows.length > 0 ? columns.map(column => arrayLiteral(rows.map(column))) : null }
}

/** Named after the parts that take part, so that each combination is prepared once. */
export function join(prefix: string, parts: readonly Part[]): Statement {
  const changes = parts.filter(isThere)
  const name = `${prefix} ${parts.map(({ values }) => (values ? 1 : 0)).join('')}`
  return { name, text: textOf(changes), values: changes.flatMap(({ values }) => values ?? []) }
}

function textOf(changes: readonly Part[]): string {
  let used = 0
  const texts = changes.map(({ text, values }) => {
    const numbered = text.replace(/\$(\d+)/g, (_, number) => `$${used + Number(number)}`)
    used += values?.length ?? 0
    return numbered
  })
  if (texts.length === 0) return 'select'
  return `with ${texts.map((text, index) => `change${index} as (${text})`).join(', ')} select`
}

/** Columns by name: their type, and their value of a row. */
export type Columns<Row> = Readonly<Record<string, readonly [type: string, value: (row: Row) => ArrayElement]>>

/** New rows of a table. */
export function inserting<Row>(table: string, columns: Columns<Row>): TableChange<Row> {
  return {
    text: `insert into ${table} (${Object.keys(columns)}) select * from unnest(${arraysOf(columns)})`,
    columns: valuesOf(columns),
  }
}

/** Rows that are there, found by the first `keys` columns. */
export function updating<Row>(table: string, keys: number, columns: Columns<Row>): TableChange<Row> {
  const names = Object.keys(columns)
  const set = names.slice(keys).map(name => `${name} = new.${name}`)
  return {
    text: `update ${table} set ${set} ${fromNew(columns)} where ${matching(table, names.slice(0, keys))}`,
    columns: valuesOf(columns),
  }
}

/** Rows that are to go. */
export function deleting<Row>(table: string, columns: Columns<Row>): TableChange<Row> {
  const from = fromNew(columns).replace('from', 'using')
  return {
    text: `delete from ${table} ${from} where ${matching(table, Object.keys(columns))}`,
    columns: valuesOf(columns),
  }
}

function arraysOf<Row>(columns: Columns<Row>): string {
  return Object.values(columns)
    .map(([type], index) => `$${index + 1}::${type}[]`)
    .join(', ')
}

function fromNew<Row>(columns: Columns<Row>): string {
  return `from unnest(${arraysOf(columns)}) as new (${Object.keys(columns)})`
}

function matching(table: string, names: readonly string[]): string {
  return names.map(name => `${table}.${name} = new.${name}`).join(' and ')
}

function valuesOf<Row>(columns: Columns<Row>): TableChange<Row>['columns'] {
  return Object.values(columns).map(([, value]) => value)
}
