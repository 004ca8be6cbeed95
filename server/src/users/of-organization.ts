/** Users as one organization sees them: the account, and what the organization says about the person. */
import { sql } from 'kysely'
import type { FieldValue } from '../custom-fields/values.ts'
import type { Reader } from '../db/database.ts'
import { type Page, type PageRequest, readPage } from '../db/page.ts'
import { hasRole } from '../memberships/queries.ts'

export type UserOfOrganization = Awaited<ReturnType<ReturnType<typeof selectUsersOf>['executeTakeFirstOrThrow']>>

export interface UserFilter extends PageRequest {
  readonly organizationId: number
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

export function listUsersOf(reader: Reader, filter: UserFilter): Promise<Page<UserOfOrganization>> {
  const { search, email, external_id, role, teamId, tags = [], custom_fields = {} } = filter
  let query = selectUsersOf(reader).where('membership.organization_id', '=', filter.organizationId)
  if (search !== undefined && search.trim() !== '') query = query.where(begins(search.trim().toLowerCase()))
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
  return readPage(query, filter, { id: 'user.id' })
}

/** Of rows of `users` and of `memberships` of the same users, with their `organization`. */
export function selectUsersOf(reader: Reader) {
  return reader
    .selectFrom('memberships as membership')
    .innerJoin('organizations as organization', 'organization.id', 'membership.organization_id')
    .innerJoin('users as user', 'user.id', 'membership.user_id')
    .select(['user.id', 'user.email', 'user.first_name', 'user.last_name'])
    .select(sql<boolean>`"user".password_set_at is not null`.as('password_set'))
    .select(['organization.slug as organization', 'membership.role', 'membership.external_id', 'membership.tags'])
    .select(sql<Record<string, FieldValue>>`membership.custom_fields`.as('custom_fields'))
    .select(['membership.locale', 'membership.invited_at', 'membership.suspended_at', 'membership.created_at'])
    .select(sql<Date>`greatest("user".updated_at, membership.updated_at)`.as('updated_at'))
}

/** Ranges of the indexes that compare by bytes: all texts that begin with this one. */
function begins(text: string) {
  const end = `${text}\u{10ffff}`
  return sql<boolean>`("user".email between ${text} and ${end}
    or lower("user".first_name || ' ' || "user".last_name) collate "C" between ${text} and ${end}
    or lower("user".last_name) collate "C" between ${text} and ${end})`
}

function isInTeam(teamId: number) {
  return sql<boolean>`exists (select from team_members where team_id = ${teamId} and user_id = membership.user_id)`
}
