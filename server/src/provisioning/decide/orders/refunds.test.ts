import { describe } from 'vitest'
import {
  add,
  alter,
  at,
  give,
  type Step,
  sit,
  teams,
  testCases,
  type World,
  waitlist,
} from '../../../../test/decide-cases.ts'
import { start } from '../../../../test/decide-world.ts'
import { access, ann, cancel, pending, place, seats, tell as tellOrders } from '../../../../test/order-cases.ts'
import type { RefundIntent } from '../../intents/enrollment.ts'

/** Of what came by `s1`, found as it stands. */
const refund =
  (more: Partial<RefundIntent> = {}) =>
  ({ snapshot: { rows } }: World): RefundIntent => ({
    ...{ kind: 'refund', ...at(), reference: 's1', courses: [], reason: null, reclaim: null },
    ...{ orderId: rows.orders.find(({ reference }) => reference === 's1')?.id ?? null, orderTeamId: null, emails: [] },
    ...{ courseIds: [], teamIds: [], claimIds: [], groupMembers: [], ...more },
  })
const s1 = { reference: 's1' }
const buys = (who: string, ...courses: string[]) => give(who, { courses, reference: 's1' })
const bySeat = (world: World) => refund({ claimIds: world.snapshot.rows.claims.map(({ id }) => id) })(world)
const byGroup =
  (courses: string[] = []) =>
  (world: World) =>
    refund({ courses, groupMembers: world.snapshot.rows.groupMembers })(world)
const group = alter('groups', [{ id: 61, organizationId: 1, name: 'Readers', operationId: null, updatedAt: start }])
const readers: Step[] = [
  group,
  { kind: 'attach_courses', ...at(), groupId: 61, courses: ['ielts', 'gmat'] },
  give('ann', { groups: [61] }),
]
const move = {
  kind: 'move_seats',
  ...at(),
  fromTeamId: teams.evening,
  toTeamId: teams.morning,
  product: 'ielts',
  quantity: 1,
  reference: 's1',
} as const
const both = add(1, { ...s1, product: 'both' })

const tell = (world: World) => {
  const { refunds } = world.snapshot.rows
  return [tellOrders(world), refunds.map(({ courseId }) => `refunded ${courseId ?? 'all'}`).join(', ')]
    .filter(Boolean)
    .join(' | ')
}

describe('a refund by a reference', () => {
  testCases(tell, [
    [
      'takes back all courses that came by it',
      [buys('ann', 'ielts', 'gmat'), give('ann', { courses: ['spring'] })],
      refund(),
      'changed: enrollments ~2, grants ~2, refunds +1',
      'ann ielts revoked, ann gmat revoked, ann spring 2026-12-20 | refunded all',
    ],
    [
      'takes them back from everybody',
      [buys('ann', 'ielts'), buys('bob', 'ielts')],
      refund(),
      'changed: enrollments ~2, grants ~2, refunds +1',
      'ann ielts revoked, bob ielts revoked | refunded all',
    ],
    [
      'takes back the courses that are named',
      [buys('ann', 'ielts', 'gmat')],
      refund({ courses: ['gmat'] }),
      'changed: enrollments ~1, grants ~1, refunds +1',
      'ann ielts 2027-06-01, ann gmat revoked | refunded 12',
    ],
    [
      'leaves what came by another one',
      [buys('ann', 'ielts'), give('ann', { courses: ['ielts'], reference: 's2' })],
      refund(),
      'changed: enrollments ~1, grants ~1, refunds +1',
      'ann ielts 2027-06-01 | refunded all',
    ],
    ['is made once', [buys('ann', 'ielts'), refund()], refund(), 'unchanged'],
    ['of a course when all is refunded', [buys('ann', 'ielts'), refund()], refund({ courses: ['ielts'] }), 'unchanged'],
    [
      'of all when one course is',
      [buys('ann', 'ielts', 'gmat'), refund({ courses: ['ielts'] })],
      refund(),
      'changed: enrollments ~1, grants ~1, refunds +1',
      'ann ielts revoked, ann gmat revoked | refunded 11, refunded all',
    ],
    ['of what has not come yet', [], refund(), 'changed: refunds +1', 'refunded all'],
    [
      'is remembered: nothing comes by it later',
      [refund()],
      buys('ann', 'ielts'),
      'refused: reference_refunded external_ref s1',
    ],
    [
      'of another course lets this one come',
      [refund({ courses: ['gmat'] })],
      buys('ann', 'ielts'),
      'created: users +1, memberships +1, enrollments +1, grants +1',
      'ann ielts 2027-06-02 | refunded 12',
    ],
    [
      'of courses that are unknown',
      [buys('ann', 'ielts')],
      refund({ courses: ['latin', 'ielts', 'greek'] }),
      'refused: unknown_course courses latin, unknown_course courses greek',
    ],
  ])
})

