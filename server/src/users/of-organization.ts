/** Users as one organization sees them: the account, and what the organization says about the person. */
import { type NotNull, sql } from 'kysely'
import type { FieldValue } from '../custom-fields/values.ts'
import { areFew, beginsWith, readBeginning } from '../db/beginnings.ts'
import type { Reader } from '../db/database.ts'
import { type Page, type PageRequest, readPage } from '../db/page.ts'
import type { Principal } from '../http/principal.ts'
import { firstNameHere, lastNameHere } from '../memberships/name-here.ts'
import { hasRole } from '../memberships/queries.ts'
import { isInReach } from '../organizations/find-organization.ts'

export type UserOfOrganization = Awaited<ReturnType<ReturnType<typeof selectUsersOf>['executeTakeFirstOrThrow']>>

type Caller = Pick<Principal, 'organization'>

export interface UserFilter extends PageRequest {
  /** One, or one and then those below it. */
  readonly organizationIds: readonly number[]
  /** The beginning of the email, of the whole name or of the last name. */
  readonly search?: string
  /** Normalized. */
  readonly email?: string
  readonly external_id?: string
  readonly role?: string
  readonly teamId?: number
  /** All of them. */
  readonly tags?: readonly string[]
  /** All of them. */
  readonly custom_fields?: Readonly<Record<string, FieldValue>>
}

export async function listUsersOf(reader: Reader, filter: UserFilter): Promise<Page<UserOfOrganization>> {
  const { organizationIds, search, email, external_id, role, teamId, tags = [], custom_fields = {} } = filter
  let query = selectUsersOf(reader)
  const beginning = readBeginning(search)
  const by = await chooseWay(reader, filter, beginning)
  if (beginning !== undefined) query = query.where(begins(beginning)).where(beginsHere(beginning))
  if (email !== undefined) query = query.where('user.email', '=', email)
  if (external_id !== undefined) query = query.where('membership.external_id', '=', external_id)
  if (role !== undefined) query = query.where(hasRole(role))
  if (teamId !== undefined) query = query.where(isInTeam(teamId))
  // Partial indexes: that nothing is empty must be said.
  if (tags.length > 0)
    query = query.where(sql<boolean>`membership.tags <> '{}' and membership.tags @> ${[...tags]}::text[]`)
  if (Object.keys(custom_fields).length > 0)
    query = query.where(
      sql<boolean>`membership.custom_fields <> '{}' and membership.custom_fields @> ${JSON.stringify(custom_fields)}::jsonb`,
    )
  // To begin with the accounts, in their order, they must be joined from either side.
  if (by === 'other') query = query.where('user.id', 'is not', null)
  const [top, ...below] = organizationIds
  const places = {
    column: 'membership.organization_id',
    ids: organizationIds,
    by,
    among: beginning === undefined ? undefined : isAmongThose(beginning),
    once: top !== undefined && below.length > 0 ? isTopmost(top) : undefined,
  }
  return readPage(query, filter, places.by === 'all' ? sortsHere : sorts, places)
}

/** Names and mail addresses belong to the account: there is an index of all accounts, and none of those of one place. */
async function chooseWay(
  reader: Reader,
  { organizationIds, email, external_id, teamId, tags = [], custom_fields = {}, sort = 'id' }: UserFilter,
  beginning: string | undefined,
): Promise<'each' | 'all' | 'other'> {
  if ((email ?? external_id ?? teamId) !== undefined) return 'all'
  if (beginning !== undefined) {
    const isInOrder = organizationIds.length > 1 ? /^-?id$/.test(sort) : /^-?(?:id|created_at)$/.test(sort)
    return isInOrder && (await isCommonHere(reader, organizationIds, beginning)) ? 'other' : 'all'
  }
  if (tags.length > 0 || Object.keys(custom_fields).length > 0) return 'other'
  if (/^-?(?:id|created_at)$/.test(sort)) return 'each'
  const members = sql`select from memberships where organization_id = any(${[...organizationIds]}::bigint[])`
  return (await areFew(reader, members)) ? 'all' : 'other'
}

