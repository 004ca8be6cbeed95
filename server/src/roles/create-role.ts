import type { Principal } from '../api/principal.ts'
import type { Transaction } from '../db/database.ts'
import { nameProblem, refuse, refuseInvalid, textProblem } from '../lib/checks.ts'
import { tidyName } from '../lib/names.ts'
import { Refusal } from '../lib/refusal.ts'
import { builtInRoles } from '../lib/roles/built-in-roles.ts'
import { type Permission, permissionsOf } from '../lib/roles/permissions.ts'
import { recordOperation } from '../log/record-operation.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { getOrganizationInReach } from '../reach/find-organization.ts'
import { findPermissions } from './find-role.ts'
import { isHeld, requireHeld } from './held.ts'
import { getRole, type RoleRow } from './queries.ts'

export interface NewRole {
  /** Default: the caller's own. */
  readonly organization?: number | string
  readonly name: string
  readonly display_name: string
  readonly permissions: readonly Permission[]
}

/** Makes a role. Throws `not_found` (organization), `invalid`, `forbidden` for more than the caller is allowed, in it or in one of its name from above, or `conflict`. */
export async function createRole(
  transaction: Transaction,
  principal: Principal,
  { organization, name, display_name, permissions }: NewRole,
  by: AskedBy,
): Promise<RoleRow> {
  refuseInvalid({ name: nameProblem(name, 'coach'), display_name: textProblem(display_name, 150) })
  const isBuiltIn = builtInRoles.some(role => role.name === name)
  refuse('conflict', { name: isBuiltIn ? 'is taken by a built-in role' : null })
  requireHeld(principal, permissions, 'permissions')
  const place = await getOrganizationInReach(transaction, principal.organization, organization)
  const { id: organizationId } = place
  // Whoever has the role of this name by now has the new one from here on: that is to change the other.
  const replaced = (await findPermissions(transaction, place, name)) ?? []
  if (!isHeld(principal, replaced))
    throw new Refusal(
      'forbidden',
      'A role of this name, from above, allows more than you are allowed: take another name.',
      [{ field: 'name', message: 'is that of a role from above that allows more than you are allowed' }],
    )
  const { id } = await transaction
    .insertInto('roles')
    .values({
      organization_id: organizationId,
      name,
      display_name: tidyName(display_name),
      permissions: [...permissionsOf(permissions)],
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const role = await getRole(transaction, principal, id)
  const object = { kind: 'role', id, before: null, after: role }
  await recordOperation(transaction, { kind: 'create_role', organizationId, result: 'created', object }, by)
  return role
}
