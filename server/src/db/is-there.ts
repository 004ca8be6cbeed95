import { sql } from 'kysely'
import type { Database } from './database.ts'

/** Whether the database answers now. */
export function isDatabaseThere({ kysely }: Pick<Database, 'kysely'>): Promise<boolean> {
  return sql`select`.execute(kysely).then(
    () => true,
    () => false,
  )
}
