import { describe } from 'vitest'
import { add, alter, at, give, mail, sit, teams, testCases, waitlist } from '../../../../test/decide-cases.ts'
import { start } from '../../../../test/decide-world.ts'
import {
  access,
  ann,
  byCredits,
  credits,
  pending,
  place,
  refund,
  seats,
  suspended,
  tell,
} from '../../../../test/order-cases.ts'

describe('placing an order', () => {
  testCases(tell, [
    [
      'gives the team seats',
      [],
      place([seats(3)]),
      'changed: seats +1, seatEntries +1, orders +1, orderLines +1, changes +1',
      'evening ielts 0/3 | completed',
    ],
    [
      'gives a person what is for one',
      [],
      place([access('both')], ann),
      'changed: users +1, memberships +1, enrollments +2, grants +2, orders +1, orderLines +1, changes +1',
      'ann ielts 2027-06-02, ann gmat 2027-03-02 | completed',
    ],
    [
      'gives and costs nothing before it is completed',
      [credits('9', '9')],
      { ...byCredits('9'), completed: false },
      'changed: orders +1, orderLines +1, changes +1',
      '9 and 9 | pending',
    ],
    [
      'with seats that are waited for gives them to who waits first',
      [add(1), waitlist, sit('ann'), sit('bob'), sit('cid')],
      place([seats(1)]),
      'changed: seatEntries +1, claims +1, waiters -1, enrollments +1, grants +1, orders +1, orderLines +1, changes +1',
      'evening ielts 2/2: ann bob; cid waits | ann ielts 2027-06-01, bob ielts 2027-06-02 | completed',
    ],
    ['again is the same one', [place([seats(3)])], place([seats(3)]), 'unchanged'],
    ['again after it was refunded too', [place([seats(3)]), refund()], place([seats(3)]), 'unchanged'],
    [
      'again without a reference is another one',
      [place([seats(3)], { reference: null })],
      place([seats(3)], { reference: null }),
      'changed: seatEntries +1, orders +1, orderLines +1, changes +1',
      'evening ielts 0/6 | completed, completed',
    ],
    [
      'of other lines by its reference',
      [place([seats(3)])],
      place([seats(4)]),
      'refused: reference_taken external_ref order 102',
    ],
    ['of the same lines in another order', [place([seats(1), seats(3)])], place([seats(3), seats(1)]), 'unchanged'],
    [
      'for another team by its reference',
      [place([seats(3)])],
      place([seats(3)], { teamId: teams.morning }),
      'refused: reference_taken external_ref order 102',
    ],
    [
      'for another person by its reference',
      [place([access('gmat')], ann), give('bob')],
      place([access('gmat')], { email: mail('bob') }),
      'refused: reference_taken external_ref order 103',
    ],
    [
      'paid otherwise by its reference',
      [place([seats(3)])],
      place([seats(3)], { payment: 'credits' }),
      'refused: reference_taken external_ref order 102',
    ],
    [
      'completed by now, where it waits',
      [place([seats(3)], pending)],
      place([seats(3)]),
      'refused: reference_taken external_ref order 102',
    ],
    ['waiting, where it is completed', [place([seats(3)])], place([seats(3)], pending), 'unchanged'],
    [
      'of an item that is not sold any more, again',
      [place([seats(3, { catalogItemId: 7 })])],
      place([seats(3, { catalogItemId: 7, product: null })]),
      'unchanged',
    ],
  ])
})

