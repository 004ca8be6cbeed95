import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import { type PageRequest, readPage } from '../db/page.ts'
import { lowerName } from '../lib/lower-case.ts'

export interface SeatsReportFilter extends PageRequest {
  readonly organizationIds: readonly number[]
  readonly teamId: number | null
  readonly product?: string
  readonly nearly_used?: boolean
}

/** The share of seats from which a team should think of more. */
export const isNearlyUsed = sql<boolean>`seats.quantity > 0 and seats.used * 10 >= seats.quantity * 9`

/** Of each team and product; those that are used most come first. */
export function reportSeats(
  reader: Reader,
  { organizationIds, teamId, product, nearly_used, sort = '-used_share', ...page }: SeatsReportFilter,
) {
  const share = sql<number>`case when seats.quantity = 0 then 0 else seats.used::float / seats.quantity end`
  let query = reader
    .selectFrom('seats')
    .innerJoin('teams as team', 'team.id', 'seats.team_id')
    .innerJoin('organizations as organization', 'organization.id', 'team.organization_id')
    .innerJoin('products as product', 'product.id', 'seats.product_id')
    .select(['seats.id as seats', 'organization.slug as organization', 'team.id as team_id', 'team.name as team'])
    .select(['product.name as product', 'product.display_name', 'seats.quantity', 'seats.used'])
    .select([sql<number>`seats.quantity - seats.used`.as('left'), share.as('used_share')])
    .where('team.archived_at', 'is', null)
  if (teamId !== null) query = query.where('team.id', '=', teamId)
  if (product !== undefined) query = query.where('product.name', '=', lowerName(product))
  if (nearly_used) query = query.where(isNearlyUsed)
  const places = { column: 'team.organization_id', ids: organizationIds, by: 'all' } as const
  return readPage(query, { ...page, sort }, { id: 'seats.id', used_share: share }, places)
}
