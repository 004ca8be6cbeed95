/** Who may be put into a team or a group, and by whom: no database is needed to say it. */
import { expect, test } from 'vitest'
import type { Permission } from '../../lib/roles/permissions.ts'
import type { Problem } from '../intents/problem.ts'
import type { Found, Known } from './action.ts'
import type { Action } from './actions.ts'
import { toIntent } from './to-intent.ts'

const [above, home, evening, morning] = [1, 2, 10, 11]
const place = { organizationId: home, path: [above, home], roles: [] }
const things: Readonly<Record<string, object>> = {
  team: { ...place, id: evening, teamId: evening },
  group: { ...place, id: 20, teamId: null },
}
const jane: Known = { email: 'jane@example.com', firstName: 'Jane', paths: [[above, home]], teamIds: [evening] }

interface World {
  readonly known?: Known | undefined
  readonly permissions?: readonly Permission[]
  readonly inTeams?: Readonly<Record<number, readonly Permission[]>>
}

function mean(changes: Partial<Action<'join_team'>>, world: World = {}) {
  const { permissions = ['teams.assign', 'groups.assign', 'users.create'], inTeams = {} } = world
  const known = 'known' in world ? world.known : jane
  const nothing = () => undefined
  const found: Found = { get: ([word]) => things[word] as never, known: () => known, person: nothing, given: nothing }
  const caller = {
    by: { actor: { kind: 'system' }, source: null, ip: null, receivedAt: new Date() } as const,
    organization: { id: home },
    permissions: new Set(permissions),
    heldInTeams: Object.entries(inTeams).map(([id, held]) => ({ id: Number(id), permissions: new Set(held) })),
  }
  const person = { email: 'jane@new.example.com' }
  const asked = { team: evening, person, firstName: null, lastName: null, role: null, welcome: true }
  return toIntent({ caller, action: { action: 'join_team', ...asked, ...changes } }, found)
}

const elsewhere = { ...jane, paths: [[99]] }
const inAnother = { ...jane, paths: [[above, home, 3]] }
const ofTeam = (...held: Permission[]): World => ({
  permissions: [],
  inTeams: { [evening]: ['teams.assign', ...held] },
})

test.each<[string, Partial<Action<'join_team'>>, World, object]>([
  ['somebody known, by an email of before', {}, {}, { email: 'jane@example.com', firstName: 'Jane' }],
  ['somebody new', { firstName: 'Bob' }, { known: undefined }, { email: 'jane@new.example.com', firstName: 'Bob' }],
  ['somebody of another organization, as somebody new', { firstName: 'J' }, { known: elsewhere }, { firstName: 'J' }],
  ['a member, by who may not add any', {}, { permissions: ['teams.assign'] }, { team: { team: evening } }],
  ['with a role', { role: 'learner' }, {}, { teamRole: 'learner', rolesBeyond: ['owner', 'admin', 'manager'] }],
  ['somebody of a team, by its manager, who sees them', { person: { user: 5 } }, ofTeam('users.view'), {}],
])('a team is joined by %s', (_, changes, world, intent) => {
  expect(mean(changes, world)).toMatchObject({ kind: 'provision', problems: [], ...intent })
})

test.each<[string, Partial<Action<'join_team'>>, World, Partial<Problem>[]]>([
  [
    'an id of another organization',
    { person: { user: 5 } },
    { known: elsewhere },
    [{ code: 'not_there', field: 'user_id' }],
  ],
  ['somebody new without a name', {}, { known: undefined }, [{ code: 'not_valid', field: 'first_name' }]],
  [
    'somebody new, by who may not add any',
    { firstName: 'B' },
    { known: undefined, permissions: ['teams.assign'] },
    [{ value: 'users.create' }],
  ],
  [
    'somebody of below, by who may not add any',
    {},
    { known: inAnother, permissions: ['teams.assign'] },
    [{ value: 'users.create' }],
  ],
  ['as more than oneself', { role: 'owner' }, {}, [{ code: 'not_permitted', value: 'owner' }]],
  [
    'an id, by who sees nobody in the team',
    { person: { user: 5 } },
    ofTeam(),
    [{ code: 'not_there', field: 'user_id' }],
  ],
  [
    'an id of another team',
    { person: { user: 5 } },
    { ...ofTeam('users.view'), known: { ...jane, teamIds: [morning] } },
    [{ code: 'not_there' }],
  ],
  [
    'with a fault, which alone is told',
    { problems: [{ code: 'not_valid', field: 'email' }] },
    { known: undefined },
    [{ code: 'not_valid', field: 'email' }],
  ],
])('a team is not joined by %s', (_, changes, world, problems) => {
  const meant = mean(changes, world)
  expect(meant).toMatchObject({ kind: 'record', operation: 'provision', problems })
})
