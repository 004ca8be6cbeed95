import { sql } from 'kysely'
import { showAccess } from '../access/access-json.ts'
import type { Reader } from '../db/database.ts'
import { type Page, type PageRequest, readPage } from '../db/page.ts'
import { lowerName } from '../lib/lower-case.ts'
import { Refusal } from '../lib/refusal.ts'
import { isInReach, type Reach } from '../reach/find-organization.ts'

export type SeatsRow = Awaited<ReturnType<typeof getSeats>>

export interface SeatsFilter extends PageRequest {
  readonly organizationIds: readonly number[]
  readonly team?: number
  readonly product?: string
}

/** What the teams of these organizations have; nothing of those that are archived. */
export function listSeats(
  reader: Reader,
  { organizationIds, team, product, ...page }: SeatsFilter,
): Promise<Page<SeatsRow>> {
  let query = selectSeats(reader).where('team.archived_at', 'is', null)
  if (team !== undefined) query = query.where('seat.team_id', '=', team)
  if (product !== undefined) query = query.where('product.name', '=', lowerName(product))
  // Seats are of teams: no index knows those of one organization in an order.
  const places = { column: 'team.organization_id', ids: organizationIds, by: 'other' } as const
  return readPage(query, page, { id: 'seat.id' }, places)
}

/** Throws `not_found`, also for seats out of the caller's reach. */
export async function getSeats(reader: Reader, { organization }: Reach, id: number) {
  const row = await selectSeats(reader)
    .where('seat.id', '=', id)
    .where(isInReach(organization, 'organization'))
    .executeTakeFirst()
  if (!row) throw unknownSeats(id)
  return row
}

/** Throws `not_found`. */
export async function requireSeats(reader: Reader, { organization }: Reach, id: number): Promise<void> {
  const row = await reader
    .selectFrom('seats as seat')
    .innerJoin('teams as team', 'team.id', 'seat.team_id')
    .innerJoin('organizations as organization', 'organization.id', 'team.organization_id')
    .select('seat.id')
    .where('seat.id', '=', id)
    .where(isInReach(organization, 'organization'))
    .executeTakeFirst()
  if (!row) throw unknownSeats(id)
}

export function unknownSeats(id: number | string): Refusal {
  return new Refusal('not_found', `There are no seats ${id}.`)
}

function selectSeats(reader: Reader) {
  const reserved = sql<number>`(
    select count(*) from claims where seat_id = seat.id and released_at is null and taken_at is null)`
  return reader
    .selectFrom('seats as seat')
    .innerJoin('teams as team', 'team.id', 'seat.team_id')
    .innerJoin('organizations as organization', 'organization.id', 'team.organization_id')
    .innerJoin('products as product', 'product.id', 'seat.product_id')
    .select(['seat.id', 'organization.slug as organization', 'team.name as team', 'seat.team_id'])
    .select(['product.name as product', 'seat.product_id', 'seat.quantity', 'seat.used', reserved.as('reserved')])
    .select(sql<number>`seat.quantity - seat.used`.as('left'))
    .select(sql<number>`coalesce(round(seat.used::numeric / nullif(seat.quantity, 0), 4), 0)::float8`.as('used_share'))
    .select(sql<number>`(select count(*) from seat_waiters where seat_id = seat.id)`.as('waiting'))
    .select([showAccess('seat'), 'seat.waitlist', 'seat.created_at', 'seat.updated_at'])
}
