import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import { Refusal } from '../lib/refusal.ts'
import { isInReach, type Reach } from './find-organization.ts'

/** Throws `not_found` for a row of the table that is not there or lies out of the caller's reach; `field` named it. */
export async function requireInReach(
  reader: Reader,
  { organization }: Reach,
  { table, field, id }: { table: 'teams' | 'groups'; field: string; id: number },
): Promise<void> {
  const { rows } = await sql`
    select thing.id from ${sql.table(table)} as thing
    join organizations as organization on organization.id = thing.organization_id
    where thing.id = ${id} and ${isInReach(organization, 'organization')}`.execute(reader)
  if (rows.length > 0) return
  const message = `is no ${field} of yours`
  throw new Refusal('not_found', `${field} ${message}`, [{ field, message }])
}
