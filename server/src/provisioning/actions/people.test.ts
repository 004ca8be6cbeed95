/** Who is provisioned where: what is said by the clock and the roles of that organization is read by these. */
import { expect, test } from 'vitest'
import { permissions as all, type Permission } from '../../lib/roles/permissions.ts'
import type { Found, Name } from './action.ts'
import type { Action } from './actions.ts'
import { toIntent } from './to-intent.ts'

const below = { id: 2, organizationId: 2, path: [1, 2], teamId: null, slug: 'pune', timeZone: 'Asia/Kolkata' }
const roles = [{ organizationId: 2, name: 'coach', permissions: ['seats.edit'] }]
const found = {
  get: ([word, id]: Name) => (word === 'organization' && id === 'pune' ? { ...below, roles } : undefined),
} as Found
const by = {
  ...({ actor: { kind: 'system' }, source: 'shop', ip: null } as const),
  receivedAt: new Date('2026-12-01T10:00:00Z'),
}

function provision(asked: Partial<Action<'provision'>>, permissions: readonly Permission[] = all) {
  const caller = { by, organization: { id: 1 }, permissions: new Set(permissions), heldInTeams: [] }
  return toIntent({ caller, action: { action: 'provision', email: 'ann@example.com', ...asked } }, found)
}

test('at home nothing is looked up, and what is not said is not given', () => {
  expect(provision({ courses: ['ielts'] })).toMatchObject({
    ...{ kind: 'provision', call: { organizationId: 1, source: 'shop' }, courses: ['ielts'], access: null },
    ...{ reference: null, rolesBeyond: [], problems: [] },
  })
})

test('a day ends by the clock of the organization that is named', () => {
  const organization = 'pune'
  expect(provision({ organization, access: { until: '2026-12-31' }, source: 'zapier' })).toMatchObject({
    ...{ kind: 'provision', call: { organizationId: 2, source: 'zapier' } },
    access: { months: null, days: null, until: new Date('2026-12-31T18:30:00Z') },
  })
  expect(provision({ organization, access: { until: '2026-11-30' } })).toMatchObject({
    ...{ kind: 'record', operation: 'provision', about: { email: 'ann@example.com' } },
    problems: [{ code: 'not_valid', field: 'access.until', value: 'must lie ahead' }],
  })
})

test('a role is one of there, and of no more than the caller may do; those beyond it are kept', () => {
  const said = { organization: 'pune', team: { strategy: 'specific', team: 3 } } as const
  expect(provision({ ...said, teamRole: 'coach' })).toMatchObject({ kind: 'provision', teamRole: 'coach' })
  const mayLittle = ['provision', 'seats.edit'] as const
  const { rolesBeyond } = provision({ ...said, teamRole: 'coach' }, mayLittle) as { rolesBeyond?: string[] }
  expect(rolesBeyond).toEqual(expect.arrayContaining(['owner', 'admin', 'manager']))
  expect(rolesBeyond).not.toContain('coach')
  expect(provision({ ...said, teamRole: 'coach' }, ['provision'])).toMatchObject({
    problems: [{ code: 'not_permitted', field: 'role', value: 'coach' }],
  })
  expect(provision({ ...said, teamRole: 'king' })).toMatchObject({
    problems: [{ code: 'unknown_role', field: 'role', value: 'king' }],
  })
})

test('what the face found wrong is told with what is wrong here', () => {
  const problems = [{ code: 'required', field: 'user.first_name' }] as const
  const access = { days: 1, months: 1 }
  expect(provision({ organization: 'pune', access, problems, email: '' })).toMatchObject({
    problems: [{ code: 'not_valid', field: 'access' }, ...problems],
    about: { email: null },
  })
})
