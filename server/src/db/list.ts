/**
 * A list is described once, beside its query and in the folder of what it is of: the columns that it can be filtered and sorted
 * by, and what tells its rows apart. A face says which of its words mean which column, and asks for a page by its number here,
 * or by a cursor in page.ts.
 */
import { type RawBuilder, type SelectQueryBuilder, sql } from 'kysely'
import { readEmailPart } from '../lib/email.ts'

export interface Column {
  /** `email`: kept as `normalizeEmail` makes it. */
  readonly type: 'text' | 'email' | 'number' | 'boolean' | 'moment' | 'id'
  readonly value: RawBuilder<unknown>
  /** What a whole value stands for, such as the address of now for one of before. */
  readonly meant?: (value: unknown) => RawBuilder<unknown>
}

export interface List<Name extends string = string> {
  readonly columns: Readonly<Record<Name, Column>>
  /** Of each row its own: the order where none is asked for, and that of what is equal. */
  readonly key: RawBuilder<unknown>
  /** Text in which words are looked for; absent: in nothing, and they are not heeded. */
  readonly searched?: RawBuilder<unknown>
  /** The columns that pages by cursor are sorted by: each is indexed together with the place and the id. */
  readonly ordered?: readonly Name[]
}

/** What is looked at: a column, and what a face calls its values, where that is something else. */
export interface Term {
  readonly column: string
  readonly words?: Readonly<Record<string, string>>
}

export type Comparison =
  | 'is'
  | 'is_one_of'
  | 'is_after'
  | 'is_from'
  | 'is_before'
  | 'is_until'
  | 'contains'
  | 'begins'
  | 'ends'
  | 'is_null'
  | 'is_blank'

export type Value = string | number | boolean | Date | null

export interface Filter extends Term {
  readonly comparison: Comparison
  /** What is not like this is meant, and what is not there. */
  readonly negated: boolean
  /** One, but for `is_one_of`, and for a part of what may be kept in several ways. Null: nothing has it. */
  readonly values: readonly Value[]
}

export interface NumberedPageRequest {
  /** From 1. */
  readonly page: number
  readonly limit: number
  readonly filters: readonly Filter[]
  readonly sorts: readonly (Term & { readonly descending: boolean })[]
  /** Words looked for; empty: none. */
  readonly search: string
}

export interface NumberedPage<Row> {
  readonly data: Row[]
  readonly page: number
  readonly hasNext: boolean
  /** Of those before this one, the last that there is. */
  readonly lastPage: number
}

/** A page of a query that has no order yet; past the last one it is empty. The columns are of the list. */
export async function readNumberedPage<DB, Tables extends keyof DB, Row>(
  query: SelectQueryBuilder<DB, Tables, Row>,
  { columns, key, searched }: List,
  { page, limit, filters, sorts, search }: NumberedPageRequest,
): Promise<NumberedPage<Row>> {
  let wanted = query
  for (const filter of filters) wanted = wanted.where(isLike(columns[filter.column] as Column, filter))
  if (search !== '' && searched) wanted = wanted.where(holds(searched, search))
  const inOrder = (unordered: typeof query) =>
    sorts
      .reduce((sorted, { column, words, descending }) => {
        const { type, value } = inWords(columns[column] as Column, words)
        return sorted.orderBy(type === 'text' ? sql`lower(${value})` : value, sort =>
          descending ? sort.desc().nullsLast() : sort.asc().nullsFirst(),
        )
      }, unordered)
      .orderBy(key)
  // First which ones: what is shown of each is not gathered for those of the pages before.
  const onThePage = inOrder(wanted.clearSelect().select(key.as('key')) as never)
    .limit(limit + 1)
    .offset((page - 1) * limit)
  const rows = (await inOrder(query.where(sql<boolean>`${key} = any(array(${onThePage}))`)).execute()) as Row[]
  const isPast = rows.length === 0 && page > 1
  const lastPage = isPast ? Math.ceil((await count(wanted)) / limit) || 1 : page - 1
  return { data: rows.slice(0, limit), page, hasNext: rows.length > limit, lastPage }
}

/** Words of a name as they stand; of an email, as it is kept. */
export function holds(searched: RawBuilder<unknown>, text: string): RawBuilder<boolean> {
  const parts = [...new Set([text, ...readEmailPart(text, { isCut: true })])]
  return sql<boolean>`(${sql.join(
    parts.map(part => sql`strpos(lower(${searched}), lower(${part})) > 0`),
    sql` or `,
  )})`
}

/** What pages by cursor are sorted by. */
export function sortsOf<Name extends string>({ columns, ordered = [] }: List<Name>) {
  return Object.fromEntries(ordered.map(name => [name, columns[name].value])) as Record<'id', RawBuilder<unknown>>
}

async function count<DB, Tables extends keyof DB, Row>(rows: SelectQueryBuilder<DB, Tables, Row>): Promise<number> {
  const one = rows.clearSelect().select(sql<number>`count(*)`.as('count')) as { execute(): Promise<unknown> }
  const [found] = (await one.execute()) as { count: number }[]
  return found?.count ?? 0
}

function inWords(column: Column, words: Term['words']): Column {
  if (!words) return column
  return { type: 'text', value: sql`(${JSON.stringify(words)}::jsonb ->> ${column.value}::text)` }
}

/** What names are made of is compared without case, names as they are; times by the second, as faces show them. */
function isLike(column: Column, { comparison, negated, values, words }: Filter): RawBuilder<boolean> {
  const { type, value: held, meant } = inWords(column, words)
  const isWhole = comparison === 'is' || comparison === 'is_one_of'
  const isStrict = type !== 'text' || isWhole
  const given = values.map(value => {
    if (meant && isWhole) return meant(value)
    return isStrict || typeof value !== 'string' ? value : sql`lower(${value})`
  })
  const compared = type === 'moment' ? sql`date_trunc('second', ${held})` : isStrict ? held : sql`lower(${held})`
  const is = comparisons[comparison](/^is_(?:null|blank)$/.test(comparison) ? held : compared, given)
  return negated ? sql<boolean>`(${is}) is not true` : sql<boolean>`${is}`
}

type Compare = (held: RawBuilder<unknown>, given: readonly unknown[]) => RawBuilder<unknown>

const one =
  (compare: (held: RawBuilder<unknown>, value: unknown) => RawBuilder<unknown>): Compare =>
  (held, [value = null]) =>
    compare(held, value)

const any =
  (compare: (held: RawBuilder<unknown>, value: unknown) => RawBuilder<unknown>): Compare =>
  (held, given) =>
    sql`(${sql.join(
      given.map(value => compare(held, value)),
      sql` or `,
    )})`

const comparisons: Readonly<Record<Comparison, Compare>> = {
  is: one((held, value) => sql`${held} = ${value}`),
  is_one_of: (held, given) => sql`${held} in (${sql.join([null, ...given])})`,
  is_after: one((held, value) => sql`${held} > ${value}`),
  is_from: one((held, value) => sql`${held} >= ${value}`),
  is_before: one((held, value) => sql`${held} < ${value}`),
  is_until: one((held, value) => sql`${held} <= ${value}`),
  contains: any((held, value) => sql`strpos(${held}, ${value}) > 0`),
  begins: any((held, value) => sql`starts_with(${held}, ${value})`),
  ends: any((held, value) => sql`right(${held}, length(${value})) = ${value}`),
  is_null: one((held, value) => sql`(${held} is null) = ${value}`),
  is_blank: one((held, value) => sql`(coalesce(${held}::text, '') = '') = ${value}`),
}
