import { expect, test } from 'vitest'
import { words } from '../text/words.ts'
import { describePlan } from './describe-plan.ts'
import type { Plan } from './read-plan.ts'

const describe = (changes: Plan['changes'], seats?: Plan['seats']) => describePlan({ changes, seats }, 'Asia/Kolkata')

test('each thing is a line, named as a person knows it', () => {
  const lines = describe([
    { action: 'create', kind: 'user', before: null, after: { id: '#1', email: 'jane@example.com' } },
    { action: 'delete', kind: 'team', before: { name: 'Evening class' }, after: null },
    { action: 'create', kind: 'seat_entry', before: null, after: { seat_id: 3, quantity: -4 } },
    { action: 'create', kind: 'credit_entry', before: null, after: { account_id: 5, amount: '250.00' } },
    { action: 'create', kind: 'something_new', before: null, after: {} },
  ])
  expect(lines.map(({ what }) => what)).toEqual([
    'Make an account for jane@example.com',
    'Archive the team Evening class',
    'Take 4 seats',
    'Add 250.00 credits',
    'Add something new',
  ])
})

test('a change names what it changes, with moments in the time zone, and no ids', () => {
  const before = { id: 3, team_id: 4, name: 'Zapier', expires_at: null, updated_at: '2026-01-01T00:00:00.000Z' }
  const after = {
    ...before,
    team_id: 5,
    expires_at: '2026-11-22T20:00:00.000Z',
    updated_at: '2026-02-01T00:00:00.000Z',
  }
  expect(describe([{ action: 'update', kind: 'key', before, after }])).toEqual([
    { what: 'Change API key: Zapier', changes: ['Valid until: none → 23 Nov 2026, 01:30'] },
  ])
})

test('values are written as people write them', () => {
  const before = { access: { months: 6 }, waitlist: false, events: ['a', 'b'], description: '' }
  const after = { access: null, waitlist: true, events: [], description: 'Evenings' }
  const [line] = describe([{ action: 'update', kind: 'webhook', before, after }])
  expect(line?.changes).toEqual([
    'Access lasts: 6 months → none',
    'Waiting list: No → Yes',
    'Events: a, b → none',
    'Description: none → Evenings',
  ])
})

test('codes of the API are written as the screens call them, and of a long list what comes and what goes', () => {
  const changes = [
    { kind: 'course', before: { renewal: 'extend' }, after: { renewal: 'longest' } },
    { kind: 'item', before: { kind: 'lesson' }, after: { kind: 'mock_test' } },
    { kind: 'organization', before: { sign_in_mode: null }, after: { sign_in_mode: 'password' } },
    { kind: 'webhook', before: { format: 'northpass' }, after: { format: 'usher' } },
    { kind: 'custom_field', before: { kind: 'text' }, after: { kind: 'choice' } },
    {
      kind: 'key',
      before: { scopes: ['provision', 'teams.view'] },
      after: { scopes: ['teams.view', 'groups.create'] },
    },
    { kind: 'role', before: { permissions: [] }, after: { permissions: ['provision'] } },
  ]
  const lines = describe(changes.map(change => ({ action: 'update' as const, ...change })))
  expect(lines.flatMap(({ changes }) => changes)).toEqual([
    'When it is bought again: The time is added at the end → The later end counts',
    'Kind: Lesson → Mock test',
    'Sign-in: none → With a password',
    'Format: Northpass: its words and signature → Usher: our words, signed as Standard Webhooks says',
    'Kind: Text → A choice',
    'Permissions added: “Make groups”. Permissions taken away: Provision',
    'Permissions added: “Provision: make accounts, give seats and courses, all in one call”',
  ])
})

test('of who is erased it is said what goes, what ends and what stays', () => {
  const change = { action: 'update' as const, kind: 'user', before: { id: 4 }, after: { id: 4, erased: true } }
  expect(describe([change])).toEqual([
    {
      what: 'Erase the person for good',
      changes: [
        expect.stringMatching(/^Goes: name/),
        expect.stringMatching(/^Ends: sign-in/),
        expect.stringMatching(/^Stays: orders/),
      ],
    },
  ])
})

