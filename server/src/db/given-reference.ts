import { type RawBuilder, sql } from 'kysely'
import { ownMark } from '../lib/reference.ts'

/** Of a column of references: what the caller gave, or null. */
export function selectGiven(column: string): RawBuilder<string | null> {
  const reference = sql.ref(column)
  return sql`case when starts_with(${reference}, ${sql.lit(ownMark)}) then null else ${reference} end`
}
