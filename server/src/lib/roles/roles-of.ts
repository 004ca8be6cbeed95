import { builtInRoles } from './built-in-roles.ts'
import { type Permission, permissionsOf } from './permissions.ts'

/** A role that an organization made. */
export interface OwnRole {
  readonly organizationId: number
  readonly name: string
  /** Scopes. */
  readonly permissions: readonly string[]
}

export type Roles = ReadonlyMap<string, ReadonlySet<Permission>>

/** What the roles of an organization allow, whose path this is, by their names. Of two with one name the nearer one up the tree holds. */
export function rolesOf(path: readonly number[], own: readonly OwnRole[]): Roles {
  const ofPath = path.flatMap(id => own.filter(({ organizationId }) => organizationId === id))
  return new Map([
    ...ofPath.map(({ name, permissions }) => [name, permissionsOf(permissions)] as const),
    ...builtInRoles.map(({ name, permissions }) => [name, new Set(permissions)] as const),
  ])
}

/** The names of those that allow more than these permissions: who has them neither gives nor takes such a role. */
export function rolesBeyond(roles: Roles, permissions: ReadonlySet<Permission>): string[] {
  return [...roles].flatMap(([name, allowed]) => (allowed.isSubsetOf(permissions) ? [] : name))
}

/** Why somebody with these permissions `home` may not give a role in the organization whose path this is. Null: they may. */
export function whyNotGiven(
  name: string,
  { path, roles: own }: { readonly path: readonly number[]; readonly roles: readonly OwnRole[] },
  { home, permissions }: { readonly home: number; readonly permissions: ReadonlySet<Permission> },
): 'unknown_role' | 'not_permitted' | null {
  const allowed = rolesOf(path.slice(path.indexOf(home)), own).get(name)
  if (!allowed) return 'unknown_role'
  return allowed.isSubsetOf(permissions) ? null : 'not_permitted'
}
