import { describe } from 'vitest'
import {
  add,
  alter,
  at,
  type Step,
  sit,
  teams,
  tellAccess,
  tellSeats,
  testCases,
  waitlist,
} from '../../../../test/decide-cases.ts'
import { branch, daysLater, start } from '../../../../test/decide-world.ts'
import { versionTag } from '../../../lib/version-tag.ts'
import type { MoveSeatsIntent, SeatsIntent } from '../../intents/place.ts'

const to = (count: number, more: Partial<SeatsIntent> = {}) => add(0, { change: { to: count }, ...more })
const move = (quantity: number, more: Partial<MoveSeatsIntent> = {}): MoveSeatsIntent => ({
  ...{ kind: 'move_seats', ...at(), fromTeamId: teams.evening, toTeamId: teams.morning, product: 'ielts', quantity },
  ...{ reference: null, ...more },
})

const archived = alter('products', { archivedAt: start })
const three = [add(3), sit('ann'), sit('bob'), sit('cid')]
const queue = [add(1), waitlist, sit('ann'), sit('bob'), sit('cid')]
const months = (count: number) => ({ months: count, days: null, until: null })
const shared = { reference: 's1' }
const refunded = (courseId: number | null): Step =>
  alter('refunds', [{ organizationId: 1, reference: 's1', courseId, reason: null, operationId: 1 }])
/** Of a product of the organization above. */
const soldFromAbove: Step[] = [add(2, { teamId: teams.evening }), alter('seats', { teamId: teams.below })]
const below = { ...at(branch), teamId: teams.below, product: 51 }

describe('more or fewer seats', () => {
  testCases(tellSeats, [
    ['the first begin an allocation', [], add(3), 'changed: seats +1, seatEntries +1', 'evening ielts 0/3'],
    ['more come on top', [add(3)], add(2), 'changed: seatEntries +1', 'evening ielts 0/5'],
    ['none more: nothing happens', [add(3)], add(0), 'unchanged'],
    ['up to a number', [add(3)], to(5), 'changed: seatEntries +1', 'evening ielts 0/5'],
    ['to the number that there is', [add(3)], to(3), 'unchanged'],
    [
      'by its id, what the team has seats of',
      [add(3)],
      add(1, { product: 51 }),
      'changed: seatEntries +1',
      'evening ielts 0/4',
    ],
    [
      'down to what is used',
      [add(4), sit('ann')],
      to(1),
      'changed: seatEntries +1, changes +2',
      'evening ielts 1/1: ann',
    ],
    ['one below what is used', three, to(2), 'refused: seats_in_use quantity 3'],
    ['fewer by more than are free', three, add(-1), 'refused: seats_in_use quantity 3'],
    ['fewer than none', [add(3)], add(-4, { reclaim: 'newest' }), 'refused: seats_in_use quantity 0'],
    [
      'below what is used: the newest go',
      three,
      to(1, { reclaim: 'newest' }),
      'changed: seatEntries +1, claims ~2, enrollments ~2, grants ~2',
      'evening ielts 1/1: ann',
    ],
    [
      'below what is used: the oldest go',
      three,
      to(1, { reclaim: 'oldest' }),
      'changed: seatEntries +1, claims ~2, enrollments ~2, grants ~2',
      'evening ielts 1/1: cid',
    ],
    [
      'what is reclaimed nobody who waits is given',
      queue,
      to(0, { reclaim: 'oldest' }),
      'changed: seatEntries +1, claims ~1, enrollments ~1, grants ~1',
      'evening ielts 0/0: bob cid waits',
    ],
    [
      'more go to who waits, the first first',
      queue,
      add(1),
      'changed: seatEntries +1, claims +1, waiters -1, enrollments +1, grants +1',
      'evening ielts 2/2: ann bob; cid waits',
    ],
    [
      'more than wait: some stay free',
      queue,
      add(3),
      'changed: seatEntries +1, claims +2, waiters -2, enrollments +2, grants +2',
      'evening ielts 3/4: ann bob cid',
    ],
    [
      'three of four are used by now: it is noted',
      [add(4), sit('ann'), sit('bob')],
      sit('cid'),
      'created: users +1, memberships +1, teamMembers +1, claims +1, enrollments +1, grants +1, changes +1',
      'evening ielts 3/4: ann bob cid',
    ],
    [
      'with fewer all are used: both marks are noted',
      [add(4), sit('ann')],
      to(1),
      'changed: seatEntries +1, changes +2',
      'evening ielts 1/1: ann',
    ],
  ])
})

