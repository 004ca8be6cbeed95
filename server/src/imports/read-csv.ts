/** CSV as spreadsheets and data tools write it: with commas, semicolons or tabs, and a first line that names the columns. */
import { type CsvError, parse } from 'csv-parse'
import { unguard } from '../lib/csv-cell.ts'
import { type Columns, readColumns } from './csv-columns.ts'
import { readStart, startWhole } from './csv-start.ts'
import type { Reading, Row } from './row.ts'
import { createTextCells } from './text-cells.ts'

/** Throws a Refusal (`invalid`) for columns that cannot be, and an Error where quotation marks do not pair or a record is too long. */
export async function* readCsv(input: AsyncIterable<Buffer>, maxBytes: number, reading: Reading): AsyncGenerator<Row> {
  let parser: CsvParser | undefined
  for await (const bytes of startWhole(blanksLast(input), maxBytes)) {
    if (parser) {
      yield* parser(bytes)
      continue
    }
    const start = readStart(bytes)
    parser = openParser(start, maxBytes, reading)
    yield* parser(start.bytes)
  }
  if (parser) yield* parser(null)
  else readColumns([], new Map())
}

/** The parser gives a row out when it has seen some of the next one. Where the input breaks off, it sees blanks without an end. */
async function* blanksLast(input: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* input
  } catch (error) {
    yield Buffer.alloc(64, ' ')
    throw error
  }
}

/** Takes the next bytes, or null at the end, and gives the rows that are whole with them, also before it throws. */
type CsvParser = (bytes: Buffer | null) => AsyncGenerator<Row>

function openParser(
  { delimiter, skipped }: { delimiter: string; skipped: number },
  maxBytes: number,
  { renamed, onForeign }: Reading,
): CsvParser {
  let columns: Columns | undefined
  let line = skipped
  let rows: Row[] = []
  let failure: unknown
  const withoutSigns = createTextCells(delimiter)
  const parser = parse({
    bom: true,
    delimiter,
    // In any mixture: what wrote the titles did not write the rows, perhaps.
    record_delimiter: ['\r\n', '\n', '\r'],
    max_record_size: maxBytes,
    on_record(cells: string[], { lines }) {
      line = lines + skipped
      if (columns) rows.push(toRow(line, columns, cells))
      else {
        columns = readColumns(cells, renamed)
        if (columns.foreign.length > 0) onForeign(columns.foreign)
      }
      return null
    },
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
  })
  parser.on('error', () => {}) // whoever writes is told
  return async function* (bytes) {
    failure = await new Promise(resolve => (bytes ? parser.write(withoutSigns(bytes), resolve) : parser.end(resolve)))
    yield* rows
    rows = []
    if (failure && !columns) throw failure
    if (failure) throw new Error(`The file cannot be read from line ${line + 1} on: ${explain(failure as CsvError)}.`)
    if (!bytes && !columns) readColumns([], renamed)
  }
}

/**
 * A value that no column is for was meant for one: most likely a comma stands in another value. Where one is lacking, a
 * quotation mark has swallowed a comma, or the file breaks off: what is left out may be a course that was paid for.
 */
function toRow(line: number, { fields }: Columns, cells: readonly string[]): Row {
  if (cells.slice(fields.length).some(cell => cell.trim() !== '')) return { line, problem: 'too_many_values' }
  if (cells.length < fields.length)
    return { line, problem: 'too_few_values', value: `${cells.length} of ${fields.length}` }
  const body: Record<string, string> = {}
  for (const [index, field] of fields.entries()) {
    const cell = cells[index]
    if (field !== null) body[field] = unguard(cell as string)
  }
  return { line, body }
}

function explain({ code }: CsvError): string {
  // A record without an end, too, has lost one.
  if (code === 'CSV_MAX_RECORD_SIZE') return 'what begins there is longer than 64 kB, or lacks a quotation mark'
  return 'a quotation mark is missing there, or there is one too many'
}
