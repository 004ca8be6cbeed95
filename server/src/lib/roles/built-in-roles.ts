/** The roles that every organization has from the start. */
import { type Permission, permissions } from './permissions.ts'

export interface BuiltInRole {
  readonly name: string
  readonly display_name: string
  readonly permissions: readonly Permission[]
}

/** Which organizations there are is for owners to say. */
const ofOwners: readonly Permission[] = ['organizations.create', 'organizations.delete']

/** Managers look after people; what is sold, and on which terms, is not theirs. */
const ofManagers: readonly Permission[] = [
  'organizations.view',
  'users.view',
  'users.create',
  'users.edit',
  'roles.view',
  'teams.view',
  'teams.edit',
  'teams.assign',
  'seats.view',
  'seats.edit',
  'catalog.view',
  'orders.view',
  'orders.create',
  'enrollments.view',
  'enrollments.create',
  'enrollments.edit',
  'enrollments.delete',
  'groups.view',
  'groups.create',
  'groups.edit',
  'groups.assign',
  'links.view',
  'links.create',
  'links.edit',
  'links.delete',
  'invitations.view',
  'invitations.create',
  'invitations.edit',
  'invitations.delete',
  'operations.view',
  'reports.view',
  'reports.export',
]

export const builtInRoles: readonly BuiltInRole[] = [
  { name: 'owner', display_name: 'Owner', permissions },
  { name: 'admin', display_name: 'Admin', permissions: permissions.filter(name => !ofOwners.includes(name)) },
  { name: 'manager', display_name: 'Manager', permissions: ofManagers },
  { name: 'learner', display_name: 'Learner', permissions: [] },
]
