/** Answers a list: a query with the filters, sorts and page that were asked for. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Expression, type RawBuilder, type SelectQueryBuilder, sql } from 'kysely'
import { emailOfNow } from '../../accounts/aliases.ts'
import { readEmailPart } from '../../lib/email.ts'
import { linkHeader, type Place, pageLinks, type Resource } from './envelope.ts'
import { type Attribute, type Filter, readListRequest } from './list-request.ts'

/** An attribute, and where it is found. */
export interface Column extends Attribute {
  readonly value: Expression<unknown>
}

export interface ListOf<DB, Tables extends keyof DB, Row> {
  /** Without order. */
  readonly query: SelectQueryBuilder<DB, Tables, Row>
  readonly columns: Readonly<Record<string, Column>>
  /** Of each one its own number: the order where none is asked for, and that of what is equal. */
  readonly key: Expression<unknown>
  /** Text in which `q=` looks; absent: in nothing, and `q` is not heeded. */
  readonly searched?: Expression<unknown>
  readonly present: (row: Row) => Resource
}

/** Past the last page there is an empty list. Throws `Refused` (400) for a filter or a sort that is none. */
export async function answerList<DB, Tables extends keyof DB, Row>(
  place: Place,
  request: FastifyRequest,
  reply: FastifyReply,
  { query, columns, key, searched, present }: ListOf<DB, Tables, Row>,
) {
  const { page, limit, filters, sorts, search } = readListRequest(request.query as Record<string, unknown>, columns)
  let wanted = query
  for (const filter of filters) wanted = wanted.where(isLike(columns[filter.attribute] as Column, filter))
  if (search !== '' && searched) wanted = wanted.where(holds(searched, search))
  const inOrder = (unordered: typeof query) =>
    sorts
      .reduce((sorted, { attribute, descending }) => {
        const { type, value } = columns[attribute] as Column
        return sorted.orderBy(type === 'text' ? sql`lower(${value})` : value, sort =>
          descending ? sort.desc().nullsLast() : sort.asc().nullsFirst(),
        )
      }, unordered)
      .orderBy(key)
  // First which ones: what is shown of each is not gathered for those of the pages before.
  const onThePage = inOrder(wanted.clearSelect().select(sql`${key}`.as('key')) as never)
    .limit(limit + 1)
    .offset((page - 1) * limit)
  const rows = await inOrder(query.where(sql<boolean>`${key} = any(array(${onThePage}))`)).execute()
  const isPast = rows.length === 0 && page > 1
  const lastPage = isPast ? Math.ceil((await count(wanted)) / limit) || 1 : page - 1
  const shown = { page, hasNext: rows.length > limit, lastPage }
  return sendList(
    place,
    request,
    reply,
    shown,
    rows.slice(0, limit).map(row => present(row as Row)),
  )
}

/** Words of a name as they stand; of an email, as it is kept. */
function holds(searched: Expression<unknown>, text: string) {
  const parts = [...new Set([text, ...readEmailPart(text, { isCut: true })])]
  return sql<boolean>`(${sql.join(
    parts.map(part => sql`strpos(lower(${searched}), lower(${part})) > 0`),
    sql` or `,
  )})`
}

/** Of what there is none of here, whatever page is asked for. */
export function answerNone(place: Place, request: FastifyRequest, reply: FastifyReply) {
  const { page } = readListRequest(pagesOf(request.query as Record<string, unknown>), {})
  return sendList(place, request, reply, { page, hasNext: false, lastPage: 1 }, [])
}

/** What nothing has is looked for in vain, by whatever. */
function pagesOf({ page, 'page[number]': number }: Record<string, unknown>) {
  return { page, 'page[number]': number }
}

function sendList(
  place: Place,
  request: FastifyRequest,
  reply: FastifyReply,
  shown: Parameters<typeof pageLinks>[2],
  data: Resource[],
) {
  const links = pageLinks(place, request.url.slice(place.version.length + 1), shown)
  const header = linkHeader(links)
  if (header !== '') reply.header('link', header)
  return { links, data }
}

async function count<DB, Tables extends keyof DB, Row>(rows: SelectQueryBuilder<DB, Tables, Row>): Promise<number> {
  const one = rows.clearSelect().select(sql<number>`count(*)`.as('count')) as { execute(): Promise<unknown> }
  const [found] = (await one.execute()) as { count: number }[]
  return found?.count ?? 0
}

/** What names are made of is compared without case, names as they are; times by the second as they are shown. */
function isLike({ type, value: column }: Column, { predicate, values }: Filter) {
  const isStrict = type !== 'text' || ['eq', 'not_eq', 'in', 'not_in'].includes(predicate)
  const held = type === 'moment' ? sql`date_trunc('second', ${column})` : isStrict ? column : sql`lower(${column})`
  const isWhole = predicate.endsWith('eq') || predicate.endsWith('in')
  const given = values.map(value => {
    if (type === 'email' && isWhole) return emailOfNow(value)
    return isStrict || typeof value !== 'string' ? value : sql`lower(${value})`
  })
  const [value = null] = given
  const list = sql`(${sql.join([null, ...given])})`
  const isAny = (matches: (value: unknown) => RawBuilder<unknown>) =>
    sql<boolean>`(${sql.join(given.map(matches), sql` or `)})`
  switch (predicate) {
    case 'eq':
      return sql<boolean>`${held} = ${value}`
    case 'not_eq':
      return sql<boolean>`${held} is distinct from ${value}`
    case 'in':
      return sql<boolean>`${held} in ${list}`
    case 'not_in':
      return sql<boolean>`(${held} in ${list}) is not true`
    case 'gt':
      return sql<boolean>`${held} > ${value}`
    case 'gteq':
      return sql<boolean>`${held} >= ${value}`
    case 'lt':
      return sql<boolean>`${held} < ${value}`
    case 'lteq':
      return sql<boolean>`${held} <= ${value}`
    case 'cont':
      return isAny(value => sql`strpos(${held}, ${value}) > 0`)
    case 'not_cont':
      return sql<boolean>`${isAny(value => sql`strpos(${held}, ${value}) > 0`)} is not true`
    case 'start':
      return isAny(value => sql`starts_with(${held}, ${value})`)
    case 'not_start':
      return sql<boolean>`${isAny(value => sql`starts_with(${held}, ${value})`)} is not true`
    case 'end':
      return isAny(value => sql`right(${held}, length(${value})) = ${value}`)
    case 'not_end':
      return sql<boolean>`${isAny(value => sql`right(${held}, length(${value})) = ${value}`)} is not true`
    case 'null':
      return sql<boolean>`(${column} is null) = ${value}`
    case 'not_null':
      return sql<boolean>`(${column} is not null) = ${value}`
    case 'present':
      return sql<boolean>`(coalesce(${column}::text, '') <> '') = ${value}`
    case 'blank':
      return sql<boolean>`(coalesce(${column}::text, '') = '') = ${value}`
  }
}
