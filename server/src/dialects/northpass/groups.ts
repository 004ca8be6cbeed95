/** Groups as the dialect shows them. */
import { type Expression, sql } from 'kysely'
import type { Reader } from '../../db/database.ts'
import { tidyName } from '../../lib/names.ts'
import { link, one, type Place, type Resource, time } from './envelope.ts'
import { fromUuid, toUuid } from './ids.ts'
import type { Column } from './list.ts'

export type GroupRow = Awaited<ReturnType<ReturnType<typeof selectGroups>['executeTakeFirstOrThrow']>>

const memberCount = sql<number>`(select count(*) from group_members where group_id = "group".id)`

/** Those of one organization. */
export function selectGroups(reader: Reader, organizationId: number) {
  return reader
    .selectFrom('groups as group')
    .select(['group.id', 'group.organization_id', 'group.name', 'group.description'])
    .select(['group.created_at', 'group.updated_at'])
    .select(memberCount.as('member_count'))
    .where('group.organization_id', '=', organizationId)
    .where('group.archived_at', 'is', null)
}

export const groupColumns = {
  id: { type: 'groups', value: sql.ref('group.id') },
  name: { type: 'text', value: sql.ref('group.name') },
  description: { type: 'text', value: sql.ref('group.description') },
  created_at: { type: 'moment', value: sql.ref('group.created_at') },
  updated_at: { type: 'moment', value: sql.ref('group.updated_at') },
  membership_count: { type: 'number', value: memberCount },
  memberships_count: { type: 'number', value: memberCount },
} satisfies Record<string, Column>

export const groupKey: Expression<unknown> = sql.ref('group.id')

/** Undefined: there is none of that id or name in the organization. */
export function findGroup(reader: Reader, organizationId: number, which: { uuid: string } | { name: string }) {
  const query = selectGroups(reader, organizationId)
  if ('name' in which)
    return query.where(sql<boolean>`lower("group".name) = lower(${tidyName(which.name)})`).executeTakeFirst()
  return query.where('group.id', '=', fromUuid('groups', which.uuid)).executeTakeFirst()
}

export function toGroup(place: Place, row: GroupRow): Resource {
  const id = toUuid('groups', row.id)
  const path = `/groups/${id}`
  return {
    type: 'groups',
    id,
    attributes: {
      name: row.name,
      description: row.description,
      // Both names of it are read by clients.
      membership_count: row.member_count,
      memberships_count: row.member_count,
      user_count: row.member_count,
      group_enrollment_link: null,
      created_at: time(row.created_at),
      updated_at: time(row.updated_at),
    },
    links: {
      self: link(place, path, ['get', 'patch', 'delete']),
      memberships: link(place, `${path}/memberships`),
    },
    relationships: { school: one('schools', toUuid('schools', row.organization_id)) },
  }
}

/** Who is in which group of an organization, since when. */
export function selectMemberships(reader: Reader, organizationId: number) {
  return reader
    .selectFrom('group_members as member')
    .innerJoin('groups as group', 'group.id', 'member.group_id')
    .select(['member.group_id', 'member.user_id', 'member.created_at'])
    .where('group.organization_id', '=', organizationId)
    .where('group.archived_at', 'is', null)
}

export const membershipColumns = {
  group_id: { type: 'groups', value: sql.ref('member.group_id') },
  person_id: { type: 'people', value: sql.ref('member.user_id') },
  created_at: { type: 'moment', value: sql.ref('member.created_at') },
} satisfies Record<string, Column>

/** Of one group also the id, which is made of both. */
export const membershipColumnsIn = (groupId: number) =>
  ({
    id: { type: 'people', value: sql.ref('member.user_id'), start: `${toUuid('groups', groupId)}-` },
    ...membershipColumns,
  }) satisfies Record<string, Column>

export const membershipKey: Expression<unknown> = sql`(member.group_id, member.user_id)`

/** It has no id of its own but what it joins. */
export function toMembership(place: Place, row: { group_id: number; user_id: number; created_at: Date }): Resource {
  const [group, person] = [toUuid('groups', row.group_id), toUuid('people', row.user_id)]
  return {
    type: 'memberships',
    id: `${group}-${person}`,
    attributes: { created_at: time(row.created_at) },
    links: { group: link(place, `/groups/${group}`), person: link(place, `/people/${person}`) },
    relationships: { group: one('groups', group), person: one('people', person) },
  }
}

/** Whether all of these groups are there. */
export async function hasGroups(reader: Reader, organizationId: number, ids: readonly number[]): Promise<boolean> {
  const rows = await selectGroups(reader, organizationId)
    .where(sql<boolean>`"group".id = any(${ids}::bigint[])`)
    .execute()
  return rows.length === ids.length
}
