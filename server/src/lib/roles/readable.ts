/**
 * What can be read, and the permission that it takes: by whatever face, as a list, as a file, shown whole in another row, or
 * named in a plan.
 */
import type { Permission } from './permissions.ts'

export const readable = {
  organization: 'organizations.view',
  settings: 'settings.view',
  domain: 'settings.view',
  identity_provider: 'settings.view',
  connection: 'settings.view',
  /** Who is to be looked at on another platform, and what it said of them. */
  due_person: 'users.view',
  /** Who comes in past single sign-on. */
  break_glass_owner: 'users.view',
  webhook: 'settings.view',
  /** That something was told. What was told takes the permission to see what it tells of (`event-types.ts`). */
  delivery: 'settings.view',
  user: 'users.view',
  membership: 'users.view',
  custom_field: 'users.view',
  mail: 'users.view',
  /** In which browsers a person is signed in. */
  session: 'users.view',
  role: 'roles.view',
  team: 'teams.view',
  team_member: 'teams.view',
  seats: 'seats.view',
  /** Who holds a seat, or waits for one. */
  claim: 'seats.view',
  course: 'catalog.view',
  item: 'catalog.view',
  product: 'catalog.view',
  catalog_item: 'catalog.view',
  order: 'orders.view',
  credits: 'orders.view',
  enrollment: 'enrollments.view',
  grant: 'enrollments.view',
  /** Why somebody has a course, or has it not. */
  explanation: 'enrollments.view',
  group: 'groups.view',
  group_member: 'groups.view',
  group_course: 'groups.view',
  link: 'links.view',
  /** Who followed a link. */
  join: 'links.view',
  invitation: 'invitations.view',
  key: 'keys.view',
  operation: 'operations.view',
  report: 'reports.view',
} as const satisfies Record<string, Permission>

export type Readable = keyof typeof readable
