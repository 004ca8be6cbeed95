/**
 * How a list stands in the width that it has, which is its own and not the screen's: as a table while all its columns fit whole;
 * else as cards, on which what has no column of its own stands below the name. All lengths in rem: they follow the letters.
 */
import type { Column } from './column.ts'

interface Arrangement<Row> {
  /** Columns of the table. */
  beside: readonly Column<Row>[]
  /** What stands below the first column's. */
  below: readonly Column<Row>[]
  belowInLine: number
  rowHeight: number
}

export const pickerWidth = 3

const narrow = 30
const cellPadding = 2
const lineHeight = 3.5
const momentWidth = 10.5
const smallLine = 1
const belowHeight = 2.75

export function arrange<Row>(columns: readonly Column<Row>[], width: number, hasPicker: boolean): Arrangement<Row> {
  const isWhole = leastOf(columns, hasPicker) <= width
  if (isWhole) return { beside: columns, below: [], belowInLine: 0, rowHeight: lineHeight }
  const beside = columns.filter(({ onPhone }, index) => index === 0 || onPhone)
  // On a phone the name and what matters most are enough: whoever wants more opens the row.
  if (width < narrow) return { beside, below: [], belowInLine: 0, rowHeight: heightOnPhone(columns) }
  const below = columns.filter(column => !beside.includes(column))
  const [first = 0] = beside.map(leastWidth)
  const left = width - leastOf(beside, hasPicker) + first - cellPadding
  const belowInLine = Math.max(1, Math.floor(left / Math.max(...below.map(widthBelow))))
  return { beside, below, belowInLine, rowHeight: lineHeight + belowHeight * Math.ceil(below.length / belowInLine) }
}

function heightOnPhone<Row>([first]: readonly Column<Row>[]): number {
  return lineHeight + smallLine * ((first?.linesOnPhone ?? 2) - 2)
}

/** Less would cut a date, a badge or the column's own name short. */
export function leastWidth<Row>({ name, least, isMoment }: Column<Row>, index: number): number {
  return index === 0 ? 10.5 : Math.max(least ?? (isMoment ? 8.25 : 7.5), 2.5 + 0.5 * name.length)
}

function widthBelow<Row>({ least = 8, isMoment }: Column<Row>): number {
  return isMoment ? Math.max(least, momentWidth) : least
}

function leastOf<Row>(columns: readonly Column<Row>[], hasPicker: boolean): number {
  return columns.map(leastWidth).reduce((sum, width) => sum + width, hasPicker ? pickerWidth : 0)
}
