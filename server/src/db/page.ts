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
  /** Whether the whole is counted too, as far as `mostCounted`. */
  readonly count?: boolean
}

export interface Page<Row> {
  readonly data: Row[]
  /** Null: there is no more. */
  readonly next_cursor: string | null
  readonly total_count?: number
}

/** Counting costs more the more there is, and nobody needs to know at each look whether it is 312,406 or 312,407. */
export const mostCounted = 100_000

/** By which column a list can be sorted: its name, or what is indexed in its place. Never null. */
type Sort = string | RawBuilder<unknown>

/** Where the rows lie, such as the organizations of a subtree. */
export interface Places {
  /** That says of a row where it lies. */
  readonly column: string
  readonly ids: readonly number[]
  /**
   * How they are found: `each` place by its own index (unless it is said); `all` of them, and then put in order, for they
   * are few; or by something else, which knows no places: a filter, or the order itself.
   */
  readonly by?: 'each' | 'all' | 'other'
  /** What a filter says, once more, so that an index can find `all` of them; they are counted by it too. */
  readonly among?: RawBuilder<boolean>
  /** True for one of the rows that are the same thing in several of the places. */
  readonly once?: RawBuilder<boolean>
}

/**
 * One page of a query that has no order yet. `sorts` names what it can be sorted by and the column of each, indexed together
 * with the place and the id (`id`, the first one, is the order of making). Throws `invalid` for a bad cursor or sort.
 */
export async function readPage<DB, Tables extends keyof DB, Row>(
  everywhere: SelectQueryBuilder<DB, Tables, Row>,
  { limit, cursor, sort = 'id', count = false }: PageRequest,
  sorts: Readonly<Record<string, Sort>> & { readonly id: Sort },
  places?: Places,
): Promise<Page<Row>> {
  const descending = sort.startsWith('-')
  const name = descending ? sort.slice(1) : sort
  const column = Object.hasOwn(sorts, name) ? sorts[name] : undefined
  if (!column) throw refuse('sort', `must be one of ${Object.keys(sorts).join(', ')}, with a leading - from the end`)
  const [byId, bySort] = [toRef(sorts.id), toRef(column)]
  const order: Order = { bySort, byId, direction: descending ? 'desc' : 'asc', limit: limit + 1 }

  const within = places ? everywhere.where(liesIn(places)) : everywhere
  const among = places?.among ? within.where(places.among) : within
  const isOnPage: RawBuilder<boolean>[] = places?.once ? [places.once] : []
  if (cursor !== undefined) isOnPage.push(comesAfter(bySort, byId, readCursor(cursor, sort), descending))
  const narrow = (query: typeof everywhere) => isOnPage.reduce((narrowed, each) => narrowed.where(each), query)
  const pick = places && pickFrom({ among: narrow(among), everywhere: narrow(everywhere) }, places, order)
  const page = pick ? within.where(sql<boolean>`${byId} = any(array(${pick}))`) : within
  const [rows, total] = await Promise.all([
    inOrder(narrow(page).select([sql`${bySort}::text`.as('sort_value'), byId.as('page_id')]), order)
      .$castTo<Marked>()
      .execute()
      .catch(error => {
        throw cursor !== undefined && isBadValue(error) ? refuse('cursor', notOurs) : error
      }),
    count ? countRows(among, byId, places?.once !== undefined) : undefined,
  ])
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return {
    data: rows.slice(0, limit).map(({ sort_value: _, page_id: __, ...row }) => row as Row),
    next_cursor: last ? writeCursor(sort, last.sort_value, last.page_id) : null,
    ...(total !== undefined && { total_count: total }),
  }
}

/** A row, and where the page after it begins. */
interface Marked {
  readonly sort_value: string
  readonly page_id: number
}

function toRef(sort: Sort): RawBuilder<unknown> {
  return typeof sort === 'string' ? sql.ref(sort) : sort
}

interface Order {
  readonly bySort: RawBuilder<unknown>
  readonly byId: RawBuilder<unknown>
  readonly direction: 'asc' | 'desc'
  readonly limit: number
}

function inOrder<DB, Tables extends keyof DB, Row>(
  query: SelectQueryBuilder<DB, Tables, Row>,
  { bySort, byId, direction, limit }: Order,
) {
  return query.orderBy(bySort, direction).orderBy(byId, direction).limit(limit)
}

function liesIn({ column, ids }: Places) {
  const [only] = ids
  return ids.length === 1
    ? sql<boolean>`${sql.ref(column)} = ${only}`
    : // With `= any(…)` each look at an index would begin with all of them.
      sql<boolean>`${sql.ref(column)} in (select unnest(${[...ids]}::bigint[]))`
}

/** Which rows are on the page, where that is found before they are read; undefined: PostgreSQL finds the way itself. */
function pickFrom<DB, Tables extends keyof DB, Row>(
  { among, everywhere }: Readonly<Record<'among' | 'everywhere', SelectQueryBuilder<DB, Tables, Row>>>,
  { column, ids, by = 'each' }: Places,
  order: Order,
): RawBuilder<unknown> | undefined {
  const rowsOf = (query: typeof among) =>
    query.clearSelect().select([order.bySort.as('sort_value'), order.byId.as('page_id')])
  if (by === 'all') return sql`select row.page_id from (${rowsOf(among).offset(0)}) as row ${inFront(order)}`
  if (by === 'other' || ids.length < 2) return undefined
  return pickFromEach(rowsOf(everywhere).where(sql<boolean>`${sql.ref(column)} = place.id`), ids, order)
}

/**
 * Each place has an index that gives its own first ones. Only the places with the foremost rows
 * can have a part in the page, no more of them than it has rows; so the cost hardly grows with the number of places.
 */
function pickFromEach<DB, Tables extends keyof DB, Row>(
  rows: SelectQueryBuilder<DB, Tables, Row>,
  ids: readonly number[],
  order: Order,
): RawBuilder<unknown> {
  const firstOf = (limit: number) => inOrder(rows, { ...order, limit })
  return sql`
    select row.page_id
    from (
      select place.id from unnest(${[...ids]}::bigint[]) as place (id)
      cross join lateral (${firstOf(1)}) as row ${inFront(order)}
    ) as place
    cross join lateral (${firstOf(order.limit)}) as row ${inFront(order)}`
}

function inFront({ direction, limit }: Order): RawBuilder<unknown> {
  const way = sql.raw(direction)
  return sql`order by row.sort_value ${way}, row.page_id ${way} limit ${limit}`
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

/** `distinct`: of the rows that are the same thing one counts. They are few among the rest, but may be among the first. */
async function countRows<DB, Tables extends keyof DB, Row>(
  query: SelectQueryBuilder<DB, Tables, Row>,
  byId: RawBuilder<unknown>,
  distinct: boolean,
): Promise<number> {
  const rows = query
    .clearSelect()
    .select(byId.as('id'))
    .limit(distinct ? 2 * mostCounted : mostCounted)
  const things = distinct ? sql`distinct row.id` : sql`*`
  // Beside any one row, which says nothing but that the tables are not empty: a query can be asked nothing else.
  const counting = query.clearWhere().clearSelect().limit(1)
  const counted = await counting
    .select(sql<number>`(select count(${things}) from (${rows}) as row)`.as('count'))
    .executeTakeFirst()
  return Math.min((counted as { count: number } | undefined)?.count ?? 0, mostCounted)
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
