/** One statement out of many: a part for each table that changes, each column one array parameter. */
import type { Statement } from '../../db/statements.ts'
import { type ArrayElement, arrayLiteral } from '../../lib/array-literal.ts'
import type { AnyRow } from '../rows/table.ts'

/** A change of one table by a set of rows: each column is one array parameter, `$1` the first. */
export interface TableChange<Row = AnyRow> {
  readonly text: string
  readonly columns: readonly ((row: Row, now: Date) => ArrayElement)[]
}

export interface Part {
  readonly text: string
  /** Null: there is nothing to change. */
  readonly values: readonly string[] | null
}

export const isThere = ({ values }: Part) => values !== null

export function part<Row>(rows: readonly Row[], change: TableChange<Row> | null, now: Date): Part {
  if (rows.length === 0 || change === null) return nothing
  const { text, columns } = change
  return { text, values: columns.map(value => arrayLiteral(rows.map(row => value(row, now)))) }
}
const nothing: Part = { text: '', values: null }

/** What has been said by a name, so that it is put together once. */
const texts = new Map<string, string>()

/** Named after the parts that take part, so that each combination is prepared once. */
export function join(prefix: string, parts: readonly Part[]): Statement {
  const changes = parts.filter(isThere)
  const bits = parts.map(({ values }) => (values ? 1 : 0)).join('')
  const name = `${prefix} ${BigInt(`0b${bits}`).toString(36)}`
  const text = texts.get(name) ?? textOf(changes)
  texts.set(name, text)
  return { name, text, values: changes.flatMap(({ values }) => values ?? []) }
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
