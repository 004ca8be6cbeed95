import type { Principal } from '../api/principal.ts'
import type { Transaction } from '../db/database.ts'
import { requireMatch } from '../http/etag.ts'
import { refuseInvalid, textProblem } from '../lib/checks.ts'
import { tidyName } from '../lib/names.ts'
import { type Permission, permissionsOf } from '../lib/roles/permissions.ts'
import { recordOperation } from '../log/record-operation.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { requireHeld } from './held.ts'
import { getOwnRole, type OwnRoleRow } from './queries.ts'

export interface WhichRole {
  readonly role: number | string
  readonly ifMatch?: string
}

export interface RoleChanges {
  readonly display_name?: string
  readonly permissions?: readonly Permission[]
}

/**
 * Changes what is given, at once for all who have the role. What it allowed and what it will allow must be the caller's own.
 * Throws `not_found`, `invalid`, `forbidden`, or `precondition_failed`.
 */
export async function updateRole(
  transaction: Transaction,
  principal: Principal,
  which: WhichRole,
  { display_name, permissions }: RoleChanges,
  by: AskedBy,
): Promise<OwnRoleRow> {
  refuseInvalid({ display_name: display_name === undefined ? null : textProblem(display_name, 150) })
  const before = await lockRole(transaction, principal, which)
  if (permissions) requireHeld(principal, [...before.permissions, ...permissions], 'permissions')
  const { organization_id: organizationId } = await transaction
    .updateTable('roles')
    .set({
      display_name: tidyName(display_name),
      permissions: permissions && [...permissionsOf(permissions)],
      updated_at: by.receivedAt,
    })
    .where('id', '=', before.id)
    .returning('organization_id')
    .executeTakeFirstOrThrow()
  const after = await getOwnRole(transaction, principal, before.id)
  const object = { kind: 'role', id: before.id, before, after }
  await recordOperation(transaction, { kind: 'update_role', organizationId, result: 'changed', object }, by)
  return after
}

/** The role as it stands until the transaction ends. Throws `not_found`, `forbidden`, or `precondition_failed`. */
export async function lockRole(
  transaction: Transaction,
  principal: Principal,
  { role, ifMatch }: WhichRole,
): Promise<OwnRoleRow> {
  const { id } = await getOwnRole(transaction, principal, role)
  await transaction.selectFrom('roles').select('id').where('id', '=', id).forUpdate().execute()
  const row = await getOwnRole(transaction, principal, id)
  requireMatch(ifMatch, row)
  return row
}
