/** Nobody gives what they do not have. */
import type { Principal } from '../api/principal.ts'
import { Refusal } from '../lib/refusal.ts'
import type { Permission } from '../lib/roles/permissions.ts'

export function isHeld(principal: Pick<Principal, 'permissions'>, permissions: Iterable<Permission>): boolean {
  return [...permissions].every(permission => principal.permissions.has(permission))
}

/** Throws `forbidden`: the caller lacks some of the permissions. */
export function requireHeld(
  principal: Pick<Principal, 'permissions'>,
  permissions: Iterable<Permission>,
  field: string,
): void {
  const lacking = [...permissions].filter(permission => !principal.permissions.has(permission))
  if (lacking.length === 0) return
  const message = `allows what you are not allowed yourself: ${lacking.join(', ')}`
  throw new Refusal('forbidden', `${field} ${message}`, [{ field, message }])
}
