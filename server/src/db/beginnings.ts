/**
 * Rows found by the beginning of a text. While few begin like it, indexes give all of them, to be put in order then; of many,
 * the list in its order comes upon enough of them soon.
 */
import { type RawBuilder, sql } from 'kysely'
import { readEmailPart, trimUnseen } from '../lib/email.ts'
import type { Reader } from './database.ts'

/** Undefined: nothing is looked for. */
export function readBeginning(search: string | undefined): string | undefined {
  return search === undefined ? undefined : trimUnseen(search).normalize('NFC') || undefined
}

/**
 * Rows of organizations in which something begins like this: one of the texts of their own, or the email of the user whom
 * they are about. Undefined: nothing is looked for.
 */
export async function findBeginning(
  reader: Reader,
  search: string | undefined,
  { table, alias, organizationIds, texts }: SearchedRows,
): Promise<{ isOne: RawBuilder<boolean>; by: 'all' | 'each' } | undefined> {
  const text = readBeginning(search)
  if (text === undefined) return undefined
  const rows = sql`${sql.table(table)} as ${sql.table(alias)}`
  const [id, userId, organizationId] = ['id', 'user_id', 'organization_id'].map(name => sql.ref(`${alias}.${name}`))
  const byEmail = emailBeginsWith(sql`"user".email`, text)
  const byText = sql.join(
    texts.map(own => beginsWith(own, text)),
    sql` or `,
  )
  // Whoever is found by an earlier address too.
  const people = sql`from users as "user" where ${byEmail}`
  const own = sql`from ${rows} where ${organizationId} = any(${[...organizationIds]}::bigint[]) and (${byText})`
  if (!(await areFew(reader, sql`(select ${people}) union all (select ${own})`)))
    return { isOne: sql<boolean>`(${byEmail} or ${byText})`, by: 'each' }
  // Arrays: these are found first, and the rows by them.
  const ids = sql`select ${id} from ${rows} where ${userId} = any(array(select coalesce("user".alias_of, "user".id) ${people}))
    union all select ${id} ${own}`
  return { isOne: sql<boolean>`${id} = any(array(${ids}))`, by: 'all' }
}

interface SearchedRows {
  readonly table: string
  /** As the list's own query calls a row; it calls the user `user`. */
  readonly alias: string
  readonly organizationIds: readonly number[]
  /** In small letters, each with an index by organization. */
  readonly texts: readonly RawBuilder<unknown>[]
}

/** A range of an index that compares by bytes: all texts in a column, in small letters, that begin with this one. */
export function beginsWith(column: RawBuilder<unknown>, text: string): RawBuilder<boolean> {
  return sql<boolean>`${column} collate "C" between lower(${text}) and lower(${text}) || ${'\u{10ffff}'}`
}

/** An email, as somebody writes the beginning of one. */
export function emailBeginsWith(column: RawBuilder<unknown>, text: string): RawBuilder<boolean> {
  const beginnings = readEmailPart(text, { isCut: true }).map(beginning => beginsWith(column, beginning))
  return sql<boolean>`(${sql.join(beginnings, sql` or `)})`
}

/** Whether it is quicker to sort all that are found than to read everything in order until a page is full. */
export async function areFew(reader: Reader, found: RawBuilder<unknown>, most = 5000): Promise<boolean> {
  const { rows } = await sql<{ many: boolean }>`select exists (${found} offset ${most}) as many`.execute(reader)
  return rows[0]?.many === false
}
