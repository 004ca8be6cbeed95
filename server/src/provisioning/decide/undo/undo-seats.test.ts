import { describe } from 'vitest'
import { add, sit, testCases, waitlist } from '../../../../test/decide-cases.ts'
import { fewer, move, tellAll, undo } from '../../../../test/undo-cases.ts'

describe('seats', () => {
  testCases(tellAll, [
    ['that were added go', [add(3)], undo(), 'changed: seatEntries +1, changes +1', 'evening ielts 0/0'],
    ['that were added go once', [add(3), undo()], undo(1), 'unchanged'],
    ['that were added come back', [add(3), undo()], undo(), 'changed: seatEntries +1, changes +2', 'evening ielts 0/3'],
    ['on which somebody sits do not go', [add(1), sit('ann')], undo(1), 'refused: later_operation operation 104'],
    [
      'beside those on which somebody sits go',
      [add(1), add(2), sit('ann')],
      undo(1),
      'changed: seatEntries +1, changes +3',
      'ann | evening: ann | evening ielts 1/1: ann | ann ielts 2027-06-01',
    ],
    [
      'that were taken away come back',
      [add(3), fewer],
      undo(),
      'changed: seatEntries +1, changes +1',
      'evening ielts 0/3',
    ],
    [
      'that come back go to who waits',
      [add(2), waitlist, sit('ann'), fewer, sit('bob'), sit('cid')],
      undo(2),
      'changed: seatEntries +1, claims +1, waiters -1, enrollments +1, grants +1, changes +1',
      'ann bob cid | evening: ann bob cid | evening ielts 2/2: ann bob; cid waits | ann ielts 2027-06-01, bob ielts 2027-06-02',
    ],
    [
      'that were reclaimed go to who lost them before anybody waits for one',
      [add(2), waitlist, sit('ann'), sit('bob'), add(0, { change: { to: 1 }, reclaim: 'newest' }), sit('cid')],
      undo(1),
      'changed: seatEntries +1, claims ~1, enrollments ~1, grants ~1, changes +3',
      'ann bob cid | evening: ann bob cid | evening ielts 2/2: ann bob; cid waits | ann ielts 2027-06-01, bob ielts 2027-06-01',
    ],
    [
      'that were added go from who waited for them, and to nobody who waits still',
      [add(1), waitlist, sit('ann'), sit('bob'), sit('cid'), add(1)],
      undo(),
      'changed: seatEntries +1, claims ~1, enrollments ~1, grants ~1, changes +1',
      'ann bob cid | evening: ann bob cid | evening ielts 1/1: ann; cid waits | ann ielts 2027-06-01, bob ielts revoked',
    ],
    [
      'that were moved go to who waits where they come from',
      [add(1), waitlist, move, sit('bob')],
      undo(1),
      'changed: seatEntries +2, claims +1, waiters -1, enrollments +1, grants +1, changes +3',
      'bob | evening: bob | evening ielts 1/1: bob, morning ielts 0/0 | bob ielts 2027-06-02',
    ],
    [
      'that were moved are back',
      [add(2), move],
      undo(),
      'changed: seatEntries +2, changes +1',
      'evening ielts 0/2, morning ielts 0/0',
    ],
    [
      'that were moved and given are not',
      [add(2), move, sit('ann', 'morning')],
      undo(1),
      'refused: later_operation operation 108',
    ],
    [
      'that were reclaimed are given back',
      [add(1), sit('ann'), add(0, { change: { to: 0 }, reclaim: 'newest' })],
      undo(),
      'changed: seatEntries +1, claims ~1, enrollments ~1, grants ~1, changes +5',
      'ann | evening: ann | evening ielts 1/1: ann | ann ielts 2027-06-01',
    ],
  ])
})
