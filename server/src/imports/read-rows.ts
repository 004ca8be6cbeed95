/** Files of students, a row at a time: CSV with a header line, or one JSON object a line. Memory does not grow with the file. */
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { parse } from 'csv-parse'
import { parseJson } from '../dialects/student/body.ts'
import type { Body } from '../dialects/student/translate.ts'
import { Refusal } from '../lib/refusal.ts'

export type Format = 'csv' | 'ndjson'

export interface Row {
  /** As an editor counts them: the first line of the file is 1. */
  readonly line: number
  /** Null: the line is no JSON object. */
  readonly body: Body | null
}

/** Throws a Refusal (`invalid`) where a CSV file cannot be read on; the rows before have been given out by then. */
export function readRows(input: Readable, format: Format): AsyncGenerator<Row> {
  return format === 'csv' ? readCsv(input) : readLines(input)
}

async function* readLines(input: Readable): AsyncGenerator<Row> {
  let line = 0
  for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    line++
    if (text.trim() !== '') yield { line, body: readObject(text) }
  }
}

function readObject(text: string): Body | null {
  try {
    return parseJson(text)
  } catch {
    return null
  }
}

const needed = ['email', 'first_name']

async function* readCsv(input: Readable): AsyncGenerator<Row> {
  const start = await readStart(input)
  const parser = parse({
    bom: true,
    columns: checkColumns,
    delimiter: findDelimiter(start),
    info: true,
    max_record_size: 64 * 1024,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
  })
  input.on('error', error => parser.destroy(error))
  input.pipe(parser)
  try {
    for await (const { record, info } of parser) yield { line: info.lines, body: record }
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw new Refusal('invalid', `The file cannot be read on: ${(error as Error).message}.`)
  }
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

/** Looks at the first bytes and puts them back. */
async function readStart(input: Readable): Promise<string> {
  for await (const chunk of input.iterator({ destroyOnReturn: false })) {
    input.unshift(chunk)
    return String(chunk)
  }
  return ''
}

/** Spreadsheets write what their country is used to. */
function findDelimiter(start: string): string {
  const header = start.split(/\r?\n/, 1)[0] ?? ''
  return [';', '\t'].find(delimiter => header.includes(delimiter)) ?? ','
}