/** Whether a look through the people in the list's order soon comes upon enough of them; otherwise it begins with who is found. */
async function isCommonHere(reader: Reader, organizationIds: readonly number[], beginning: string): Promise<boolean> {
  const { rows } = await sql<{ count: number }>`
    select count(*) from (
      select user_id from memberships where organization_id = any(${[...organizationIds]}::bigint[]) limit 1000
    ) as member join users as "user" on "user".id = member.user_id where ${begins(beginning)}`.execute(reader)
  return (rows[0]?.count ?? 0) > 20
}

/** Of the users those who belong to an organization in reach, each once, as the own one sees them, or the topmost below. */
export function findUsersById(reader: Reader, { organization: home }: Caller, ids: readonly number[]) {
  return selectUsersOf(reader)
    .where('user.id', '=', sql<number>`any(${ids}::bigint[])`)
    .where(isInReach(home, 'organization'))
    .distinctOn('user.id')
    .orderBy('user.id')
    .orderBy(sql`cardinality(organization.path)`)
    .orderBy('organization.id')
    .execute()
}

const sorts = {
  id: 'membership.user_id',
  email: 'user.email',
  name: sql`lower("user".first_name || ' ' || "user".last_name) collate "C"`,
  last_name: sql`lower("user".last_name) collate "C"`,
  created_at: 'membership.created_at',
}

/** By what is shown. No index has these: for who are few. */
const sortsHere = {
  ...sorts,
  name: sql`lower(${firstNameHere} || ' ' || ${lastNameHere}) collate "C"`,
  last_name: sql`lower(${lastNameHere}) collate "C"`,
}

/**
 * Who belongs to several organizations of the subtree is listed once, as the topmost of these sees the person. Nearly all belong to one: with the
 * offset it stays a look at each, and does not become a join of all with all.
 */
function isTopmost(id: number) {
  return sql<boolean>`not exists (
    select from memberships as other join organizations as place on place.id = other.organization_id
    where other.user_id = membership.user_id and other.organization_id <> membership.organization_id
      and ${isInReach({ id }, 'place')}
      and (cardinality(place.path), place.id) < (cardinality(organization.path), organization.id) offset 0)`
}

/**
 * Of rows of `users` and of `memberships` of the same users, with their `organization`. All that is joined is there: from the
 * left, so that what only looks for rows need not look at it.
 */
export function selectUsersOf(reader: Reader) {
  return (
    reader
      .selectFrom('memberships as membership')
      .leftJoin('organizations as organization', 'organization.id', 'membership.organization_id')
      .leftJoin('users as user', 'user.id', 'membership.user_id')
      .select(['user.id', 'user.email', firstNameHere.as('first_name'), lastNameHere.as('last_name')])
      // Of who is only invited it is not told: the account may be somebody's elsewhere.
      .select(sql<boolean>`"user".password_set_at is not null and membership.invited_at is null`.as('password_set'))
      .select(['organization.slug as organization', 'membership.role', 'membership.external_id', 'membership.tags'])
      .select(sql<Record<string, FieldValue>>`membership.custom_fields`.as('custom_fields'))
      .select(['membership.locale', 'membership.invited_at', 'membership.suspended_at', 'membership.created_at'])
      .select(sql<Date>`greatest("user".updated_at, membership.updated_at)`.as('updated_at'))
      .$narrowType<{ id: NotNull; email: NotNull; organization: NotNull }>()
  )
}

function begins(text: string) {
  const columns = [
    sql`"user".email`,
    sql`lower("user".first_name || ' ' || "user".last_name)`,
    sql`lower("user".last_name)`,
  ]
  return sql<boolean>`(${sql.join(
    columns.map(column => beginsWith(column, text)),
    sql` or `,
  )})`
}

function isAmongThose(beginning: string) {
  return sql<boolean>`membership.user_id = any(array(select "user".id from users as "user" where ${begins(beginning)}))`
}

/** Of who is only invited, beside that: what is shown of them. */
function beginsHere(text: string) {
  return sql<boolean>`(membership.invited_at is null or starts_with("user".email, ${text})
    or starts_with(lower(${firstNameHere} || ' ' || ${lastNameHere}), ${text})
    or starts_with(lower(${lastNameHere}), ${text}))`
}

function isInTeam(teamId: number) {
  return sql<boolean>`exists (select from team_members where team_id = ${teamId} and user_id = membership.user_id)`
}
