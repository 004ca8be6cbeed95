/** Statements that read: their parameters go by name (`:teamIds`), and their rows come by name and with their types. */
import type { ClientBase } from 'pg'
import { runTogether, type Statement } from '../../db/statements.ts'
import { type ArrayElement, arrayLiteral } from '../../lib/array-literal.ts'
import type { AnyRow, Table } from '../rows/table.ts'

export interface Query<Row> {
  readonly name: string
  /** With its parameters by number. */
  readonly text: string
  /** Their names, `$1` the first. */
  readonly parameters: readonly string[]
  readonly read: (rows: readonly AnyRow[]) => readonly Row[]
}

export type Values = Readonly<Record<string, readonly ArrayElement[] | boolean>>

export type RowsOf<Queries> = {
  readonly [Name in keyof Queries]: Queries[Name] extends Query<infer Row> ? readonly Row[] : never
}

/** In one packet, in the order in which they stand there. */
export async function ask<Queries extends Readonly<Record<string, Query<object>>>>(
  client: ClientBase,
  queries: Queries,
  values: Values = {},
): Promise<RowsOf<Queries>> {
  const asked = Object.entries(queries)
  const found = await runTogether(
    client,
    asked.map(([, query]) => bind(query, values)),
  )
  const read = asked.map(([name, query], index) => [name, query.read(found[index] ?? [])])
  return Object.fromEntries(read) as RowsOf<Queries>
}

/** Rows that are no table's: `Row` says what the statement calls its columns. */
export function query<Row extends object>(name: string, text: string): Query<Row> {
  return { name, ...numbered(text), read: rows => rows as readonly Row[] }
}

/** `rest` follows the list of the table's columns; `More` are those that it adds to them. */
export function select<Row extends object, More extends object = object>(
  name: string,
  table: Table<Row>,
  rest: string,
): Query<Row & More> {
  const text = `select ${columnsOf(table)} ${rest}`
  return { name, ...numbered(text), read: rows => table.read(rows) as readonly (Row & More)[] }
}

/** As a row of the table has them; `of`: what the table is called in the statement. */
export function columnsOf<Row>({ name, columns }: Table<Row>, of: string = name): string {
  return columns.map(column => `${column.select ?? `${of}.${column.name}`} as "${column.as}"`).join(', ')
}

/** The same as one value. */
export function jsonOf<Row>({ columns }: Table<Row>, of: string): string {
  return `jsonb_build_object(${columns.map(column => `'${column.as}', ${of}.${column.name}`)})`
}

function numbered(text: string): Pick<Query<never>, 'text' | 'parameters'> {
  const name = /(?<!:):([a-z]\w*)/gi // not a cast
  const parameters = [...new Set([...text.matchAll(name)].map(([, name = '']) => name))]
  return { text: text.replace(name, (_, name) => `$${parameters.indexOf(name) + 1}`), parameters }
}

function bind({ name, text, parameters }: Query<object>, values: Values): Statement {
  const bound = parameters.map(parameter => {
    const value = values[parameter]
    if (value === undefined) throw new Error(`${name} wants ${parameter}`)
    return typeof value === 'boolean' ? String(value) : arrayLiteral(value)
  })
  return { name, text, values: bound }
}
