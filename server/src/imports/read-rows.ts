/** Files of students, a row at a time: CSV with a header line, or one JSON object a line. Memory does not grow with the file. */
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { parseJson } from '../dialects/student/body.ts'
import type { Body } from '../dialects/student/translate.ts'
import { readCsv } from './read-csv.ts'

export type Format = 'csv' | 'ndjson'

export interface Row {
  /** As an editor counts them: the first line of the file is 1. */
  readonly line: number
  /** Null: the line is no JSON object. */
  readonly body: Body | null
}

/** Throws, in a sentence, where a CSV file cannot be read on; the rows before have been given out by then. */
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
