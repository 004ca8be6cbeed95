/** Answers of the command line: results on standard output, anything beside them on standard error. */
import { type Column, createTable, showText } from './table.ts'

export interface PrintOptions {
  readonly json?: boolean
}

/** One thing: as JSON, or as the sentence that says what became of it. */
export function printOne({ json }: PrintOptions, value: object, sentence: string): void {
  printLine(json ? JSON.stringify(value, null, 2) : showText(sentence))
}

/** A list: as one JSON array, or as a table. `none` is said, beside the output, when there is nothing to show. */
export function printList<Row>(
  { json }: PrintOptions,
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  none: string,
): void {
  if (json) printLine(JSON.stringify(rows, null, 2))
  else if (rows.length === 0) printHint(none)
  else createTable(columns).lines(rows).forEach(printLine)
}

export function printLine(line: string): void {
  process.stdout.write(`${line}\n`)
}

export function printHint(line: string): void {
  process.stderr.write(`${line}\n`)
}
