import { expect, test } from 'vitest'
import type { MergeRows } from '../../rows/merge.ts'
import { noMerge } from '../../snapshot.ts'
import { mergePlaces } from './merge-places.ts'

const [kept, away] = [1, 2]
const merge = (rows: Partial<MergeRows>) => mergePlaces({ ...noMerge, ...rows }, { kept, away })

const claim = (id: number, userId: number, seatId: number, releasedAt: Date | null = null) => ({
  ...{ id, userId, seatId, releasedAt },
  ...{ releasedOperationId: null, isFree: true },
})
const waiter = (user_id: number, seat_id: number) => ({ user_id, seat_id })

test('a seat that both hold is given back; one that is held no more stands in nobody’s way', () => {
  const left = new Date('2026-11-01')
  const claims = [claim(10, kept, 1), claim(11, away, 1), claim(12, kept, 2, left), claim(13, away, 2)]
  const places = merge({ claims: [...claims, claim(14, away, 1, left), claim(15, away, 3)] })
  expect(places.claims).toEqual({ moved: [13, 14, 15], released: [11] })
})

test('whoever has a seat waits for none of its kind, and nobody waits twice', () => {
  const claims = [claim(10, kept, 1), claim(11, away, 2)]
  const waiters = [waiter(away, 1), waiter(away, 3), waiter(kept, 4), waiter(away, 4), waiter(away, 2)]
  expect(merge({ claims, waiters }).waiters).toEqual({
    moved: [3],
    removed: [waiter(away, 4), waiter(away, 1), waiter(away, 2)],
  })
})

test('of two open invitations to the same place one is left; others go along', () => {
  const invitation = (id: number, userId: number, teamId: number | null, isOpen = true, organizationId = 7) => ({
    ...{ id, userId, teamId, isOpen, organizationId },
  })
  const invitations = [
    invitation(20, kept, 5),
    invitation(21, away, 5),
    invitation(22, away, 5, false),
    invitation(23, away, 6),
    invitation(24, away, null),
    invitation(25, away, 5, true, 8),
    invitation(26, kept, 6, false),
  ]
  expect(merge({ invitations }).invitations).toEqual({ moved: [22, 23, 24, 25], withdrawn: [21] })
})

test('addresses of before go along, of the other account alone', () => {
  const aliases = [
    { id: 30, of: kept },
    { id: 31, of: away },
  ]
  expect(merge({ aliases }).aliases).toEqual([31])
})

test('what the other one bought and joined goes along, each kind by itself', () => {
  const owned = (['order', 'order_line', 'link_join'] as const).flatMap((kind, index) => [
    { kind, id: 40 + index, userId: away },
    { kind, id: 50 + index, userId: kept },
  ])
  expect(merge({ owned })).toMatchObject({ orders: [40], order_lines: [41], link_joins: [42] })
})

test('of two roles in a team the one that is more than a learner’s is left', () => {
  const member = (user_id: number, team_id: number, role: string) => ({ user_id, team_id, role })
  const teamMembers = [
    ...[member(kept, 1, 'learner'), member(away, 1, 'manager')],
    ...[member(kept, 2, 'owner'), member(away, 2, 'manager')],
    ...[member(kept, 3, 'manager'), member(away, 3, 'learner')],
    ...[member(kept, 4, 'learner'), member(away, 4, 'learner')],
    member(away, 5, 'manager'),
  ]
  const { moved, removed, roles } = merge({ teamMembers }).teams
  expect(roles).toEqual([{ team: 1, before: 'learner', after: 'manager' }])
  expect(moved).toEqual([5])
  expect(removed).toEqual(
    [1, 2, 3, 4].map(team => teamMembers.find(row => row.user_id === away && row.team_id === team)),
  )
})

const [early, late] = ['2026-10-01T00:00:00Z', '2026-11-01T00:00:00Z']
const bare = { external_id: null, tags: [], custom_fields: {}, locale: null, invited_at: null, suspended_at: null }

test.each<[what: string, ours: object, theirs: object, after: object]>([
  ['what the kept one says goes first', { external_id: 'a', locale: 'de' }, { external_id: 'b', locale: 'fr' }, {}],
  ['what only the other one says is kept', {}, { external_id: 'b', locale: 'fr' }, { external_id: 'b', locale: 'fr' }],
  ['tags are joined', { tags: ['x', 'y'] }, { tags: ['y', 'z'] }, { tags: ['x', 'y', 'z'] }],
  [
    'own fields are joined',
    { custom_fields: { city: 'Pune', size: 1 } },
    { custom_fields: { city: 'Delhi', phone: '7' } },
    { custom_fields: { city: 'Pune', size: 1, phone: '7' } },
  ],
  ['who came in by one of them is in', { invited_at: early }, {}, { invited_at: null }],
  ['or by the other', {}, { invited_at: early }, {}],
  ['who came in by neither is invited', { invited_at: early }, { invited_at: late }, { invited_at: late }],
  ['a suspension holds on', {}, { suspended_at: late }, { suspended_at: late }],
  ['whoever of both is suspended', { suspended_at: early }, { suspended_at: late }, {}],
])('what an organization keeps of both: %s', (_, ours, theirs, after) => {
  const row = (user_id: number, profile: object) => ({ user_id, organization_id: 9, ...bare, ...profile })
  const { moved, removed, profiles } = merge({ memberships: [row(kept, ours), row(away, theirs)] }).memberships
  expect(profiles).toEqual([{ organization: 9, before: { ...bare, ...ours }, after: { ...bare, ...ours, ...after } }])
  expect([moved, removed]).toEqual([[], [row(away, theirs)]])
})
