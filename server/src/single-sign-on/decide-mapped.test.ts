import { expect, test } from 'vitest'
import { bound, valuesOf } from '../sign-on/claims.ts'
import { decideMapped, type Mapped, type PlaceStanding, type Step } from './decide-mapped.ts'

const organization = { kind: 'organization', id: 1 } as const
const team = { kind: 'team', id: 2 } as const
const group = { kind: 'group', id: 3 } as const
const outside: PlaceStanding = { isIn: false, isGiven: false, heldRole: null, isRoleGiven: false }
const inside: PlaceStanding = { ...outside, isIn: true }
const given: PlaceStanding = { ...inside, isGiven: true }
const as = (heldRole: string, by: 'provider' | 'others' = 'others'): PlaceStanding => ({
  ...{ isIn: true, isGiven: by === 'provider', heldRole, isRoleGiven: by === 'provider' },
})
/** Where all are members: nothing but the role can be given. */
const member = (heldRole: string, by: 'provider' | 'others' = 'others'): PlaceStanding => ({
  ...as(heldRole, by),
  isGiven: false,
})

const map = (
  value: string,
  place: Mapped['place'],
  role: string | null = null,
  more: Partial<Mapped> = {},
): Mapped => ({
  ...{ claim: null, value, place, role, follows: true, permissions: ['users.edit'], ...more },
})
const addOnly = { follows: false }
const byClaim = { claim: 'department' }

/** `groups` null: not said. */
function decide(
  mapped: readonly Mapped[],
  standing: PlaceStanding,
  groups: string[] | null,
  said: Record<string, string[]> = {},
) {
  const steps = decideMapped(
    mapped.map(one => ({ ...one, ...standing })),
    { groups: groups && valuesOf(groups), said: bound(Object.entries(said)) },
  )
  return steps.map(({ does, role }: Step) => [does, role].filter(Boolean).join(' ')).join()
}

const many = (count: number) => Array.from({ length: count }, (_, at) => `g${at}`)
const teacher = map('T', team, 'manager')
const pupil = map('P', team)

test.each([
  ['who is named in a group joins it', [map('G', group)], outside, ['G'], 'join'],
  ['to the character', [map('G', group)], outside, ['g', ' G', 'G '], ''],
  ['once, by whatever names it', [map('G', group), map('H', group)], outside, ['H', 'G'], 'join'],
  ['who is there stays', [map('G', group)], given, ['G'], ''],
  ['who is not named leaves', [map('G', group)], given, [], 'leave'],
  ['unless it only adds', [map('G', group, null, addOnly)], given, [], ''],
  ['unless another mapping names them', [map('G', group), map('H', group)], given, ['H'], ''],
  ['unless another mapping of it only adds', [map('G', group), map('H', group, null, addOnly)], given, [], ''],
  ['unless others put them there', [map('G', group)], inside, [], ''],
  ['what was not said takes nothing', [map('G', group)], given, null, 'keep'],
  ['nor a list as long as they get', [map('G', group)], given, many(100), 'keep'],
  ['though it adds', [map('g7', group)], outside, many(100), 'join'],
  ['who leaves what was never given: nothing', [map('G', group)], outside, null, ''],
  ['a team is joined as a learner', [pupil], outside, ['P'], 'join learner'],
  ['or with a role', [teacher, pupil], outside, ['P', 'T'], 'join manager'],
  ['of several roles the first counts', [pupil, teacher], outside, ['P', 'T'], 'join learner'],
  ['a learner there comes to be more', [teacher, pupil], as('learner'), ['T'], 'become manager'],
  ['and a learner again', [teacher, pupil], as('manager', 'provider'), ['P'], 'become learner'],
  ['unless others made them so', [teacher, pupil], as('manager'), ['P'], ''],
  ['unless the lists are cut', [teacher, pupil], as('manager', 'provider'), ['P', ...many(99)], 'keep'],
  ['who is named nowhere leaves', [teacher, pupil], as('manager', 'provider'), [], 'leave'],
  ['who was promoted by others stays', [teacher, pupil], { ...as('owner'), isGiven: true }, [], ''],
  ['nobody is taken down from what others gave', [teacher], as('owner'), ['T'], ''],
  ['a role in the organization', [map('A', organization, 'admin')], member('learner'), ['A'], 'become admin'],
  ['taken back', [map('A', organization, 'admin')], member('admin', 'provider'), [], 'become learner'],
  ['kept where others gave it', [map('A', organization, 'admin')], member('admin'), [], ''],
  ['kept where it only adds', [map('A', organization, 'admin', addOnly)], member('admin', 'provider'), [], ''],
  ['never in place of an owner', [map('A', organization, 'admin')], member('owner'), ['A'], ''],
  ['nor for who is no member', [map('A', organization, 'admin')], outside, ['A'], ''],
] as const)('%s', (_, mapped, standing, groups, steps) => {
  expect(decide(mapped, standing, groups && [...groups])).toBe(steps)
})

test('any claim can be looked at, each for itself', () => {
  const maths = map('Maths', group, null, byClaim)
  expect(decide([maths], outside, ['Maths'], { department: ['Physics'] })).toBe('')
  expect(decide([maths], outside, null, { department: ['Maths', 'Physics'] })).toBe('join')
  expect(decide([maths], given, [], { department: ['Physics'] })).toBe('leave')
  expect(decide([maths], given, [], {})).toBe('keep')
  // By two claims: gone only when neither says it, and both were said.
  expect(decide([maths, map('G', group)], given, [], {})).toBe('keep')
  expect(decide([maths, map('G', group)], given, [], { department: [] })).toBe('leave')
})