describe('under a reference', () => {
  testCases(tellSeats, [
    ['the same again adds nothing', [add(3, shared)], add(3, shared), 'unchanged'],
    ['another number', [add(3, shared)], add(2, shared), 'refused: reference_taken external_ref 3 seats of ielts'],
    [
      'a number to come to, by a known one',
      [add(3, shared)],
      to(6, shared),
      'refused: reference_taken external_ref 3 seats of ielts',
    ],
    [
      'by another one they come on top',
      [add(3, shared)],
      add(3, { reference: 's2' }),
      'changed: seatEntries +1',
      'evening ielts 0/6',
    ],
    [
      'of another product it is another purchase',
      [add(3, shared)],
      add(3, { ...shared, product: 'gmat' }),
      'changed: seats +1, seatEntries +1',
      'evening ielts 0/3, evening gmat 0/3',
    ],
    [
      'one of a move',
      [add(3), move(1, shared)],
      add(1, shared),
      'refused: reference_taken external_ref a move of 1 seats',
    ],
    ['refunded whole', [refunded(null)], add(1, shared), 'refused: reference_refunded external_ref s1'],
    ['refunded for its course', [refunded(11)], add(1, shared), 'refused: reference_refunded external_ref s1'],
    [
      'refunded for another course',
      [refunded(12)],
      add(1, shared),
      'changed: seats +1, seatEntries +1',
      'evening ielts 0/1',
    ],
    [
      'refunded: fewer may go by it',
      [add(3), refunded(null)],
      add(-1, shared),
      'changed: seatEntries +1',
      'evening ielts 0/2',
    ],
  ])
})

describe('what cannot be had', () => {
  testCases(tellSeats, [
    ['a team that is none', [], add(1, { teamId: 9 }), 'refused: unknown_team team 9'],
    ['a team of another organization', [], add(1, { teamId: teams.theirs }), 'refused: unknown_team team 44'],
    [
      'a product that is none, for no team',
      [],
      add(1, { teamId: 9, product: 'latin' }),
      'refused: unknown_team team 9, unknown_product product latin',
    ],
    ['a product of another organization', [], add(1, { product: 'theirs' }), 'refused: unknown_product product theirs'],
    ['by its id, what the team has no seats of', [], add(1, { product: 51 }), 'refused: unknown_product product 51'],
    ['an archived product', [add(1), archived], add(1), 'refused: unknown_product product ielts'],
    ['an archived product up to a number', [add(1), archived], to(2), 'changed: seatEntries +1', 'evening ielts 0/2'],
    ['fewer of an archived product', [add(2), archived], add(-1), 'changed: seatEntries +1', 'evening ielts 0/1'],
    ['more of what is sold from above', soldFromAbove, add(1, below), 'refused: unknown_product product ielts'],
    ['up to more of what is sold from above', soldFromAbove, to(3, below), 'refused: unknown_product product ielts'],
    ['fewer of what is sold from above', soldFromAbove, to(1, below), 'changed: seatEntries +1', 'below ielts 0/1'],
  ])
})

describe('the terms of an allocation', () => {
  const terms = { ownPeriod: months(3) }
  testCases(tellSeats, [
    ['another period', [add(1)], add(0, { terms }), 'changed: seats ~1, changes +1'],
    ['the same period', [add(1), add(0, { terms })], add(0, { terms }), 'unchanged'],
    [
      'who waits is given what comes by the new ones',
      queue,
      add(1, { terms: { waitlist: false } }),
      'changed: seats ~1, seatEntries +1, claims +1, waiters -1, enrollments +1, grants +1, changes +1',
      'evening ielts 2/2: ann bob; cid waits',
    ],
    [
      'with its state as it was seen',
      [add(1)],
      add(1, { ifMatch: versionTag(start) }),
      'changed: seatEntries +1',
      'evening ielts 0/2',
    ],
    [
      'with its state as it is not',
      [add(1)],
      add(1, { ifMatch: versionTag(daysLater(1)) }),
      'refused: changed_meanwhile If-Match',
    ],
    [
      'nothing was seen where nothing was',
      [],
      add(1, { ifMatch: versionTag(start) }),
      'changed: seats +1, seatEntries +1',
      'evening ielts 0/1',
    ],
  ])
  testCases(tellAccess, [
    [
      'give what comes from then on',
      [add(1), add(0, { terms })],
      sit('ann'),
      'created: users +1, memberships +1, teamMembers +1, claims +1, enrollments +1, grants +1, changes +2',
      'ann ielts 2027-03-02',
    ],
    [
      'leave what was given',
      [add(2), sit('ann'), add(0, { terms })],
      sit('bob'),
      'created: users +1, memberships +1, teamMembers +1, claims +1, enrollments +1, grants +1, changes +2',
      'ann ielts 2027-06-01, bob ielts 2027-03-02',
    ],
  ])
})
