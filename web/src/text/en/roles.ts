import type { Permission } from './permissions.ts'

type Resource = Permission extends infer Name ? (Name extends `${infer Resource}.${string}` ? Resource : Name) : never

const builtIn: Record<string, string> = { owner: 'Owner', admin: 'Admin', manager: 'Manager', learner: 'Learner' }

export const roles = {
  /** One of your own by its short name. */
  called: (role: string) => builtIn[role] ?? role,
  title: 'Roles',
  about: 'What people may do. A role holds in the organization, or in one team.',
  add: 'New role',
  create: 'Make the role',
  created: (name: string) => `${name} was made.`,
  grid: 'What each role allows',
  permission: 'Permission',
  allowed: 'yes',
  notAllowed: 'no',
  builtIn: 'Built in',
  own: 'Yours',
  builtInHint: 'A built-in role stays as it is. Make one of your own from it.',
  copy: 'Make one like it',
  displayName: 'Name',
  name: 'Short name',
  nameHint: 'What memberships and calls say, for good: lower-case letters, digits, underscores and hyphens.',
  notYours: 'You may not do this yourself.',
  beyond: 'It allows more than you may do yourself.',
  remove: 'Delete the role',
  removeTitle: 'Delete this role?',
  removeHint: 'Refused while somebody has it.',
  removeShort: 'Delete',
  count: (count: number) => (count === 1 ? '1 permission' : `${count} permissions`),
  resources: {
    organizations: 'Organizations',
    users: 'Users',
    roles: 'Roles',
    teams: 'Teams',
    seats: 'Seats',
    catalog: 'Courses and catalog',
    orders: 'Orders and credits',
    enrollments: 'Enrollments',
    groups: 'Groups',
    links: 'Links',
    invitations: 'Invitations',
    keys: 'API keys',
    operations: 'Log',
    reports: 'Reports',
    settings: 'Settings',
    provision: 'Provisioning',
  } satisfies Record<Resource, string>,
}
