/** A role is named, by memberships and by those who give it. Of two with one name the nearer one up the tree holds. */
import { sql } from 'kysely'
import type { Principal } from '../api/principal.ts'
import type { Reader, Transaction } from '../db/database.ts'
import { Refusal } from '../lib/refusal.ts'
import { builtInRoles } from '../lib/roles/built-in-roles.ts'
import { type Permission, permissionsOf } from '../lib/roles/permissions.ts'
import { rolesBeyond, rolesOf } from '../lib/roles/roles-of.ts'
import type { OrganizationInReach } from '../reach/find-organization.ts'
import { isHeld } from './held.ts'

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
  const within = path.slice(path.indexOf(principal.organization.id))
  const permissions = await findPermissions(transaction, { path: within }, name, { lock: true })
  if (!permissions) throw unknownRole()
  if (!isHeld(principal, permissions)) throw roleBeyond(name)
}

export function unknownRole(): Refusal {
  const message = 'is no role here'
  return new Refusal('invalid', `role ${message}`, [{ field: 'role', message }])
}

export function roleBeyond(name: string): Refusal {
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
  const own = await reader
    .selectFrom('roles')
    .select(['organization_id as organizationId', 'name', 'permissions'])
    .where('organization_id', '=', sql<number>`any(${path}::bigint[])`)
    .execute()
  return rolesBeyond(rolesOf(path, own), permissions)
}

/** What a role allows in an organization; null: there is none of that name. */
export async function findPermissions(
  reader: Reader,
  { path }: Pick<OrganizationInReach, 'path'>,
  name: string,
  { lock = false } = {},
): Promise<ReadonlySet<Permission> | null> {
  const builtIn = builtInRoles.find(role => role.name === name)
  if (builtIn) return new Set(builtIn.permissions)
  const query = reader
    .selectFrom('roles')
    .select('permissions')
    .where('organization_id', '=', sql<number>`any(${path}::bigint[])`)
    .where('name', '=', name)
    .orderBy(sql`array_position(${path}::bigint[], organization_id)`, 'desc')
    .limit(1)
  const row = await (lock ? query.forShare() : query).executeTakeFirst()
  return row ? permissionsOf(row.permissions) : null
}
