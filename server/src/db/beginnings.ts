/**
 * Rows found by the beginning of a text. While few begin like it, indexes give all of them, to be put in order then; of many,
 * the list in its order comes upon enough of them soon.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Reader } from './database.ts'

/** As what is searched is compared: by bytes, in small letters. Undefined: nothing is looked for. */
export function readBeginning(search: string | undefined): string | undefined {
  return search?.trim().toLowerCase() || undefined
}

/** A range of an index that compares by bytes: all texts in a column that begin with this one. */
export function beginsWith(column: RawBuilder<unknown>, text: string): RawBuilder<boolean> {
  return sql<boolean>`${column} collate "C" between ${text} and ${`${text}\u{10ffff}`}`
}

/** Whether it is quicker to sort all that are found than to read everything in order until a page is full. */
export async function areFew(reader: Reader, found: RawBuilder<unknown>, most = 5000): Promise<boolean> {
  const { rows } = await sql<{ many: boolean }>`select exists (${found} offset ${most}) as many`.execute(reader)
  return rows[0]?.many === false
}
