/** Who may invite whom to what: no database is needed to say it. */
import { expect, test } from 'vitest'
import type { Permission } from '../../lib/roles/permissions.ts'
import type { Problem } from '../intents/problem.ts'
import type { Found } from './action.ts'
import type { Action } from './actions.ts'
import { toIntent } from './to-intent.ts'

const [home, branch, evening] = [1, 2, 10]
const things: Readonly<Record<string, { readonly path: readonly number[]; readonly [field: string]: unknown }>> = {
  'organization 1': { id: home, organizationId: home, path: [home], teamId: null, roles: [] },
  'organization pune': {
    ...{ id: branch, organizationId: branch, path: [home, branch], teamId: null },
    roles: [{ organizationId: branch, name: 'tutor', permissions: ['users.view'] }],
  },
  [`team ${evening}`]: { id: evening, organizationId: home, path: [home], teamId: evening },
}
const found = {
  get: ([word, id]: readonly [string, unknown], within?: number) => {
    const thing = things[`${word} ${id}`]
    return within === undefined || thing?.path.includes(within) ? thing : undefined
  },
} as Found

const invitation: Action<'invite'> = {
  ...{ action: 'invite', email: 'jane@example.com', firstName: 'Jane', lastName: null, team: evening, role: null },
  ...{ courses: [], products: [], groups: [], from: null, expiresAt: new Date() },
}

interface May {
  readonly permissions?: readonly Permission[]
  readonly inTeam?: readonly Permission[]
}

function mean(changes: Partial<Action<'invite'>>, { permissions = [], inTeam = [] }: May) {
  const caller = {
    by: { actor: { kind: 'system' }, source: null, ip: null, receivedAt: new Date() } as const,
    organization: { id: home },
    permissions: new Set(permissions),
    heldInTeams: inTeam.length > 0 ? [{ id: evening, permissions: new Set(inTeam) }] : [],
  }
  return toIntent({ caller, action: { ...invitation, ...changes } }, found)
}

const mayInvite: May = { permissions: ['invitations.create', 'teams.assign'] }
const inTeamAlone: May = { inTeam: ['invitations.create', 'teams.assign', 'enrollments.create', 'groups.assign'] }

test.each<[string, Partial<Action<'invite'>>, May, Partial<Problem>[]]>([
  ['into a team', {}, { permissions: ['invitations.create'] }, [{ code: 'lacks_permission', value: 'teams.assign' }]],
  ['to groups', { groups: [1] }, mayInvite, [{ code: 'lacks_permission', value: 'groups.assign' }]],
  ['to courses', { courses: ['ielts'] }, mayInvite, [{ code: 'lacks_permission', value: 'enrollments.create' }]],
  ['to products', { products: ['both'] }, mayInvite, [{ code: 'lacks_permission', value: 'enrollments.create' }]],
  ['as more than oneself', { role: 'owner' }, mayInvite, [{ code: 'not_permitted', field: 'role', value: 'owner' }]],
  ['with a role that is none there', { role: 'tutor' }, mayInvite, [{ code: 'unknown_role', value: 'tutor' }]],
  ['elsewhere', { organization: 'delhi' }, mayInvite, [{ code: 'not_there', field: 'organization' }]],
  ['to no team, of who may in teams alone', { team: null }, inTeamAlone, [{ code: 'team_required', field: 'team' }]],
  ['to another team, of who may in teams alone', { team: 11 }, inTeamAlone, [{ code: 'not_there', value: 11 }]],
  ['below, of who may in teams alone', { organization: 'pune' }, inTeamAlone, [{ code: 'not_there' }]],
  [
    'to groups and to more than seats, of who may in teams alone',
    { groups: [1], courses: ['ielts'] },
    inTeamAlone,
    [
      { code: 'not_for_teams', field: 'groups' },
      { code: 'not_for_teams', field: 'from' },
    ],
  ],
])('an invitation %s is refused', (_, changes, may, problems) => {
  expect(mean(changes, may)).toMatchObject({ kind: 'record', operation: 'invite', problems })
})

test.each<[string, Partial<Action<'invite'>>, May, object]>([
  ['into a team', {}, mayInvite, { teamId: evening }],
  ['into the organization', { team: null }, { permissions: ['invitations.create'] }, { teamId: null }],
  ['to seats of a team, of who may in it alone', { courses: ['ielts'], from: 'seats' }, inTeamAlone, { from: 'seats' }],
  [
    'with a role of an organization below',
    { organization: 'pune', team: null, role: 'tutor' },
    { permissions: ['invitations.create', 'users.view'] },
    { role: 'tutor', call: { organizationId: branch } },
  ],
])('an invitation %s is made', (_, changes, may, intent) => {
  expect(mean(changes, may)).toMatchObject({ kind: 'invite', email: 'jane@example.com', ...intent })
})
