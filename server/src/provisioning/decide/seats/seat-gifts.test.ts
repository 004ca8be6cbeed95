/** What a seat gives, and what is the seat's and nobody else's. */
import { describe } from 'vitest'
import {
  add,
  alter,
  at,
  give,
  mail,
  type Step,
  sit,
  teams,
  tellBoth,
  testCases,
} from '../../../../test/decide-cases.ts'
import { branch, change } from '../../../../test/decide-world.ts'
import { access, ann, place, seats } from '../../../../test/order-cases.ts'

const morning = { teamId: teams.morning }
const release = { kind: 'release_seat', ...at(), teamId: teams.evening, product: 'ielts', email: mail('ann') } as const
const move = {
  kind: 'move_seats',
  ...at(),
  fromTeamId: teams.evening,
  toTeamId: teams.morning,
  product: 'ielts',
} as const
const s1 = { reference: 's1' }
const oneDay = { terms: { ownPeriod: { months: null, days: 1, until: null } } }
const revoked = change('revoke', { email: mail('ann') })
/** `toefl` is archived. */
const withToefl = alter('products', { courseIds: [11, 13] })
/** By `s1`, seats of an organization below. */
const elsewhere: Step[] = [
  add(2, s1),
  alter('seats', { teamId: teams.below }),
  alter('seatEntries', { organizationId: branch.id }),
]

describe('what a seat gives', () => {
  testCases(tellBoth, [
    [
      'is there beside what was bought, not on top of it',
      [add(1), give('ann', { courses: ['ielts'] })],
      sit('ann'),
      'reused: teamMembers +1, claims +1, enrollments ~1, grants +1, changes +2',
      'evening ielts 1/1: ann | ann ielts 2027-06-02',
    ],
    [
      'is gone with it, and what another seat gave is not',
      [add(1), add(1, morning), sit('ann'), sit('ann', 'morning')],
      release,
      'changed: claims ~1, enrollments ~1, grants ~1',
      'evening ielts 0/1, morning ielts 1/1: ann | ann ielts 2027-06-01',
    ],
    [
      'is over: it is not free because of another course',
      [
        add(1, { product: 'gmat' }),
        add(0, { product: 'gmat', ...oneDay }),
        sit('ann', 'evening', 'gmat'),
        give('ann', { courses: ['ielts'] }),
      ],
      revoked,
      'changed: enrollments ~1, grants ~1',
      'evening gmat 1/1: ann | ann gmat expired, ann ielts revoked',
    ],
    [
      'is no course that is archived',
      [withToefl, add(1)],
      sit('ann'),
      'created: users +1, memberships +1, teamMembers +1, claims +1, enrollments +1, grants +1, changes +2',
      'evening ielts 1/1: ann | ann ielts 2027-06-02',
    ],
    [
      'is no course that is archived, where a product is given',
      [withToefl],
      give('ann', { products: ['ielts'] }),
      'created: users +1, memberships +1, enrollments +1, grants +1',
      'ann ielts 2027-06-02',
    ],
    [
      'is no course that is archived, where it is bought',
      [withToefl],
      place([access('ielts')], { teamId: null, ...ann }),
      'changed: users +1, memberships +1, enrollments +1, grants +1, orders +1, orderLines +1, changes +1',
      'ann ielts 2027-06-02',
    ],
  ])
})

describe('a reference', () => {
  testCases(tellBoth, [
    [
      'of an order moves no seats',
      [place([seats(2)])],
      { ...move, quantity: 1, reference: 'o1' },
      'refused: reference_taken external_ref order 102',
    ],
    [
      'of another organization is another one',
      [...elsewhere, add(3)],
      { ...move, quantity: 1, ...s1 },
      'changed: seats +1, seatEntries +2',
      'below ielts 0/2, evening ielts 0/2, morning ielts 0/1',
    ],
    [
      'of seats that went here and came there by two calls is no move’s',
      [add(3), add(-1, s1), add(2, { ...s1, ...morning })],
      add(1, { ...s1, product: 'gmat' }),
      'changed: seats +1, seatEntries +1',
      'evening ielts 0/2, morning ielts 0/2, evening gmat 0/1',
    ],
  ])
})
