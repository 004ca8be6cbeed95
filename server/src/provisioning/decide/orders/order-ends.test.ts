import { describe } from 'vitest'
import { add, sit, testCases } from '../../../../test/decide-cases.ts'
import {
  access,
  ann,
  byCredits,
  cancel,
  complete,
  credits,
  fail,
  pending,
  place,
  refund,
  seats,
  suspended,
  tell,
} from '../../../../test/order-cases.ts'

describe('an order that waits', () => {
  testCases(tell, [
    [
      'is completed',
      [place([seats(3), access('gmat')], { ...ann, ...pending })],
      complete,
      'changed: seats +1, seatEntries +1, enrollments +1, grants +1, orders ~1, changes +1',
      'evening ielts 0/3 | ann gmat 2027-03-02 | completed',
    ],
    ['is completed once', [place([seats(3)])], complete, 'unchanged'],
    [
      'is completed after its payment failed',
      [place([seats(3)], pending), fail],
      complete,
      'changed: seats +1, seatEntries +1, orders ~1, changes +1',
      'evening ielts 0/3 | completed failed',
    ],
    [
      'is not completed after it was cancelled',
      [place([seats(3)], pending), cancel],
      complete,
      'refused: order_closed order 102',
    ],
    [
      'is not completed where credits are missing',
      [credits('5.00', '4.99'), { ...byCredits('10.00'), completed: false }],
      complete,
      'refused: not_enough_credits payment 0.01',
    ],
    [
      'is not completed in a suspended organization',
      [place([seats(3)], pending), suspended],
      complete,
      'refused: organization_not_enabled',
    ],
    ['is cancelled', [place([seats(3)], pending)], cancel, 'changed: orders ~1, changes +1', 'cancelled'],
    ['is cancelled once', [place([seats(3)], pending), cancel], cancel, 'unchanged'],
    ['fails', [place([seats(3)], pending)], fail, 'changed: orders ~1, changes +1', 'failed'],
    ['fails once', [place([seats(3)], pending), fail], fail, 'unchanged'],
    ['is not cancelled when it is completed', [place([seats(3)])], cancel, 'refused: order_completed order 102'],
    [
      'does not fail when it is cancelled',
      [place([seats(3)], pending), cancel],
      fail,
      'refused: order_closed order 102',
    ],
    ['is none', [], complete, 'refused: unknown_order order 0'],
    ['is none to cancel', [], cancel, 'refused: unknown_order order 0'],
  ])
})

describe('a refund of an order', () => {
  const bought = place([seats(3), access('gmat')], ann)
  testCases(tell, [
    [
      'takes back all that came by it',
      [bought],
      refund(),
      'changed: seatEntries +1, enrollments ~1, grants ~1, orders ~1, orderLines ~2, changes +1',
      'evening ielts 0/0 | ann gmat revoked | completed partiallyRefunded refunded',
    ],
    [
      'takes back one line of it',
      [bought],
      refund([1]),
      'changed: enrollments ~1, grants ~1, orders ~1, orderLines ~1, changes +1',
      'evening ielts 0/3 | ann gmat revoked | completed partiallyRefunded',
    ],
    [
      'takes back the rest',
      [bought, refund([1])],
      refund(),
      'changed: seatEntries +1, orders ~1, orderLines ~1, changes +1',
      'evening ielts 0/0 | ann gmat revoked | completed partiallyRefunded refunded',
    ],
    ['is made once', [bought, refund()], refund(), 'unchanged'],
    ['of a line is made once', [bought, refund([1])], refund([1]), 'unchanged'],
    [
      'leaves what was bought twice',
      [place([access('gmat')], ann), place([access('gmat')], { ...ann, reference: 'o2' })],
      refund(),
      'changed: enrollments ~1, grants ~1, orders ~1, orderLines ~1, changes +1',
      'ann gmat 2027-03-01 | completed partiallyRefunded refunded, completed',
    ],
    [
      'leaves the seats of others',
      [add(2), bought],
      refund(),
      'changed: seatEntries +1, enrollments ~1, grants ~1, orders ~1, orderLines ~2, changes +1',
      'evening ielts 0/2 | ann gmat revoked | completed partiallyRefunded refunded',
    ],
    [
      'of seats that are held',
      [place([seats(3)]), sit('ann'), sit('bob'), add(1)],
      refund(),
      'refused: seats_held reclaim 1',
    ],
    [
      'of as many as are free',
      [place([seats(3)]), sit('ann'), add(1)],
      refund(),
      'changed: seatEntries +1, orders ~1, orderLines ~1, changes +3',
      'evening ielts 1/1: ann | ann ielts 2027-06-01 | completed partiallyRefunded refunded',
    ],
    [
      'of seats that are held: the newest go',
      [place([seats(3)]), sit('ann'), sit('bob'), add(1)],
      refund(null, { reclaim: 'newest' }),
      'changed: seatEntries +1, claims ~1, enrollments ~1, grants ~1, orders ~1, orderLines ~1, changes +3',
      'evening ielts 1/1: ann | ann ielts 2027-06-01, bob ielts revoked | completed partiallyRefunded refunded',
    ],
    [
      'of seats that are held: the oldest go',
      [place([seats(3)]), sit('ann'), sit('bob'), add(1)],
      refund(null, { reclaim: 'oldest' }),
      'changed: seatEntries +1, claims ~1, enrollments ~1, grants ~1, orders ~1, orderLines ~1, changes +3',
      'evening ielts 1/1: bob | ann ielts revoked, bob ielts 2027-06-01 | completed partiallyRefunded refunded',
    ],
    [
      'of seats that are gone',
      [place([seats(3)]), add(-1)],
      refund(null, { reclaim: 'newest' }),
      'refused: seats_gone lines 1',
    ],
    [
      'is made in a suspended organization too',
      [bought, suspended],
      refund(),
      'changed: seatEntries +1, enrollments ~1, grants ~1, orders ~1, orderLines ~2, changes +1',
      'evening ielts 0/0 | ann gmat revoked | completed partiallyRefunded refunded',
    ],
    ['of what waits', [place([seats(3)], pending)], refund(), 'refused: order_not_completed order 102'],
    ['of a line that is none', [bought], refund([7]), 'refused: unknown_line lines 9'],
    ['of an order that is none', [], refund(), 'refused: unknown_order order 0'],
  ])
})
