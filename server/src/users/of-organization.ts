/** Users as one organization sees them: the account, and what the organization says about the person. */
import { type NotNull, sql } from 'kysely'
import { idOfEmail } from '../accounts/aliases.ts'
import type { FieldValue } from '../custom-fields/values.ts'
import { areFew, beginsWith, emailBeginsWith, readBeginning } from '../db/beginnings.ts'
import type { Reader } from '../db/database.ts'
import { type Page, type PageRequest, readPage } from '../db/page.ts'
import { hasRole } from '../memberships/queries.ts'
import { isInReach, type Reach } from '../reach/find-organization.ts'

export type UserOfOrganization = Awaited<ReturnType<ReturnType<typeof selectUsersOf>['executeTakeFirstOrThrow']>>

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
  if (beginning !== undefined)
    query = query.where(by === 'all' ? isAmong(organizationIds, beginning) : begins(beginning))
  if (email !== undefined) query = query.where('membership.user_id', '=', idOfEmail(email))
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
  const [top, ...below] = organizationIds
  const places = {
    column: 'membership.organization_id',
    ids: organizationIds,
    by,
    once: top !== undefined && below.length > 0 ? isTopmost(top) : undefined,
  }
  return readPage(query, filter, sorts, places)
}

/** Every sort has an index of each organization's people. Who is found by something else is few, as a rule, and sorted then. */
async function chooseWay(
  reader: Reader,
  { organizationIds, email, external_id, teamId, tags = [], custom_fields = {}, sort = 'id' }: UserFilter,
  beginning: string | undefined,
): Promise<'each' | 'all' | 'other'> {
  if ((email ?? external_id ?? teamId) !== undefined) return 'all'
  if (tags.length > 0 || Object.keys(custom_fields).length > 0) return 'other'
  if (beginning === undefined) return 'each'
  // In the order of joining, a page of many is soon full; by name, those who are found lie close together, and far away.
  const isSoonFull = /^-?(?:id|created_at)$/.test(sort)
  return isSoonFull && !(await areFew(reader, findBeginning(organizationIds, beginning))) ? 'each' : 'all'
}

/** Of the users those who belong to an organization in reach, each once, as the own one sees them, or the topmost below. */
export function findUsersById(reader: Reader, { organization: home }: Reach, ids: readonly number[]) {
  return selectUsersOf(reader)
    .where('user.id', '=', sql<number>`any(${ids}::bigint[])`)
    .where(isInReach(home, 'organization'))
    .distinctOn('user.id')
    .orderBy('user.id')
    .orderBy(sql`cardinality(organization.path)`)
    .orderBy('organization.id')
    .execute()
}

const name = sql`lower(membership.first_name || ' ' || membership.last_name)`
const lastName = sql`lower(membership.last_name)`

const sorts = {
  id: 'membership.user_id',
  email: 'membership.email',
  name: sql`${name} collate "C"`,
  last_name: sql`${lastName} collate "C"`,
  created_at: 'membership.created_at',
}

/** Of who is only invited it is not told: the account may be somebody's elsewhere. */
const hasPassword = sql<boolean>`(membership.invited_at is null and "user".password_set_at is not null)`

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
  return reader
    .selectFrom('memberships as membership')
    .leftJoin('organizations as organization', 'organization.id', 'membership.organization_id')
    .leftJoin('users as user', 'user.id', 'membership.user_id')
    .select(['user.id', 'membership.email', 'membership.first_name', 'membership.last_name'])
    .select(hasPassword.as('password_set'))
    .select(['organization.slug as organization', 'membership.role', 'membership.external_id', 'membership.tags'])
    .select(sql<Record<string, FieldValue>>`membership.custom_fields`.as('custom_fields'))
    .select(['membership.locale', 'membership.invited_at', 'membership.suspended_at', 'membership.created_at'])
    .select('membership.updated_at') // never behind the account's
    .$narrowType<{ id: NotNull; email: NotNull; organization: NotNull }>()
}

const searched = [
  (text: string) => emailBeginsWith(sql`membership.email`, text),
  (text: string) => beginsWith(name, text),
  (text: string) => beginsWith(lastName, text),
  (text: string) => sql<boolean>`membership.user_id = any(array(
    select alias_of from users as earlier
    where alias_of is not null and ${emailBeginsWith(sql`earlier.email`, text)}))`,
]

function begins(text: string) {
  const beginnings = searched.map(beginning => beginning(text))
  return sql<boolean>`(${sql.join(beginnings, sql` or `)})`
}

/** The same, found first: each organization and each column has an index that gives them. */
function isAmong(organizationIds: readonly number[], text: string) {
  return sql<boolean>`(membership.organization_id, membership.user_id) in (${findBeginning(organizationIds, text)})`
}

function findBeginning(organizationIds: readonly number[], text: string) {
  const found = searched.map(
    beginning => sql`
      select membership.organization_id, membership.user_id from unnest(${[...organizationIds]}::bigint[]) as place (id)
      join memberships as membership on membership.organization_id = place.id and ${beginning(text)}`,
  )
  return sql.join(found, sql` union all `)
}

function isInTeam(teamId: number) {
  return sql<boolean>`exists (select from team_members where team_id = ${teamId} and user_id = membership.user_id)`
}
