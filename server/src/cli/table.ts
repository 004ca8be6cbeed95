/** Aligned columns for people. What comes from outside cannot move the cursor or colour the screen: it is made visible. */
import { stripVTControlCharacters } from 'node:util'

export interface Column<Row> {
  readonly title: string
  readonly value: (row: Row) => Cell
  /** Numbers stand on the right. */
  readonly align?: 'right'
}

type Cell = string | number | Date | readonly string[] | null | undefined

export interface Table<Row> {
  /** The titles, then a line for each row. */
  lines(rows: readonly Row[], options?: { titles: boolean }): string[]
}

/** A table keeps its widths, so that rows printed later stand under those printed before. */
export function createTable<Row>(columns: readonly Column<Row>[]): Table<Row> {
  const widths = columns.map(column => widthOf(column.title))
  return {
    lines(rows, { titles } = { titles: true }) {
      const cells = rows.map(row => columns.map(column => show(column.value(row))))
      for (const line of cells)
        for (const [i, cell] of line.entries()) widths[i] = Math.max(widths[i] ?? 0, widthOf(cell))
      const all = titles ? [columns.map(column => column.title), ...cells] : cells
      return all.map(line =>
        line
          .map((cell, i) => pad(cell, widths[i] ?? 0, columns[i]?.align))
          .join('  ')
          .trimEnd(),
      )
    },
  }
}

/** A moment in UTC, to the second. */
export function showMoment(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, 'Z')
}

/** A text from outside that can be printed on one line. */
export function showText(text: string): string {
  // Line breaks, control characters, and the marks that turn the direction of writing: each by its number.
  return stripVTControlCharacters(text).replace(/[\p{Cc}\p{Cs}\u2028\u2029\p{Bidi_Control}]/gu, escapeCharacter)
}

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

function show(cell: Cell): string {
  if (cell === null || cell === undefined) return '-'
  if (cell instanceof Date) return showMoment(cell)
  if (typeof cell === 'number') return String(cell)
  const text = typeof cell === 'string' ? cell : cell.join(', ')
  return showText(text) || '-'
}

function pad(cell: string, width: number, align?: 'right'): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(cell)))
  return align === 'right' ? space + cell : cell + space
}

const segmenter = new Intl.Segmenter()
const wide =
  /^[\p{Emoji_Presentation}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\uff01-\uff60]/u

/** Columns on the screen: one for each character as people count them, two for the wide ones. */
function widthOf(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length
  let width = 0
  for (const { segment } of segmenter.segment(text)) width += wide.test(segment) ? 2 : 1
  return width
}
