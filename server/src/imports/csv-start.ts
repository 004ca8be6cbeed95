/** How a CSV file begins: what stands between its columns, and where its first line is. */

const newline = 0x0a
const carriageReturn = 0x0d

export interface CsvStart {
  readonly delimiter: string
  /** Lines before that with the titles. */
  readonly skipped: number
  /** From the titles on. */
  readonly bytes: Buffer
}

/** The bytes of the input, of which the first have the whole line of titles among them. */
export async function* startWhole(input: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<Buffer> {
  let start: Buffer | null = Buffer.alloc(0)
  for await (const bytes of input) {
    if (start === null) {
      yield bytes
      continue
    }
    start = Buffer.concat([start, bytes])
    if (endOfTitles(start) >= 0 || start.length > maxBytes) {
      yield start
      start = null
    }
  }
  if (start && start.length > 0) yield start
}

/** Some spreadsheets say in a line of its own what stands between the columns: `sep=;`. */
export function readStart(start: Buffer): CsvStart {
  const said = /^\ufeff?sep=(.)(?:\r\n?|\n)/i.exec(start.toString('utf8', 0, 32))
  if (said) return { delimiter: said[1] as string, skipped: 1, bytes: start.subarray(Buffer.byteLength(said[0])) }
  const end = endOfLine(start, 0)
  return { delimiter: findDelimiter(start.toString('utf8', 0, end < 0 ? start.length : end)), skipped: 0, bytes: start }
}

function endOfTitles(start: Buffer): number {
  const end = endOfLine(start, 0)
  return /^\ufeff?sep=/i.test(start.toString('utf8', 0, 16)) && end >= 0 ? endOfLine(start, end + 2) : end
}

/** A carriage return that comes last may have a newline behind it. */
function endOfLine(bytes: Buffer, from: number): number {
  let quoted = false
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at]
    if (byte === 0x22) quoted = !quoted
    else if (!quoted && (byte === newline || (byte === carriageReturn && at + 1 < bytes.length))) return at
  }
  return -1
}

/** Spreadsheets write what their country is used to. What is in quotation marks belongs to a title. */
function findDelimiter(titles: string): string {
  const outside = titles.replace(/"[^"]*"/g, '')
  const count = (delimiter: string) => outside.split(delimiter).length
  return [',', ';', '\t'].reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best))
}
