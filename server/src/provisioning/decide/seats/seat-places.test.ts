import { describe } from 'vitest'
import {
  add,
  alter,
  at,
  give,
  mail,
  sit,
  teams,
  tellAccess,
  tellBoth,
  tellSeats,
  testCases,
  waitlist,
} from '../../../../test/decide-cases.ts'
import { change, start } from '../../../../test/decide-world.ts'
import { place, seats } from '../../../../test/order-cases.ts'
import type { MoveSeatsIntent, ReleaseIntent } from '../../intents/place.ts'

const move = (quantity: number, more: Partial<MoveSeatsIntent> = {}): MoveSeatsIntent => ({
  ...{ kind: 'move_seats', ...at(), fromTeamId: teams.evening, toTeamId: teams.morning, product: 'ielts', quantity },
  ...{ reference: null, ...more },
})
const release = (who: string, more: Partial<ReleaseIntent> = {}): ReleaseIntent => ({
  ...{ kind: 'release_seat', ...at(), teamId: teams.evening, product: 'ielts', email: mail(who), ...more },
})

const leave = { kind: 'leave_team', ...at(), teamId: teams.evening, role: null } as const

const archived = alter('products', { archivedAt: start })
const queue = [add(1), waitlist, sit('ann'), sit('bob'), sit('cid')]
const months = (count: number) => ({ months: count, days: null, until: null })
const shared = { reference: 's1' }

describe('to another team', () => {
  const other = { toTeamId: teams.theirs }
  const terms = { ownPeriod: months(3) }
  testCases(tellSeats, [
    [
      'all that are free',
      [add(3), sit('ann')],
      move(2),
      'changed: seats +1, seatEntries +2, changes +2',
      'evening ielts 1/1: ann, morning ielts 0/2',
    ],
    ['one more than are free', [add(3), sit('ann')], move(3), 'refused: no_seats_left quantity 2'],
    ['of which there are none', [], move(1), 'refused: no_seats_left quantity 0'],
    [
      'to those that wait there',
      [...queue, add(2, { teamId: teams.morning })],
      move(1),
      'refused: no_seats_left quantity 0',
    ],
    [
      'who waits there is first',
      [add(1, { teamId: teams.morning }), waitlist, sit('ann', 'morning'), sit('bob', 'morning'), add(2)],
      move(2),
      'changed: seatEntries +2, claims +1, waiters -1, enrollments +1, grants +1',
      'morning ielts 2/3: ann bob, evening ielts 0/0',
    ],
    ['to the same team', [add(1)], move(1, { toTeamId: teams.evening }), 'refused: same_team team'],
    ['from none', [add(1)], move(1, { fromTeamId: 9 }), 'refused: unknown_team team 9'],
    ['to another organization’s', [add(1)], move(1, other), 'refused: unknown_team team 44'],
    [
      'beside an order that has no reference either',
      [place([seats(1, { product: 'gmat' })], { reference: null }), add(1)],
      move(1),
      'changed: seats +1, seatEntries +2',
      'evening gmat 0/1, evening ielts 0/0, morning ielts 0/1',
    ],
    ['the same again', [add(3), move(1, shared)], move(1, shared), 'unchanged'],
    ['again when none are left', [add(1), move(1, shared)], move(1, shared), 'unchanged'],
    [
      'another number by the same reference',
      [add(3), move(1, shared)],
      move(2, shared),
      'refused: reference_taken external_ref 1 seats of a team',
    ],
    [
      'of which only the other half is known',
      [add(1), add(1, { ...shared, teamId: teams.morning })],
      move(1, shared),
      'refused: reference_taken external_ref 1 seats of a team',
    ],
    [
      'of which only this half is known',
      [add(3), add(-1, shared)],
      move(1, shared),
      'refused: reference_taken external_ref 1 seats of a team',
    ],
    [
      'elsewhere by the same reference',
      [add(3), add(3, { teamId: teams.morning }), move(1, shared)],
      move(1, { ...shared, fromTeamId: teams.morning, toTeamId: teams.evening }),
      'refused: reference_taken external_ref 1 seats of a team',
    ],
    [
      'by the reference of a purchase',
      [add(3, shared)],
      move(3, shared),
      'refused: reference_taken external_ref 3 seats of a team',
    ],
  ])
  testCases(tellAccess, [
    [
      'on the terms that they were had on',
      [add(1), add(0, { terms }), move(1)],
      sit('ann', 'morning'),
      'created: users +1, memberships +1, teamMembers +1, claims +1, enrollments +1, grants +1, changes +2',
      'ann ielts 2027-03-02',
    ],
  ])
})

