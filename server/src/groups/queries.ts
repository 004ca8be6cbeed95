import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import { holds, sortsOf } from '../db/list.ts'
import { type Page, type PageRequest, readPage } from '../db/page.ts'
import { Refusal } from '../lib/refusal.ts'
import { isInReach, type Reach } from '../reach/find-organization.ts'
import { groupList, memberCount } from './group-list.ts'

export type GroupRow = Awaited<ReturnType<typeof getGroup>>

export interface GroupFilter extends PageRequest {
  readonly organizationIds: readonly number[]
  readonly search?: string
  readonly archived?: boolean
}

/** Groups of these organizations. */
export function listGroups(reader: Reader, filter: GroupFilter): Promise<Page<GroupRow>> {
  let query = selectGroups(reader)
  if (!filter.archived) query = query.where('group.archived_at', 'is', null)
  if (filter.search !== undefined) query = query.where(holds(groupList.searched, filter.search))
  const places = { column: 'group.organization_id', ids: filter.organizationIds }
  return readPage(query, filter, sortsOf(groupList), places)
}

/** Throws `not_found`, also for a group out of the caller's reach. */
export async function getGroup(reader: Reader, caller: Reach, id: number) {
  const [row] = await findGroups(reader, caller, [id])
  if (!row) throw new Refusal('not_found', `There is no group ${id}.`)
  return row
}

/** Those of the groups that lie in the caller's reach. */
export function findGroups(reader: Reader, { organization }: Reach, ids: readonly number[]) {
  return selectGroups(reader)
    .where('group.id', '=', sql<number>`any(${ids}::bigint[])`)
    .where(isInReach(organization, 'organization'))
    .execute()
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
    .select(memberCount.as('member_count'))
    .select(['group.archived_at', 'group.created_at', 'group.updated_at'])
}
