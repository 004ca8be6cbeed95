import { sql } from 'kysely'
import { showAccess } from '../access/access-json.ts'
import type { Reader } from '../db/database.ts'
import { type Page, type PageRequest, type Places, readPage } from '../db/page.ts'
import { refuseInvalid } from '../lib/checks.ts'
import { Refusal } from '../lib/refusal.ts'
import { isInReach, listOrganizationIds, type PlaceChoice, type TeamReach } from '../reach/find-organization.ts'
import { getTeam } from '../teams/queries.ts'

export type CatalogItem = Awaited<ReturnType<typeof getCatalogItem>>
export interface CatalogItemFilter extends PageRequest, PlaceChoice {
  /** Instead: those that this team can buy. */
  readonly team?: number
  readonly search?: string
  readonly archived?: boolean
}

/** What an organization sells, or what a team can buy. Throws `not_found` for either out of the caller's reach. */
export async function listCatalogItems(
  reader: Reader,
  principal: TeamReach,
  { organization, below, team, search, archived, ...page }: CatalogItemFilter,
): Promise<Page<CatalogItem>> {
  let query = selectCatalogItems(reader, principal)
  let places: Places | undefined
  if (team === undefined) {
    const ids = await listOrganizationIds(reader, principal.organization, { organization, below })
    places = { column: 'item.organization_id', ids }
    if (!archived) query = query.where('item.archived_at', 'is', null)
  } else {
    const problem = (value: unknown) => (value === undefined ? null : 'does not go together with team')
    refuseInvalid({ organization: problem(organization), below: problem(below), archived: problem(archived) })
    query = query.where(canBeBoughtBy((await getTeam(reader, principal, team)).id))
  }
  if (search !== undefined) query = query.where(sql<boolean>`strpos(lower(item.name), lower(${search})) > 0`)
  return readPage(query, page, { id: 'item.id', name: 'item.name' }, places)
}

/** Throws `not_found`, also for an item out of the caller's reach. */
export async function getCatalogItem(reader: Reader, principal: TeamReach, id: number) {
  const item = await selectCatalogItems(reader, principal)
    .where('item.id', '=', id)
    .where(isInReach(principal.organization, 'organization'))
    .executeTakeFirst()
  if (!item) throw new Refusal('not_found', `There is no catalog item ${id}.`)
  return item
}

/** Of `catalog_items as item` with `products as product`: in use, and offered to the team, its organization or one above. */
function canBeBoughtBy(teamId: number) {
  return sql<boolean>`item.archived_at is null and product.archived_at is null and item.id in (
    select offer.catalog_item_id
    from teams as buyer
    join organizations as home on home.id = buyer.organization_id and item.organization_id = any(home.path)
    join catalog_offers as offer on offer.team_id = buyer.id or offer.organization_id = any(home.path)
    where buyer.id = ${teamId} and buyer.archived_at is null)`
}

function selectCatalogItems(reader: Reader, { organization: home, teams }: TeamReach) {
  const isTheirs = teams
    ? sql`(offer.team_id = any(${teams}::bigint[]) or offer.organization_id = ${home.id})`
    : sql`true`
  const offers = sql<{ organizations: string[]; teams: number[] }>`(
    select jsonb_build_object(
      'organizations', coalesce(jsonb_agg(target.slug order by target.slug) filter (where offer.team_id is null), '[]'),
      'teams', coalesce(jsonb_agg(offer.team_id order by offer.team_id) filter (where offer.team_id is not null), '[]'))
    from catalog_offers as offer
    left join teams as team on team.id = offer.team_id
    join organizations as target on target.id = coalesce(offer.organization_id, team.organization_id)
    where offer.catalog_item_id = item.id and ${isInReach(home, 'target')} and ${isTheirs})`
  return reader
    .selectFrom('catalog_items as item')
    .innerJoin('organizations as organization', 'organization.id', 'item.organization_id')
    .innerJoin('products as product', 'product.id', 'item.product_id')
    .select(['item.id', 'organization.slug as organization', 'item.name', 'item.description'])
    .select(['product.name as product', 'item.product_id', 'item.seats', 'item.credits'])
    .select([showAccess('item'), offers.as('offers')])
    .select(['item.archived_at', 'item.created_at', 'item.updated_at'])
}
