import { sql } from 'kysely'
import type { Transaction } from '../db/database.ts'
import { refuse } from '../lib/checks.ts'

export interface Offers {
  /** By id or slug. */
  readonly organizations: readonly (number | string)[]
  readonly teams: readonly number[]
}

/** Offers an item to these and to nobody else: its own organization, those below, and their teams. Throws `not_found`. */
export async function setOffers(
  transaction: Transaction,
  itemId: number,
  seller: { readonly id: number; readonly slug: string },
  { organizations, teams }: Offers,
): Promise<void> {
  const organizationIds = await findOrganizations(transaction, seller.id, organizations)
  const teamIds = await findTeams(transaction, seller.id, teams)
  const missing = `is not ${seller.slug} or below it`
  const problems = (place: string, ids: readonly (number | undefined)[]) =>
    ids.map((id, index) => [`offers.${place}.${index}`, id === undefined ? missing : null])
  refuse(
    'not_found',
    Object.fromEntries([...problems('organizations', organizationIds), ...problems('teams', teamIds)]),
  )
  await transaction.deleteFrom('catalog_offers').where('catalog_item_id', '=', itemId).execute()
  await sql`
    insert into catalog_offers (catalog_item_id, organization_id, team_id)
    select ${itemId}::bigint, id, null::bigint from unnest(${[...new Set(organizationIds)]}::bigint[]) as id
    union all select ${itemId}, null, id from unnest(${[...new Set(teamIds)]}::bigint[]) as id`.execute(transaction)
}

/** For each choice the id, or undefined. */
async function findOrganizations(transaction: Transaction, sellerId: number, choices: Offers['organizations']) {
  const { rows } = await sql<{ id: number; slug: string }>`
    select id, slug from organizations
    where path @> array[${sellerId}]::bigint[] and (id = any(${choices.filter(choice => typeof choice === 'number')}::bigint[])
      or slug = any(${choices.filter(choice => typeof choice === 'string')}::text[]))`.execute(transaction)
  return choices.map(choice => rows.find(({ id, slug }) => choice === id || choice === slug)?.id)
}

async function findTeams(transaction: Transaction, sellerId: number, ids: readonly number[]) {
  const { rows } = await sql<{ id: number }>`
    select team.id from teams as team join organizations as organization on organization.id = team.organization_id
    where organization.path @> array[${sellerId}]::bigint[] and team.id = any(${ids}::bigint[])`.execute(transaction)
  const found = new Set(rows.map(row => row.id))
  return ids.map(id => (found.has(id) ? id : undefined))
}
