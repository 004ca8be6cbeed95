/** A role is named, by memberships and by those who give it. Of two with one name the nearer one up the tree holds. */
import { sql } from 'kysely'
import type { Principal } from '../api/principal.ts'
import type { Reader, Transaction } from '../db/database.ts'
import { Refusal } from '../lib/refusal.ts'
import type { Permission } from '../lib/roles/permissions.ts'
import { rolesBeyond, rolesOf, whyNotGiven } from '../lib/roles/roles-of.ts'
import type { Problem } from '../provisioning/intents/problem.ts'
import type { OrganizationInReach } from '../reach/find-organization.ts'

/**
 * Makes sure that the caller may give somebody in an organization this role, which stays until the transaction ends. Throws
 * `invalid`: it is none there; or `forbidden`: it allows more than the caller is allowed.
 */
export async function requireRoleToGive(
  transaction: Transaction,
  principal: Pick<Principal, 'organization' | 'permissions'>,
  { path }: Pick<OrganizationInReach, 'path'>,
  name: string,
): Promise<void> {
  const roles = await selectOwn(transaction, path).where('name', '=', name).forShare().execute()
  const { organization, permissions } = principal
  const why = whyNotGiven(name, { path, roles }, { home: organization.id, permissions })
  if (why) throw sayRole({ code: why, field: 'role', value: name })
}

/** Of a role that is not to be given. */
export function sayRole({ code, field, value }: Problem): Refusal | null {
  if (code === 'not_permitted' && field === 'role') return roleBeyond(String(value))
  if (code !== 'unknown_role') return null
  const message = 'is no role here'
  return new Refusal('invalid', `role ${message}`, [{ field: 'role', message }])
}

function roleBeyond(name: string): Refusal {
  const article = /^[aeiou]/.test(name) ? 'an' : 'a'
  const detail = `You may not make somebody ${article} ${name}: that is more than you may do yourself.`
  return new Refusal('forbidden', detail, [{ field: 'role', message: 'allows more than you may do yourself' }])
}

/** The names of the roles in an organization that the caller may not take from anybody: they allow more than the caller is allowed. */
export async function listRolesBeyond(
  reader: Reader,
  { permissions }: Pick<Principal, 'permissions'>,
  { path }: Pick<OrganizationInReach, 'path'>,
): Promise<string[]> {
  const own = await selectOwn(reader, path).execute()
  return rolesBeyond(rolesOf(path, own), permissions)
}

/** What a role allows in an organization; null: there is none of that name. */
export async function findPermissions(
  reader: Reader,
  { path }: Pick<OrganizationInReach, 'path'>,
  name: string,
): Promise<ReadonlySet<Permission> | null> {
  const own = await selectOwn(reader, path).where('name', '=', name).execute()
  return rolesOf(path, own).get(name) ?? null
}

function selectOwn(reader: Reader, path: readonly number[]) {
  return reader
    .selectFrom('roles')
    .select(['organization_id as organizationId', 'name', 'permissions'])
    .where('organization_id', '=', sql<number>`any(${path}::bigint[])`)
}