const at = '2026-11-22T20:00:00.000Z'
const moved = { user_id: 4, course_id: 7, team_id: 5, revoked_at: null, suspended_at: null, completed_at: null }
test.each<[kind: string, before: object, after: object, said: string]>([
  [
    'membership',
    { suspended_at: null },
    { suspended_at: at },
    'Suspend Asha Rao (asha@example.com) in the organization',
  ],
  [
    'membership',
    { suspended_at: at },
    { suspended_at: null },
    'Let Asha Rao (asha@example.com) into the organization again',
  ],
  [
    'membership',
    { role: 'learner' },
    { role: 'manager' },
    'Give Asha Rao (asha@example.com) the role Manager in the organization',
  ],
  [
    'team_member',
    { role: 'manager' },
    { role: 'learner' },
    'Give Asha Rao (asha@example.com) the role Learner in Evening class',
  ],
  ['enrollment', {}, { suspended_at: at }, 'Suspend the access of Asha Rao (asha@example.com) to IELTS'],
  ['enrollment', { suspended_at: at }, {}, 'Resume the access of Asha Rao (asha@example.com) to IELTS'],
  ['enrollment', {}, { completed_at: at }, 'Note that Asha Rao (asha@example.com) is through with IELTS'],
  ['enrollment', {}, { revoked_at: at }, 'End the access of Asha Rao (asha@example.com) to IELTS'],
  [
    'enrollment',
    { ends_at: at },
    { ends_at: '2027-01-01T00:00:00.000Z' },
    'Extend the access of Asha Rao (asha@example.com) to IELTS, until 1 Jan 2027',
  ],
  [
    'enrollment',
    { ends_at: at },
    { ends_at: null },
    'Extend the access of Asha Rao (asha@example.com) to IELTS, without an end',
  ],
  [
    'enrollment',
    { ends_at: null },
    { ends_at: at },
    'Shorten the access of Asha Rao (asha@example.com) to IELTS, until 23 Nov 2026',
  ],
  ['grant', { revoked_at: at }, {}, 'Give back IELTS to Asha Rao (asha@example.com)'],
  ['order', { state: 'pending' }, { state: 'cancelled' }, 'Cancel the order of Evening class'],
  ['order', { refunded_at: null }, { refunded_at: at }, 'Refund the order of Evening class'],
  [
    'invitation',
    { withdrawn_at: null },
    { withdrawn_at: at },
    'Withdraw the invitation of Asha Rao (asha@example.com)',
  ],
  [
    'course',
    { display_name: 'IELTS', archived_at: null },
    { display_name: 'IELTS', archived_at: at },
    'Archive the course IELTS',
  ],
  ['key', { name: 'Zapier', revoked_at: null }, { name: 'Zapier', revoked_at: at }, 'Revoke the API key Zapier'],
])('what becomes of a %s (%o → %o) is said in one sentence', (kind, before, after, said) => {
  const change = { action: 'update' as const, kind, before: { ...moved, ...before }, after: { ...moved, ...after } }
  expect(describePlan({ changes: [change], names }, 'Asia/Kolkata')).toEqual([{ what: said, changes: [] }])
})

test('seats are counted as they would be', () => {
  expect(
    describe([], [{ team_id: 1, product: 'ielts', quantity: 5, used: 2, before: { quantity: 5, used: 1 } }]),
  ).toEqual([{ what: 'Then 2 of 5 seats of ielts are used.', changes: ['Free: 4 → 3'] }])
})

const names: Plan['names'] = [
  { kind: 'user', id: 4, name: 'Asha Rao', key: 'asha@example.com' },
  { kind: 'team', id: 5, name: 'Evening class', key: null },
  { kind: 'course', id: 7, name: 'IELTS', key: 'ielts' },
  { kind: 'product', id: 8, name: 'IELTS and GMAT', key: 'both' },
  { kind: 'seats', id: 9, name: 'IELTS and GMAT', key: null, team: 'Evening class' },
]
const about = { user_id: 4, team_id: 5, course_id: 7, seat_id: 9 }
const create = (kind: string, after: object = about) => ({ action: 'create' as const, kind, before: null, after })
const linesOf = (changes: Plan['changes'], seats?: Plan['seats']) =>
  describePlan({ changes, names, seats }, 'Asia/Kolkata').map(({ what }) => what)

test('people, teams and courses are told by what people know them by, and what is given until when', () => {
  const ends_at = '2027-05-21T20:00:00.000Z'
  const lines = linesOf(
    [
      create('membership'),
      create('team_member'),
      create('claim', { user_id: 4, seat_id: 9 }),
      create('grant'),
      create('enrollment', { ...about, ends_at }),
      create('message', { user_id: 4, kind: 'welcome' }),
      create('seat_entry', { seat_id: 9, quantity: -4 }),
      { action: 'delete', kind: 'team_member', before: about, after: null },
    ],
    [{ team_id: 5, product: 'both', quantity: 5, used: 2, before: { quantity: 9, used: 2 } }],
  )
  expect(lines).toEqual([
    'Add Asha Rao (asha@example.com) to the organization',
    'Add Asha Rao (asha@example.com) to Evening class',
    'Give Asha Rao (asha@example.com) a seat of IELTS and GMAT',
    'Give Asha Rao (asha@example.com) IELTS until 22 May 2027',
    'Mail asha@example.com a welcome',
    'Take 4 seats of IELTS and GMAT from Evening class',
    'Take Asha Rao (asha@example.com) out of Evening class',
    'Then 2 of 5 seats of IELTS and GMAT are used.',
  ])
})