describe('an order is refused', () => {
  const lines = [seats(1), access('gmat'), access('latin')]
  const most = { credits: '999999999999.99' }
  testCases(tell, [
    [
      'where the team and the person are not said, and for what is unknown',
      [],
      place(lines, { teamId: null }),
      'refused: required team, required user, unknown_product lines.2.product latin',
    ],
    ['for a team that is none', [], place([seats(1)], { teamId: 9 }), 'refused: unknown_team team 9'],
    [
      'for a team of another organization',
      [],
      place([seats(1)], { teamId: teams.theirs }),
      'refused: unknown_team team 44',
    ],
    ['for what is archived', [], place([access('old')], ann), 'refused: unknown_product lines.0.product old'],
    [
      'for an item that is not for sale',
      [],
      place([seats(1, { product: null, catalogItemId: 7 })]),
      'refused: not_for_sale lines.0.catalog_item 7',
    ],
    ['by credits without a price', [], place([seats(1)], { payment: 'credits' }), 'refused: no_price lines.0.product'],
    [
      'where it costs more than can be counted',
      [],
      place([seats(1, most), seats(1, most)]),
      'refused: out_of_range lines 999999999999.99',
    ],
    [
      'for a course that is over',
      [alter('products', { ownPeriod: { months: null, days: null, until: start } })],
      place([access('gmat')], ann),
      'refused: course_ended lines gmat 2026-12-01',
    ],
    [
      'by the reference of a move',
      [
        add(1),
        {
          kind: 'move_seats',
          ...at(),
          fromTeamId: teams.evening,
          toTeamId: teams.morning,
          product: 'ielts',
          quantity: 1,
          reference: 'o1',
        },
      ],
      place([seats(1)]),
      'refused: reference_taken external_ref a move of 1 seats',
    ],
    [
      'by a reference that was refunded',
      [alter('refunds', [{ organizationId: 1, reference: 'o1', courseId: 11, reason: null, operationId: 1 }])],
      place([seats(1)]),
      'refused: reference_refunded external_ref o1',
    ],
    ['in an organization that is suspended', [suspended], place([seats(1)]), 'refused: organization_not_enabled'],
  ])
})

describe('credits', () => {
  testCases(tell, [
    [
      'of the team pay first',
      [credits('10.00', '10.00')],
      byCredits('10.00'),
      'changed: seats +1, seatEntries +1, orders +1, orderLines +1, creditAccounts ~1, creditEntries +1, changes +1',
      '0.00 and 10.00 | evening ielts 0/1 | completed',
    ],
    [
      'of the organization pay the rest',
      [credits('10.00', '10.00')],
      byCredits('10.01'),
      'changed: seats +1, seatEntries +1, orders +1, orderLines +1, creditAccounts ~2, creditEntries +2, changes +1',
      '0.00 and 9.99 | evening ielts 0/1 | completed',
    ],
    [
      'are spent to the last',
      [credits('10.00', '10.00')],
      byCredits('12.50', '7.50'),
      'changed: seats +1, seatEntries +2, orders +1, orderLines +2, creditAccounts ~2, creditEntries +2, changes +1',
      '0.00 and 0.00 | evening ielts 0/2 | completed',
    ],
    [
      'are too few by one hundredth',
      [credits('10.00', '10.00')],
      byCredits('12.50', '7.51'),
      'refused: not_enough_credits payment 0.01',
    ],
    [
      'come back to the organization first',
      [credits('10.00', '10.00'), byCredits('8.00', '6.00')],
      refund([1]),
      'changed: seatEntries +1, orders ~1, orderLines ~1, creditAccounts ~2, creditEntries +2, changes +1',
      '2.00 and 10.00 | evening ielts 0/1 | completed partiallyRefunded',
    ],
    [
      'come back whole',
      [credits('10.00', '10.00'), byCredits('8.00', '6.00'), refund([1])],
      refund(),
      'changed: seatEntries +1, orders ~1, orderLines ~1, creditAccounts ~1, creditEntries +1, changes +1',
      '10.00 and 10.00 | evening ielts 0/0 | completed partiallyRefunded refunded',
    ],
    [
      'do not come back of what was paid elsewhere',
      [credits('10.00', '10.00'), place([seats(1, { credits: '5.00' })])],
      refund(),
      'changed: seatEntries +1, orders ~1, orderLines ~1, changes +1',
      '10.00 and 10.00 | evening ielts 0/0 | completed partiallyRefunded refunded',
    ],
  ])
})
