/** A page of one of Thinkific's lists, however large its rows are. */
import { type Page, PlatformFault } from '../platform.ts'
import type { Asking, Sent } from './ask.ts'
import { TooLarge } from './faults.ts'
import { NotUnderstood, pageOf } from './translate.ts'

export interface List<Row> {
  readonly path: string
  readonly query?: Sent['query']
  readonly of: (row: unknown) => Row | null
}

/** The most that they give, and into how many parts such a page is split, and its parts again, where it is more than may be read. */
const mostRows = 250
const splits = [2, 5, 5, 5]

export function readPage<Row>(ask: Asking, list: List<Row>, page: number): Promise<Page<Row>> {
  return readPart(ask, list, page, mostRows, splits)
}

export async function readAll<Row>(ask: Asking, list: List<Row>): Promise<readonly Row[]> {
  const rows: Row[] = []
  for (let page: number | null = 1; page !== null; ) {
    const read: Page<Row> = await readPage(ask, list, page)
    rows.push(...read.rows)
    page = read.next
  }
  return rows
}

/** What is not as it is known to be is a fault of theirs, for now. */
export function understood<Read>(read: () => Read | null): Read {
  try {
    const found = read()
    if (found !== null) return found
  } catch (error) {
    if (!(error instanceof NotUnderstood)) throw error
    throw new PlatformFault('unavailable', `The answer is not understood: ${error.message}`)
  }
  throw new PlatformFault('unavailable', 'The answer is not understood')
}

async function readPart<Row>(
  ask: Asking,
  list: List<Row>,
  page: number,
  limit: number,
  [parts, ...smaller]: readonly number[],
): Promise<Page<Row>> {
  try {
    const { said } = await ask('GET', list.path, { query: { ...list.query, page, limit } })
    return understood(() => pageOf(said, page, list.of))
  } catch (error) {
    if (!(error instanceof TooLarge) || parts === undefined) throw error
    return readInParts(ask, list, page, limit, [parts, ...smaller])
  }
}

async function readInParts<Row>(
  ask: Asking,
  list: List<Row>,
  page: number,
  limit: number,
  [parts = 1, ...smaller]: readonly number[],
): Promise<Page<Row>> {
  const rows: Row[] = []
  const last = page * parts
  for (let part: number | null = last - parts + 1; part !== null && part <= last; ) {
    const read: Page<Row> = await readPart(ask, list, part, limit / parts, smaller)
    rows.push(...read.rows)
    if (read.next === null) return { rows, next: null }
    part = read.next
  }
  return { rows, next: page + 1 }
}