test('who and what the plan itself would make has its words there', () => {
  const lines = linesOf([
    create('user', { id: '#1', email: 'new@example.com' }),
    create('team', { id: '#2', name: 'Night class' }),
    create('team_member', { user_id: '#1', team_id: '#2' }),
    create('seats', { id: '#3', team_id: '#2', product_id: 8 }),
    create('claim', { user_id: '#1', seat_id: '#3' }),
    create('grant', { user_id: '#1', course_id: 7 }),
    create('enrollment', { user_id: '#1', course_id: 7, ends_at: null }),
  ])
  expect(lines.slice(2)).toEqual([
    'Add new@example.com to Night class',
    'Open seats of IELTS and GMAT for Night class',
    'Give new@example.com a seat of IELTS and GMAT',
    'Give new@example.com IELTS for ever',
  ])
})

test('what is taken back is told so, and in the log as done', () => {
  const isBack = { action: 'update' as const, before: { ...about, revoked_at: null, released_at: null } }
  const at = '2026-11-22T20:00:00.000Z'
  const changes = [
    { ...isBack, kind: 'grant', after: { ...about, revoked_at: at } },
    { ...isBack, kind: 'claim', after: { user: 4, seats: 9, released_at: at } },
  ]
  const lines = describePlan({ changes, names }, 'UTC', words.plan.doneLine)
  expect(lines.map(({ what }) => what)).toEqual([
    'Took back IELTS from Asha Rao (asha@example.com)',
    'Took back the seat of IELTS and GMAT from Asha Rao (asha@example.com)',
  ])
})

test('an invitation is one line, with where it leads and as what', () => {
  const after = { id: '#3', user_id: '#1', team_id: 5, email: 'mira@example.com', role: 'manager' }
  const lines = linesOf([
    create('user', { id: '#1', email: 'mira@example.com' }),
    create('membership', { user_id: '#1', invited_at: '2026-11-22T20:00:00.000Z' }),
    create('invitation', after),
    create('message', { user_id: '#1', kind: 'invitation' }),
  ])
  expect(lines).toEqual(['Invite mira@example.com into Evening class as Manager'])
})

test('a thing is told once: an end, a seat that is taken back, seats, an order', () => {
  const at = '2026-11-22T20:00:00.000Z'
  const pair = { user_id: 4, course_id: 7 }
  const end = (kind: string, field: string, row: object) => ({
    action: 'update' as const,
    kind,
    before: { ...row, [field]: null },
    after: { ...row, [field]: at },
  })
  const ended = end('enrollment', 'revoked_at', pair)
  const given = (row: object) => end('grant', 'revoked_at', { ...pair, ...row })
  expect(linesOf([ended, given({ source: 'person' })])).toEqual([
    'End the access of Asha Rao (asha@example.com) to IELTS',
  ])
  const freed = end('claim', 'released_at', { id: 30, user_id: 4, seat_id: 9 })
  const ofSeat = given({ source: 'seat', origin_id: 30 })
  const back = 'Take back the seat of IELTS and GMAT from Asha Rao (asha@example.com)'
  expect(linesOf([ended, ofSeat, freed])).toEqual([`${back}, and the access with it`])
  expect(linesOf([ofSeat, freed])).toEqual([back])
  expect(
    linesOf([
      create('seats', { id: '#1', team_id: 5, product_id: 8 }),
      create('seat_entry', { seat_id: '#1', quantity: 3 }),
    ]),
  ).toEqual(['Add 3 seats of IELTS and GMAT to Evening class'])
  expect(
    linesOf([
      create('order', { id: '#1', team_id: 5 }),
      create('order_line', { order_id: '#1', product_id: 8, quantity: 2, seats: 6, user_id: null }),
    ]),
  ).toEqual(['Order 2 × IELTS and GMAT for Evening class'])
})

test('whoever was here before is mailed what is new', () => {
  const lines = linesOf([create('grant'), create('message', { user_id: 4, kind: 'welcome' })])
  expect(lines[1]).toBe('Mail asha@example.com what is new')
})
