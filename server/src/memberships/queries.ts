import { sql } from 'kysely'
import type { FieldValue } from '../custom-fields/values.ts'
import type { Reader } from '../db/database.ts'
import { type Page, type PageRequest, readPage } from '../db/page.ts'
import { Refusal } from '../lib/refusal.ts'
import { isInReach, type Reach } from '../reach/find-organization.ts'

export type MembershipRow = Awaited<ReturnType<typeof getMembership>>

/** Those of one organization, or, with a user and no organization, all of that user's within the caller's reach. */
export type MembershipFilter = PageRequest & { readonly role?: string } & (
    | { readonly organizationId: number; readonly userId?: number }
    | { readonly organizationId?: undefined; readonly userId: number }
  )

export async function listMemberships(
  reader: Reader,
  { organization }: Reach,
  { organizationId, userId, role, ...request }: MembershipFilter,
): Promise<Page<MembershipRow>> {
  // Within one organization users differ, for one user organizations do.
  const id = organizationId === undefined ? 'membership.organization_id' : 'membership.user_id'
  let query = selectMemberships(reader).select(sql.ref<number>(id).as('id'))
  if (organizationId === undefined) query = query.where(isInReach(organization, 'organization'))
  else query = query.where('membership.organization_id', '=', organizationId)
  if (userId !== undefined) query = query.where('membership.user_id', '=', userId)
  if (role !== undefined) query = query.where(hasRole(role))
  const page = await readPage(query, request, { id })
  return { ...page, data: page.data.map(({ id: _, ...row }) => row) }
}

/** Throws `not_found`, also for an organization out of the caller's reach. */
export async function getMembership(
  reader: Reader,
  { organization }: Reach,
  { userId, organizationId }: { userId: number; organizationId: number },
) {
  const row = await selectMemberships(reader)
    .where('membership.user_id', '=', userId)
    .where('membership.organization_id', '=', organizationId)
    .where(isInReach(organization, 'organization'))
    .executeTakeFirst()
  if (!row) throw new Refusal('not_found', `User ${userId} does not belong to this organization.`)
  return row
}

/** The index is of all who are not just learners: that the rest is not asked for must be said. */
export function hasRole(role: string) {
  return role === 'learner'
    ? sql<boolean>`membership.role = 'learner'`
    : sql<boolean>`membership.role = ${role} and membership.role <> 'learner'`
}

function selectMemberships(reader: Reader) {
  return reader
    .selectFrom('memberships as membership')
    .innerJoin('organizations as organization', 'organization.id', 'membership.organization_id')
    .innerJoin('users as user', 'user.id', 'membership.user_id')
    .select(['organization.slug as organization', 'membership.user_id', 'user.email', 'membership.role'])
    .select(['membership.external_id', 'membership.tags', 'membership.locale'])
    .select(sql<Record<string, FieldValue>>`membership.custom_fields`.as('custom_fields'))
    .select(['membership.invited_at', 'membership.suspended_at', 'membership.created_at', 'membership.updated_at'])
}
