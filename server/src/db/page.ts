/**
 * Lists by pages. A page begins after the last row of the one before it (its sort value and id are the cursor), so the
 * cost does not grow with the distance, and rows that come or go meanwhile neither repeat nor hide others.
 */
import { type RawBuilder, type SelectQueryBuilder, sql } from 'kysely'
import { Refusal } from '../lib/refusal.ts'
import { isBadValue } from './failures.ts'

export interface PageRequest {
  /** How many rows at most. */
  readonly limit: number
  /** `next_cursor` of the page before. */
  readonly cursor?: string
  /** One of the list's sorts; with a leading `-` from the end. */
  readonly sort?: string
  /** Whether the whole is counted too: that costs more the more there is. */
  readonly count?: boolean
}

export interface Page<Row> {
  readonly data: Row[]
  /** Null: there is no more. */
  readonly next_cursor: string | null
  readonly total_count?: number
}

/**
 * One page of a query that has no order yet. `sorts` names what it can be sorted by and the column of each: never null,
 * and indexed together with the id (`id`, the first one, is the order of making). Throws `invalid` for a bad cursor or sort.
 *
 * Rows that lie in several places, each with an index of its own, are taken from each before they are put together: then
 * the query is a function, and puts what it is given after the conditions of the part that runs for each place.
 */
export async function readPage<DB, Tables extends keyof DB, Row>(
  from: SelectQueryBuilder<DB, Tables, Row> | ((onThePage: RawBuilder<unknown>) => SelectQueryBuilder<DB, Tables, Row>),
  { limit, cursor, sort = 'id', count = false }: PageRequest,
  sorts: Readonly<Record<string, string>> & { readonly id: string },
): Promise<Page<Row>> {
  const descending = sort.startsWith('-')
  const name = descending ? sort.slice(1) : sort
  const column = Object.hasOwn(sorts, name) ? sorts[name] : undefined
  if (!column) throw refuse('sort', `must be one of ${Object.keys(sorts).join(', ')}, with a leading - from the end`)
  const direction = descending ? 'desc' : 'asc'
  const byId = sql.ref(sorts.id)
  const bySort = sql.ref(column)

  const build = typeof from === 'function' ? from : () => from
  const isAfter =
    cursor === undefined ? sql<boolean>`true` : comesAfter(bySort, byId, readCursor(cursor, sort), descending)
  const order = sql`${bySort} ${sql.raw(direction)}, ${byId} ${sql.raw(direction)}`
  const page = build(sql`and ${isAfter} order by ${order} limit ${limit + 1}`)
    .select([sql<string>`${bySort}::text`.as('sort_value'), sql<number>`${byId}`.as('page_id')])
    .where(isAfter)
  const ordered = column === sorts.id ? page : page.orderBy(bySort, direction)
  const [rows, total] = await Promise.all([
    ordered
      .orderBy(byId, direction)
      .limit(limit + 1)
      .execute()
      .catch(error => {
        throw cursor !== undefined && isBadValue(error) ? refuse('cursor', notOurs) : error
      }) as unknown as Promise<(Row & { sort_value: string; page_id: number })[]>,
    count ? countRows(build(sql``)) : undefined,
  ])
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return {
    data: rows.slice(0, limit).map(({ sort_value: _, page_id: __, ...row }) => row as unknown as Row),
    next_cursor: last ? writeCursor(sort, last.sort_value, last.page_id) : null,
    ...(total !== undefined && { total_count: total }),
  }
}

/** The first comparison says nothing new, but where the two columns are of different tables only it can use an index. */
function comesAfter(
  bySort: RawBuilder<unknown>,
  byId: RawBuilder<unknown>,
  { value, id }: { value: string; id: number },
  descending: boolean,
) {
  const than = sql.raw(descending ? '<' : '>')
  return sql<boolean>`(${bySort} ${than}= ${value} and (${bySort}, ${byId}) ${than} (${value}, ${id}))`
}

async function countRows<DB, Tables extends keyof DB, Row>(
  query: SelectQueryBuilder<DB, Tables, Row>,
): Promise<number> {
  const { count } = (await query.clearSelect().select(sql<number>`count(*)`.as('count')).executeTakeFirstOrThrow()) as {
    count: number
  }
  return count
}

const notOurs = 'must be the next_cursor of the page before'

function writeCursor(sort: string, value: string, id: number): string {
  return Buffer.from(JSON.stringify([sort, value, id])).toString('base64url')
}

function readCursor(cursor: string, sort: string): { value: string; id: number } {
  const [madeFor, value, id] = parse(Buffer.from(cursor, 'base64url').toString())
  const isOurs = typeof value === 'string' && Number.isSafeInteger(id)
  if (!isOurs) throw refuse('cursor', notOurs)
  if (madeFor !== sort) throw refuse('cursor', 'was made for another sort')
  return { value, id: id as number }
}

function parse(text: string): unknown[] {
  try {
    const parsed: unknown = JSON.parse(text)
    return Array.isArray(parsed) ? parsed : []
  } catch {
    return []
  }
}

function refuse(field: string, message: string): Refusal {
  return new Refusal('invalid', `${field} ${message}`, [{ field, message }])
}
