import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import { type Page, type PageRequest, readPage } from '../db/page.ts'
import type { Principal } from '../http/principal.ts'
import { Refusal } from '../lib/refusal.ts'
import { isInReach } from '../organizations/find-organization.ts'

export type GroupRow = Awaited<ReturnType<typeof getGroup>>

export interface GroupFilter extends PageRequest {
  readonly organizationId: number
  readonly search?: string
  readonly archived?: boolean
}

/** Groups of one organization. */
export function listGroups(reader: Reader, filter: GroupFilter): Promise<Page<GroupRow>> {
  let query = selectGroups(reader).where('group.organization_id', '=', filter.organizationId)
  if (!filter.archived) query = query.where('group.archived_at', 'is', null)
  if (filter.search !== undefined)
    query = query.where(sql<boolean>`strpos(lower("group".name), lower(${filter.search})) > 0`)
  return readPage(query, filter, { id: 'group.id', name: 'group.name' })
}

/** Throws `not_found`, also for a group out of the caller's reach. */
export async function getGroup(reader: Reader, { organization }: Pick<Principal, 'organization'>, id: number) {
  const row = await selectGroups(reader)
    .where('group.id', '=', id)
    .where(isInReach(organization, 'organization'))
    .executeTakeFirst()
  if (!row) throw new Refusal('not_found', `There is no group ${id}.`)
  return row
}

function selectGroups(reader: Reader) {
  const courses = sql<string[]>`array(
    select course.name from group_courses as given join courses as course on course.id = given.course_id
    where given.group_id = "group".id order by course.name)`
  return reader
    .selectFrom('groups as group')
    .innerJoin('organizations as organization', 'organization.id', 'group.organization_id')
    .select(['group.id', 'organization.slug as organization', 'group.name', 'group.description'])
    .select(courses.as('courses'))
    .select(sql<number>`(select count(*) from group_members where group_id = "group".id)`.as('member_count'))
    .select(['group.archived_at', 'group.created_at', 'group.updated_at'])
}
