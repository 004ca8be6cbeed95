/** The people of one organization, as it sees them, by the columns that they can be asked for. */
import { sql } from 'kysely'
import { emailOfNow, idOfEmail } from '../accounts/aliases.ts'
import type { Reader } from '../db/database.ts'
import type { List } from '../db/list.ts'

export type ListedPerson = Awaited<ReturnType<ReturnType<typeof selectPeopleOf>['executeTakeFirstOrThrow']>>

const wholeName = sql<string>`btrim(membership.first_name || ' ' || membership.last_name)`
const groupIds = sql<number[]>`array(
  select member.group_id from group_members member join groups "group" on "group".id = member.group_id
  where member.user_id = "user".id and "group".organization_id = membership.organization_id
    and "group".archived_at is null order by member.group_id)`
/** Of who is only invited it is not told: the account may be somebody's elsewhere. */
const activatedAt = sql<Date | null>`(case when membership.invited_at is null then "user".activated_at end)`
/** The person's own, where the organization keeps none; of who is only invited that is not told either. */
const locale = sql<
  string | null
>`coalesce(membership.locale, case when membership.invited_at is null then "user".locale end)`

export const peopleList = {
  columns: {
    id: { type: 'id', value: sql.ref('user.id') },
    email: { type: 'email', value: sql.ref('user.email'), meant: emailOfNow },
    first_name: { type: 'text', value: sql.ref('membership.first_name') },
    last_name: { type: 'text', value: sql.ref('membership.last_name') },
    name: { type: 'text', value: wholeName },
    external_id: { type: 'text', value: sql.ref('membership.external_id') },
    is_activated: { type: 'boolean', value: sql`(${activatedAt} is not null)` },
    activated_at: { type: 'moment', value: activatedAt },
    is_suspended: { type: 'boolean', value: sql`(membership.suspended_at is not null)` },
    suspended_at: { type: 'moment', value: sql.ref('membership.suspended_at') },
    created_at: { type: 'moment', value: sql.ref('membership.created_at') },
    updated_at: { type: 'moment', value: sql.ref('membership.updated_at') }, // never behind the account's
  },
  key: sql.ref('membership.user_id'),
  searched: sql`(membership.first_name || ' ' || membership.last_name || ' ' || "user".email)`,
} as const satisfies List

/** All of them, or those in a group. */
export function selectPeopleOf(reader: Reader, organizationId: number, { groupId }: { groupId?: number } = {}) {
  const query = reader
    .selectFrom('memberships as membership')
    .innerJoin('users as user', 'user.id', 'membership.user_id')
    .select(['user.id', 'user.email', 'membership.first_name', 'membership.last_name', wholeName.as('name')])
    .select(['membership.organization_id', 'membership.external_id', 'membership.suspended_at', 'membership.role'])
    .select(['membership.created_at', 'membership.updated_at', activatedAt.as('activated_at'), locale.as('locale')])
    .select(sql<Record<string, unknown>>`membership.custom_fields`.as('custom_fields'))
    .select(groupIds.as('group_ids'))
    .where('membership.organization_id', '=', organizationId)
  if (groupId === undefined) return query
  return query.where(
    sql<boolean>`membership.user_id in (select user_id from group_members where group_id = ${groupId})`,
  )
}

/** Undefined: nobody in the organization has that id or email. */
export function findPersonOf(reader: Reader, organizationId: number, which: { id: number | null } | { email: string }) {
  return selectPeopleOf(reader, organizationId)
    .where('user.id', '=', 'id' in which ? which.id : idOfEmail(which.email))
    .executeTakeFirst()
}

/** The emails of an organization's people; null: one of them is not there. */
export async function emailsOf(
  reader: Reader,
  organizationId: number,
  ids: readonly (number | null)[],
): Promise<string[] | null> {
  const rows = await reader
    .selectFrom('memberships as membership')
    .innerJoin('users as user', 'user.id', 'membership.user_id')
    .select('user.email')
    .where('membership.organization_id', '=', organizationId)
    .where(sql<boolean>`membership.user_id = any(${ids}::bigint[])`)
    .execute()
  return rows.length === ids.length ? rows.map(row => row.email) : null
}
