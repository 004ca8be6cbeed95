/** Files of students, a row at a time: CSV with a header line, or one JSON object a line. Memory does not grow with the file. */
import type { Readable } from 'node:stream'
import { parseJson } from '../dialects/student/body.ts'
import type { Body } from '../dialects/student/translate.ts'
import { checkUtf8 } from './check-utf8.ts'
import { readCsv } from './read-csv.ts'
import { readLines } from './read-lines.ts'
import type { Reading, Row } from './row.ts'

export type Format = 'csv' | 'ndjson'

const asTheyAre: Reading = { renamed: new Map(), onForeign() {} }
const maxBytes = 64 * 1024

/** Throws, in a sentence, where a file cannot be read on; the rows before have been given out by then. */
export function readRows(input: Readable, format: Format, reading = asTheyAre): AsyncGenerator<Row> {
  const bytes = checkUtf8(input)
  return format === 'csv' ? readCsv(bytes, maxBytes, reading) : readObjects(bytes)
}

async function* readObjects(input: AsyncIterable<Buffer>): AsyncGenerator<Row> {
  let line = 0
  for await (const bytes of readLines(input, maxBytes)) {
    line++
    const text = bytes?.toString()
    if (text === undefined) yield { line, problem: 'body_too_large' }
    else if (text.trim() !== '') yield { line, ...readObject(text) }
  }
}

function readObject(text: string): { body: Body } | { problem: 'unreadable_body' } {
  try {
    return { body: parseJson(text) }
  } catch {
    return { problem: 'unreadable_body' }
  }
}
