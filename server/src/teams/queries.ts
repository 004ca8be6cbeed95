import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import { type Page, type PageRequest, readPage } from '../db/page.ts'
import type { Principal } from '../http/principal.ts'
import { Refusal } from '../lib/refusal.ts'
import { isInReach } from '../organizations/find-organization.ts'

export type TeamRow = Awaited<ReturnType<typeof getTeam>>

export interface TeamFilter extends PageRequest {
  readonly organizationId: number
  readonly search?: string
  readonly archived?: boolean
}

/** Teams of one organization. */
export function listTeams(reader: Reader, filter: TeamFilter): Promise<Page<TeamRow>> {
  let query = selectTeams(reader).where('team.organization_id', '=', filter.organizationId)
  if (!filter.archived) query = query.where('team.archived_at', 'is', null)
  if (filter.search !== undefined)
    query = query.where(sql<boolean>`strpos(lower(team.name), lower(${filter.search})) > 0`)
  return readPage(query, filter, { id: 'team.id', name: 'team.name' })
}

/** Throws `not_found`, also for a team out of the caller's reach. */
export async function getTeam(reader: Reader, { organization }: Pick<Principal, 'organization'>, id: number) {
  const row = await selectTeams(reader)
    .where('team.id', '=', id)
    .where(isInReach(organization, 'organization'))
    .executeTakeFirst()
  if (!row) throw new Refusal('not_found', `There is no team ${id}.`)
  return row
}

function selectTeams(reader: Reader) {
  return reader
    .selectFrom('teams as team')
    .innerJoin('organizations as organization', 'organization.id', 'team.organization_id')
    .select(['team.id', 'organization.slug as organization', 'team.name', 'team.description', 'team.reference'])
    .select(['team.archived_at', 'team.created_at', 'team.updated_at'])
    .select(sql<number>`(select count(*) from team_members where team_id = team.id)`.as('member_count'))
}
