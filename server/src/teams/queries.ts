import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import { type Page, type PageRequest, readPage } from '../db/page.ts'
import { Refusal } from '../lib/refusal.ts'
import { isInReach, type Reach } from '../reach/find-organization.ts'

export type TeamRow = Awaited<ReturnType<typeof getTeam>>

export interface TeamFilter extends PageRequest {
  readonly organizationIds: readonly number[]
  /** Of these; null: all. */
  readonly ids: readonly number[] | null
  readonly search?: string
  readonly archived?: boolean
}

/** Teams of these organizations. */
export function listTeams(reader: Reader, filter: TeamFilter): Promise<Page<TeamRow>> {
  let query = selectTeams(reader)
  if (filter.ids) query = query.where('team.id', '=', sql<number>`any(${filter.ids}::bigint[])`)
  if (!filter.archived) query = query.where('team.archived_at', 'is', null)
  if (filter.search !== undefined)
    query = query.where(sql<boolean>`strpos(lower(team.name), lower(${filter.search})) > 0`)
  const places = { column: 'team.organization_id', ids: filter.organizationIds }
  return readPage(query, filter, { id: 'team.id', name: 'team.name' }, places)
}

/** Throws `not_found`, also for a team out of the caller's reach. */
export async function getTeam(reader: Reader, caller: Reach, id: number) {
  const [row] = await findTeams(reader, caller, [id])
  if (!row) throw new Refusal('not_found', `There is no team ${id}.`)
  return row
}

/** Those of the teams that lie in the caller's reach. */
export function findTeams(reader: Reader, { organization }: Reach, ids: readonly number[]) {
  return selectTeams(reader)
    .where('team.id', '=', sql<number>`any(${ids}::bigint[])`)
    .where(isInReach(organization, 'organization'))
    .execute()
}

function selectTeams(reader: Reader) {
  return reader
    .selectFrom('teams as team')
    .innerJoin('organizations as organization', 'organization.id', 'team.organization_id')
    .select(['team.id', 'organization.slug as organization', 'team.name', 'team.description', 'team.reference'])
    .select(['team.archived_at', 'team.created_at', 'team.updated_at'])
    .select(sql<number>`(select count(*) from team_members where team_id = team.id)`.as('member_count'))
}
