/** The groups of one organization, and who is in them, by the columns that they can be asked for. */
import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import type { List } from '../db/list.ts'
import { tidyName } from '../lib/names.ts'

export type ListedGroup = Awaited<ReturnType<ReturnType<typeof selectGroupsOf>['executeTakeFirstOrThrow']>>

export const memberCount = sql<number>`(select count(*) from group_members where group_id = "group".id)`

export const groupList = {
  columns: {
    id: { type: 'id', value: sql.ref('group.id') },
    name: { type: 'text', value: sql.ref('group.name') },
    description: { type: 'text', value: sql.ref('group.description') },
    member_count: { type: 'number', value: memberCount },
    created_at: { type: 'moment', value: sql.ref('group.created_at') },
    updated_at: { type: 'moment', value: sql.ref('group.updated_at') },
  },
  key: sql.ref('group.id'),
  searched: sql.ref('group.name'),
  ordered: ['id', 'name'],
} as const satisfies List

export function selectGroupsOf(reader: Reader, organizationId: number) {
  return reader
    .selectFrom('groups as group')
    .select(['group.id', 'group.organization_id', 'group.name', 'group.description'])
    .select(['group.created_at', 'group.updated_at'])
    .select(memberCount.as('member_count'))
    .where('group.organization_id', '=', organizationId)
    .where('group.archived_at', 'is', null)
}

/** Undefined: there is none of that id or name in the organization. */
export function findGroupOf(reader: Reader, organizationId: number, which: { id: number | null } | { name: string }) {
  const query = selectGroupsOf(reader, organizationId)
  return 'id' in which
    ? query.where('group.id', '=', which.id).executeTakeFirst()
    : query.where(sql<boolean>`lower("group".name) = lower(${tidyName(which.name)})`).executeTakeFirst()
}

/** Whether all of these groups are there. */
export async function hasGroups(reader: Reader, organizationId: number, ids: readonly number[]): Promise<boolean> {
  const rows = await selectGroupsOf(reader, organizationId)
    .where(sql<boolean>`"group".id = any(${ids}::bigint[])`)
    .execute()
  return rows.length === ids.length
}

export const memberList = {
  columns: {
    group_id: { type: 'id', value: sql.ref('member.group_id') },
    user_id: { type: 'id', value: sql.ref('member.user_id') },
    created_at: { type: 'moment', value: sql.ref('member.created_at') },
  },
  key: sql`(member.group_id, member.user_id)`,
} as const satisfies List

/** Who is in which group, or in this one, since when. */
export function selectMembersOf(reader: Reader, organizationId: number, groupId?: number) {
  const query = reader
    .selectFrom('group_members as member')
    .innerJoin('groups as group', 'group.id', 'member.group_id')
    .select(['member.group_id', 'member.user_id', 'member.created_at'])
    .where('group.organization_id', '=', organizationId)
    .where('group.archived_at', 'is', null)
  return groupId === undefined ? query : query.where('member.group_id', '=', groupId)
}
