/** CSV as spreadsheets write it: with commas, semicolons or tabs, and a first line that names the columns. */
import { type CsvError, parse } from 'csv-parse'
import type { Body } from '../dialects/student/translate.ts'
import { Refusal } from '../lib/refusal.ts'
import type { Row } from './read-rows.ts'

const needed = ['email', 'first_name']

/** Throws a Refusal (`invalid`) when columns are missing, and an Error where quotation marks do not pair or a record is too long. */
export async function* readCsv(input: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<Row> {
  let parser: CsvParser | undefined
  for await (const bytes of headerFirst(blanksLast(input), maxBytes)) {
    parser ??= openParser(findDelimiter(bytes), maxBytes)
    yield* parser(bytes)
  }
  if (parser) yield* parser(null)
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

/** The bytes of the input, of which the first have the whole header line among them. */
async function* headerFirst(input: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<Buffer> {
  let start: Buffer | null = Buffer.alloc(0)
  for await (const bytes of input) {
    if (start === null) {
      yield bytes
      continue
    }
    start = Buffer.concat([start, bytes])
    if (start.includes('\n') || start.length > maxBytes) {
      yield start
      start = null
    }
  }
  if (start) yield start
}

/** Spreadsheets write what their country is used to. */
function findDelimiter(start: Buffer): string {
  const header = String(start).split('\n', 1)[0] ?? ''
  return [';', '\t'].find(delimiter => header.includes(delimiter)) ?? ','
}

/** Takes the next bytes, or null at the end, and gives the rows that are whole with them, also before it throws. */
type CsvParser = (bytes: Buffer | null) => AsyncGenerator<Row>

function openParser(delimiter: string, maxBytes: number): CsvParser {
  let columns: string[] = []
  let line = 0
  let rows: Row[] = []
  const parser = parse({
    bom: true,
    columns: (header: string[]) => {
      columns = checkColumns(header)
      line = 1
      return columns
    },
    delimiter,
    max_record_size: maxBytes,
    on_record(body: Body, { lines }) {
      line = lines
      rows.push({ line, body })
      return null
    },
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
  })
  parser.on('error', () => {}) // whoever writes is told
  return async function* (bytes) {
    const failure = await new Promise(resolve => (bytes ? parser.write(bytes, resolve) : parser.end(resolve)))
    yield* rows
    rows = []
    if (failure instanceof Refusal) throw failure
    if (failure) throw new Error(`The file cannot be read from line ${line + 1} on: ${explain(failure as CsvError)}.`)
    if (!bytes && columns.length === 0) checkColumns([])
  }
}

function explain({ code }: CsvError): string {
  // A record without an end, too, has lost one.
  if (code === 'CSV_MAX_RECORD_SIZE') return 'what begins there is longer than 64 kB, or lacks a quotation mark'
  return 'a quotation mark is missing there, or there is one too many'
}

/** `First Name` is `first_name`. */
function checkColumns(header: string[]): string[] {
  const columns = header.map(name =>
    name
      .trim()
      .toLowerCase()
      .replace(/[\s-]+/g, '_'),
  )
  const missing = needed.filter(name => !columns.includes(name))
  if (missing.length === 0) return columns
  throw new Refusal(
    'invalid',
    `The first line must name the columns; there is no ${missing.map(name => `"${name}"`).join(' and no ')}.`,
  )
}
