/** Who is in a team. Reach is the team's: whoever may see it may see who is in it. */
import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import { type Page, type PageRequest, readPage } from '../db/page.ts'
import { Refusal } from '../lib/refusal.ts'

export type TeamMemberRow = Awaited<ReturnType<typeof getTeamMember>>

export interface TeamMemberFilter extends PageRequest {
  readonly teamId: number
  readonly role?: string
}

export function listTeamMembers(
  reader: Reader,
  { teamId, role, ...page }: TeamMemberFilter,
): Promise<Page<TeamMemberRow>> {
  let query = selectMembers(reader, teamId)
  // The index is of all who are not just learners: that the rest is not asked for must be said.
  if (role !== undefined)
    query = query.where(
      sql<boolean>`member.role = ${role} and ${role === 'learner' ? sql`true` : sql`member.role <> 'learner'`}`,
    )
  return readPage(query, page, { id: 'member.user_id' })
}

/** Throws `not_found`. */
export async function getTeamMember(reader: Reader, teamId: number, userId: number) {
  const row = await selectMembers(reader, teamId).where('member.user_id', '=', userId).executeTakeFirst()
  if (!row) throw new Refusal('not_found', `User ${userId} is not in this team.`)
  return row
}

function selectMembers(reader: Reader, teamId: number) {
  return reader
    .selectFrom('team_members as member')
    .innerJoin('users as user', 'user.id', 'member.user_id')
    .select(['member.user_id', 'user.email', 'user.first_name', 'user.last_name', 'member.role', 'member.created_at'])
    .where('member.team_id', '=', teamId)
}
