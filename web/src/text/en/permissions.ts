import type { paths } from '../../api/schema.gen.ts'
import { findWord } from '../find-word.ts'

export type Permission =
  paths['/api/permissions']['get']['responses'][200]['content']['application/json']['data'][number]['name']

/** What each permission allows. */
export const permissions = {
  'organizations.view': 'See the organization and those below it.',
  'organizations.create': 'Make organizations below.',
  'organizations.edit': 'Change organizations; suspend and resume those below.',
  'organizations.delete': 'Archive organizations below.',
  'users.view': 'See people, what is kept about them and where they belong.',
  'users.create': 'Add people to an organization.',
  'users.edit': 'Change people, what is kept about them and their roles.',
  'users.delete': 'Take people out of an organization.',
  'users.impersonate': 'See the screens as somebody else sees them.',
  'roles.view': 'See roles and what they allow.',
  'roles.create': 'Make roles.',
  'roles.edit': 'Change what roles allow.',
  'roles.delete': 'Delete roles that nobody has.',
  'teams.view': 'See teams and who is in them.',
  'teams.create': 'Make teams.',
  'teams.edit': 'Change teams.',
  'teams.delete': 'Archive teams.',
  'teams.assign': 'Put people into teams, move them and take them out.',
  'seats.view': 'See teams’ seats and who holds them.',
  'seats.create': 'Give teams seats.',
  'seats.edit': 'Change the number of seats, and move them between teams.',
  'seats.delete': 'Take seats away.',
  'catalog.view': 'See courses, products and catalog items.',
  'catalog.create': 'Make courses, products and catalog items.',
  'catalog.edit': 'Change courses, products and catalog items.',
  'catalog.delete': 'Archive courses, products and catalog items.',
  'orders.view': 'See orders and credits.',
  'orders.create': 'Place orders.',
  'orders.edit': 'Complete, cancel and refund orders; add and deduct credits.',
  'enrollments.view': 'See enrollments and the grants behind them.',
  'enrollments.create': 'Give people courses.',
  'enrollments.edit': 'Suspend, resume and extend enrollments.',
  'enrollments.delete': 'Revoke enrollments and grants.',
  'groups.view': 'See groups, who is in them and their courses.',
  'groups.create': 'Make groups.',
  'groups.edit': 'Change groups and the courses they give.',
  'groups.delete': 'Archive groups.',
  'groups.assign': 'Put people into groups and take them out.',
  'links.view': 'See share links.',
  'links.create': 'Make share links.',
  'links.edit': 'Change share links and approve who follows them.',
  'links.delete': 'End share links.',
  'invitations.view': 'See invitations.',
  'invitations.create': 'Invite people.',
  'invitations.edit': 'Send invitations again.',
  'invitations.delete': 'Withdraw invitations.',
  'keys.view': 'See API keys, never their text.',
  'keys.create': 'Make API keys.',
  'keys.edit': 'Change API keys.',
  'keys.delete': 'Revoke API keys.',
  'operations.view': 'See the log: what was asked, by whom, and what became of it.',
  'operations.undo': 'Undo what an operation did.',
  'reports.view': 'See reports.',
  'reports.export': 'Take reports away as files.',
  'settings.view': 'See the organization’s settings.',
  'settings.edit': 'Change the organization’s settings and the fields it keeps about people.',
  provision: 'Provision: make accounts, give seats and courses, all in one call.',
} satisfies Record<Permission, string>

/** Within a sentence. One that is newer than the words is called as the API calls it. */
export function callPermission(permission: string): string {
  return `“${(findWord(permissions, permission) ?? permission).replace(/\.$/, '')}”`
}
