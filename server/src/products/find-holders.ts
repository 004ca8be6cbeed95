import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'

/** The teams whose learners hold seats of a product, and the organizations of those teams. */
export async function findHolders(reader: Reader, productId: number) {
  const { rows } = await sql<{ teamIds: number[]; organizationIds: number[] }>`
    select coalesce(array_agg(teams.id), '{}') as "teamIds",
      coalesce(array_agg(distinct teams.organization_id), '{}') as "organizationIds"
    from seats join teams on teams.id = seats.team_id
    where seats.product_id = ${productId} and seats.used > 0 and teams.archived_at is null`.execute(reader)
  return rows[0] as { teamIds: number[]; organizationIds: number[] }
}