describe('one seat', () => {
  const ends = (kind: 'revoke' | 'suspend') => change(kind, { email: mail('ann') })
  const buys = { seats: [{ product: 'ielts', quantity: 1 }], seatsReference: 's1' }
  testCases(tellBoth, [
    [
      'is taken by who comes',
      [add(1)],
      sit('ann'),
      'created: users +1, memberships +1, teamMembers +1, claims +1, enrollments +1, grants +1, changes +2',
      'evening ielts 1/1: ann | ann ielts 2027-06-02',
    ],
    ['is held once', [add(2), sit('ann')], sit('ann'), 'already_provisioned'],
    ['is not left', [add(1), sit('ann')], sit('bob'), 'refused: no_seats_left products ielts'],
    [
      'is waited for',
      [add(1), waitlist, sit('ann')],
      sit('bob'),
      'created: users +1, memberships +1, teamMembers +1, waiters +1',
      'evening ielts 1/1: ann; bob waits | ann ielts 2027-06-01',
    ],
    ['is waited for once', [add(1), waitlist, sit('ann'), sit('bob')], sit('bob'), 'already_provisioned'],
    ['is of a product that the team has none of', [], sit('ann'), 'refused: no_seats products ielts'],
    [
      'of a bundle gives all of it',
      [add(1, { product: 'both' })],
      sit('ann', 'evening', 'both'),
      'created: users +1, memberships +1, teamMembers +1, claims +1, enrollments +2, grants +2, changes +2',
      'evening both 1/1: ann | ann ielts 2027-06-02, ann gmat 2027-03-02',
    ],
    [
      'is given back, with what it gave',
      [add(1), sit('ann')],
      release('ann'),
      'changed: claims ~1, enrollments ~1, grants ~1',
      'evening ielts 0/1 | ann ielts revoked',
    ],
    [
      'that is given back goes to who waits first',
      queue,
      release('ann'),
      'changed: claims +1 ~1, waiters -1, enrollments +1 ~1, grants +1 ~1',
      'evening ielts 1/1: bob; cid waits | ann ielts revoked, bob ielts 2027-06-02',
    ],
    [
      'that is given back leaves what was bought',
      [add(1), give('ann', { courses: ['ielts'] }), sit('ann')],
      release('ann'),
      'changed: claims ~1, enrollments ~1, grants ~1',
      'evening ielts 0/1 | ann ielts 2027-06-01',
    ],
    ['that nobody holds', [add(1), sit('ann')], release('bob'), 'refused: unknown_user user bob@example.com'],
    [
      'that was given back already',
      [add(1), sit('ann'), release('ann')],
      release('ann'),
      'refused: unknown_user user ann@example.com',
    ],
    ['of a team that is none', [add(1), sit('ann')], release('ann', { teamId: 9 }), 'refused: unknown_team team 9'],
    [
      'of a product that is none',
      [add(1), sit('ann')],
      release('ann', { product: 'latin' }),
      'refused: unknown_product product latin',
    ],
    [
      'for a course is one for it alone',
      [add(1, { product: 'both' }), add(1)],
      { ...sit('ann'), products: [], courses: ['ielts'] },
      'created: users +1, memberships +1, teamMembers +1, claims +1, enrollments +1, grants +1, changes +2',
      'evening both 0/1, evening ielts 1/1: ann | ann ielts 2027-06-02',
    ],
    [
      'of an archived product is none to take',
      [add(1), archived],
      sit('ann'),
      'refused: unknown_product products ielts',
    ],
    [
      'that gives nothing any more is free for who waits',
      queue,
      ends('revoke'),
      'changed: claims +1 ~1, waiters -1, enrollments +1 ~1, grants +1 ~1',
      'evening ielts 1/1: bob; cid waits | ann ielts revoked, bob ielts 2027-06-02',
    ],
    [
      'of whom is held only for a while is kept',
      queue,
      ends('suspend'),
      'changed: enrollments ~1, changes +1',
      'evening ielts 1/1: ann; bob cid waits | ann ielts suspended',
    ],
    [
      'that is bought with a place goes to who waits',
      queue,
      { ...sit('dan'), ...buys },
      'created: users +1, memberships +1, teamMembers +1, seatEntries +1, claims +1, waiters +1 -1, enrollments +1, grants +1',
      'evening ielts 2/2: ann bob; cid dan waits | ann ielts 2027-06-01, bob ielts 2027-06-02',
    ],
    [
      'of who leaves the team goes to who waits',
      queue,
      { ...leave, email: mail('ann') },
      'changed: teamMembers -1, claims +1 ~1, waiters -1, enrollments +1 ~1, grants +1 ~1, changes +1',
      'evening ielts 1/1: bob; cid waits | ann ielts revoked, bob ielts 2027-06-02',
    ],
    [
      'is waited for no longer by who leaves the team',
      queue,
      { ...leave, email: mail('bob') },
      'changed: teamMembers -1, waiters -1, changes +1',
      'evening ielts 1/1: ann; cid waits | ann ielts 2027-06-01',
    ],
    [
      'of another team',
      [add(1), sit('ann')],
      release('ann', { teamId: teams.morning }),
      'refused: unknown_user user ann@example.com',
    ],
  ])
})