describe('a refund of seats by a reference', () => {
  testCases(tell, [
    [
      'takes back free ones',
      [add(3, s1), add(1)],
      refund(),
      'changed: seatEntries +1, refunds +1',
      'evening ielts 0/1 | refunded all',
    ],
    ['takes them back once', [add(3, s1), refund()], refund(), 'unchanged'],
    [
      'leaves a move',
      [add(1), move],
      refund(),
      'changed: refunds +1',
      'evening ielts 0/0, morning ielts 0/1 | refunded all',
    ],
    ['of which one is gone', [add(3, s1), add(-1)], refund(), 'refused: seats_gone external_ref 1'],
    ['of which one is held', [add(3, s1), sit('ann')], refund(), 'refused: seats_held reclaim 1'],
    [
      'of which one is held: it goes',
      [add(3, s1), sit('ann')],
      refund({ reclaim: 'newest' }),
      'changed: seatEntries +1, claims ~1, enrollments ~1, grants ~1, refunds +1',
      'evening ielts 0/0 | ann ielts revoked | refunded all',
    ],
    [
      'gives back the seat that was taken by it',
      [add(1), { ...sit('ann'), ...s1 }],
      bySeat,
      'changed: claims ~1, enrollments ~1, grants ~1, refunds +1',
      'evening ielts 0/1 | ann ielts revoked | refunded all',
    ],
    [
      'lets in who waits for that seat',
      [add(1), waitlist, { ...sit('ann'), ...s1 }, sit('bob')],
      bySeat,
      'changed: claims +1 ~1, waiters -1, enrollments +1 ~1, grants +1 ~1, refunds +1',
      'evening ielts 1/1: bob | ann ielts revoked, bob ielts 2027-06-02 | refunded all',
    ],
    ['of a bundle for one of its courses', [both], refund({ courses: ['ielts'] }), 'refused: not_alone courses both'],
    [
      'of a bundle for both of its courses',
      [both],
      refund({ courses: ['ielts', 'gmat'] }),
      'changed: seatEntries +1, refunds +2',
      'evening both 0/0 | refunded 11, refunded 12',
    ],
    [
      'of a bundle for another course',
      [both],
      refund({ courses: ['spring'] }),
      'changed: refunds +1',
      'evening both 0/1 | refunded 14',
    ],
  ])
})

describe('a refund of an order, or a place in a group, by a reference', () => {
  const bought = place([seats(3), access('gmat')], { ...ann, ...s1 })
  testCases(tell, [
    [
      'takes back the order',
      [bought],
      refund(),
      'changed: seatEntries +1, enrollments ~1, grants ~1, refunds +1, orders ~1, orderLines ~2, changes +1',
      'evening ielts 0/0 | ann gmat revoked | completed partiallyRefunded refunded | refunded all',
    ],
    ['takes it back once', [bought, refund()], refund(), 'unchanged'],
    [
      'cancels an order that waits',
      [place([seats(3)], { ...pending, ...s1 })],
      refund(),
      'changed: refunds +1, orders ~1, changes +1',
      'cancelled | refunded all',
    ],
    [
      'leaves an order that was cancelled',
      [place([seats(3)], { ...pending, ...s1 }), cancel],
      refund(),
      'changed: refunds +1',
      'cancelled | refunded all',
    ],
    [
      'takes who came by it out of the group',
      readers,
      byGroup(),
      'changed: groupMembers -1, enrollments ~2, grants ~2, refunds +1, changes +1',
      'ann ielts revoked, ann gmat revoked | refunded all',
    ],
    ['for one of the courses of the group', readers, byGroup(['gmat']), 'refused: not_alone courses Readers'],
    [
      'for all courses of the group',
      readers,
      byGroup(['ielts', 'gmat']),
      'changed: groupMembers -1, enrollments ~2, grants ~2, refunds +2, changes +1',
      'ann ielts revoked, ann gmat revoked | refunded 11, refunded 12',
    ],
  ])
})
