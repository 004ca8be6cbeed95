/** People as the dialect shows them: whoever belongs to the organization of the key. */
import { type Expression, sql } from 'kysely'
import { idOfEmail } from '../../accounts/aliases.ts'
import type { Reader } from '../../db/database.ts'
import { link, many, one, type Place, type Resource, time } from './envelope.ts'
import { fromUuid, toUuid } from './ids.ts'
import type { Column } from './list.ts'

export type PersonRow = Awaited<ReturnType<ReturnType<typeof selectPeople>['executeTakeFirstOrThrow']>>

const wholeName = sql<string>`btrim(membership.first_name || ' ' || membership.last_name)`
const changedAt = sql<Date>`membership.updated_at` // never behind the account's
const groupIds = sql<number[]>`array(
  select member.group_id from group_members member join groups "group" on "group".id = member.group_id
  where member.user_id = "user".id and "group".organization_id = membership.organization_id
    and "group".archived_at is null order by member.group_id)`
// Of who is only invited it is not told: the account may be somebody's elsewhere.
const activatedAt = sql<Date | null>`(case when membership.invited_at is null then "user".password_set_at end)`
const status = sql<string>`case when ${activatedAt} is null then 'not_activated' else 'activated' end`

/** Those of one organization. */
export function selectPeople(reader: Reader, organizationId: number) {
  return reader
    .selectFrom('memberships as membership')
    .innerJoin('users as user', 'user.id', 'membership.user_id')
    .select(['user.id', 'user.email', 'membership.first_name', 'membership.last_name'])
    .select(activatedAt.as('password_set_at'))
    .select(['membership.organization_id', 'membership.external_id', 'membership.suspended_at'])
    .select(['membership.role', 'membership.created_at'])
    .select([wholeName.as('name'), status.as('status'), changedAt.as('changed_at'), groupIds.as('group_ids')])
    .where('membership.organization_id', '=', organizationId)
}

export const personColumns = {
  id: { type: 'people', value: sql.ref('user.id') },
  email: { type: 'email', value: sql.ref('user.email') },
  first_name: { type: 'text', value: sql.ref('membership.first_name') },
  last_name: { type: 'text', value: sql.ref('membership.last_name') },
  name: { type: 'text', value: wholeName },
  full_name: { type: 'text', value: wholeName },
  sso_uid: { type: 'text', value: sql.ref('membership.external_id') },
  registration_status: { type: 'text', value: status },
  activated_at: { type: 'moment', value: activatedAt },
  deactivated_at: { type: 'moment', value: sql.ref('membership.suspended_at') },
  disabled: { type: 'boolean', value: sql`(membership.suspended_at is not null)` },
  created_at: { type: 'moment', value: sql.ref('membership.created_at') },
  updated_at: { type: 'moment', value: changedAt },
} satisfies Record<string, Column>

export const personKey: Expression<unknown> = sql.ref('membership.user_id')

export function isInGroup(groupId: number) {
  return sql<boolean>`membership.user_id in (select user_id from group_members where group_id = ${groupId})`
}

/** Words of the name, or of the email. */
export const personSearched = sql`(membership.first_name || ' ' || membership.last_name || ' ' || "user".email)`

/** Undefined: nobody in the organization has that id or email. */
export function findPerson(reader: Reader, organizationId: number, which: { uuid: string } | { email: string }) {
  const query = selectPeople(reader, organizationId)
  return 'email' in which
    ? query.where('user.id', '=', idOfEmail(which.email)).executeTakeFirst()
    : query.where('user.id', '=', fromUuid('people', which.uuid)).executeTakeFirst()
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

/** In v1 it is a learner: without picture, status and partnerships. */
export function toPerson(place: Place, row: PersonRow): Resource {
  const id = toUuid('people', row.id)
  const isV2 = place.version === 'v2'
  return {
    type: 'people',
    id,
    attributes: {
      email: row.email,
      first_name: row.first_name,
      last_name: row.last_name,
      name: row.name,
      full_name: row.name,
      sso_uid: row.external_id,
      unsubscribed: false,
      ...(isV2 && { custom_avatar_url: null, registration_status: row.status }),
      activated_at: time(row.password_set_at),
      deactivated_at: time(row.suspended_at),
      disabled: row.suspended_at !== null,
      created_at: time(row.created_at),
      updated_at: time(row.changed_at),
    },
    links: {
      self: link(place, `/people/${id}`, ['get', 'put', 'patch', 'delete']),
      teaching: link(place, `/people/${id}`, ['get', 'patch']),
    },
    relationships: {
      school: one('schools', toUuid('schools', row.organization_id)),
      ...(isV2 && { partnerships: many('partnerships', [toUuid('partnerships', row.id)]) }),
      groups: many(
        'groups',
        row.group_ids.map(group => toUuid('groups', group)),
      ),
    },
  }
}
