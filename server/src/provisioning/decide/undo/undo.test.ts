import { describe } from 'vitest'
import { add, alter, at, give, type Step, sit, testCases, type World, waitlist } from '../../../../test/decide-cases.ts'
import { daysLater, start } from '../../../../test/decide-world.ts'
import { invite, withdraw } from '../../../../test/invitation-cases.ts'
import { access, place } from '../../../../test/order-cases.ts'
import {
  ann,
  ielts,
  inTeam,
  leave,
  leaveGroup,
  longer,
  of,
  readers,
  release,
  role,
  tellAll,
  undo,
} from '../../../../test/undo-cases.ts'

describe('what was given', () => {
  testCases(tellAll, [
    ['is taken back', [ielts()], undo(), 'changed: enrollments ~1, grants ~1, changes +1', 'ann | ann ielts revoked'],
    ['goes only once', [ielts(), undo()], undo(1), 'unchanged'],
    [
      'comes back when that is undone',
      [ielts(), undo()],
      undo(),
      'changed: enrollments ~1, grants ~1, changes +3',
      'ann | ann ielts 2027-06-01',
    ],
    [
      'and goes again when that is undone',
      [ielts(), undo(), undo()],
      undo(),
      'changed: enrollments ~1, grants ~1, changes +3',
      'ann | ann ielts revoked',
    ],
    [
      'leaves what was given besides',
      [ielts(), ielts('ann', { reference: 'o2' })],
      undo(),
      'changed: enrollments ~1, grants ~1, changes +1',
      'ann | ann ielts 2027-06-01',
    ],
    [
      'of several courses goes whole',
      [give('ann', { courses: ['ielts', 'gmat'] })],
      undo(),
      'changed: enrollments ~2, grants ~2, changes +1',
      'ann | ann ielts revoked, ann gmat revoked',
    ],
    [
      'to a held learner goes, and the hold stays',
      [ielts(), of('suspend')],
      undo(1),
      'changed: enrollments ~1, grants ~1, changes +1',
      'ann | ann ielts revoked',
    ],
    [
      'for longer makes it as long as it was',
      [ielts(), longer],
      undo(),
      'changed: enrollments ~1, grants ~1, changes +1',
      'ann | ann ielts 2027-06-01',
    ],
    [
      'before what made it longer leaves the rest',
      [ielts(), longer],
      undo(1),
      'changed: enrollments ~1, grants ~1, changes +1',
      'ann | ann ielts 2026-12-11',
    ],
    [
      'with a seat and a place gives both back',
      [add(1), sit('ann')],
      undo(),
      'changed: teamMembers -1, claims ~1, enrollments ~1, grants ~1, changes +2',
      'ann | evening ielts 0/1 | ann ielts revoked',
    ],
    [
      'goes to who waits',
      [add(1), waitlist, sit('ann'), sit('bob')],
      undo(1),
      'changed: teamMembers -1, claims +1 ~1, waiters -1, enrollments +1 ~1, grants +1 ~1, changes +2',
      'ann bob | evening: bob | evening ielts 1/1: bob | ann ielts revoked, bob ielts 2027-06-02',
    ],
    [
      'to who was in the team leaves the place',
      [inTeam(), add(1), sit('ann')],
      undo(),
      'changed: claims ~1, enrollments ~1, grants ~1, changes +1',
      'ann | evening: ann | evening ielts 0/1 | ann ielts revoked',
    ],
    [
      'with a group leaves it',
      readers,
      undo(),
      'changed: groupMembers -1, enrollments ~1, grants ~1, changes +2',
      'ann | Readers ielts: | ann ielts revoked',
    ],
    ['with a role in a team goes', [inTeam('ann', 'manager')], undo(), 'changed: teamMembers -1, changes +2', 'ann'],
    ['that changed nothing', [ielts(), ielts('ann', { reference: null })], undo(), 'unchanged'],
  ])
})

describe('what was taken', () => {
  const seated = [add(1), sit('ann')]
  testCases(tellAll, [
    [
      'is given back: a course',
      [ielts(), of('revoke')],
      undo(),
      'changed: enrollments ~1, grants ~1, changes +2',
      'ann | ann ielts 2027-06-01',
    ],
    ['is given back once', [ielts(), of('revoke'), undo()], undo(1), 'unchanged'],
    [
      'goes again when that is undone',
      [ielts(), of('revoke'), undo()],
      undo(),
      'changed: enrollments ~1, grants ~1, changes +2',
      'ann | ann ielts revoked',
    ],
    [
      'that was refunded since stays gone',
      [
        place([access('ielts')], { teamId: null, email: ann }),
        of('revoke'),
        ({ snapshot: { rows } }) => ({
          kind: 'refund_order',
          ...at(),
          orderId: rows.orders[0]?.id ?? 0,
          teamId: null,
          email: ann,
          lineIds: null,
          reason: null,
          reclaim: null,
        }),
      ],
      undo(1),
      'unchanged',
    ],
    [
      'a seat',
      [...seated, release],
      undo(),
      'changed: claims ~1, enrollments ~1, grants ~1, changes +5',
      'ann | evening: ann | evening ielts 1/1: ann | ann ielts 2027-06-01',
    ],
    [
      'a seat that somebody took since',
      [...seated, release, sit('bob')],
      undo(1),
      'refused: later_operation operation 115',
    ],
    ['a seat of who left the team since', [...seated, release, role(null)], undo(1), 'refused: left_team operation 41'],
    [
      'a seat that was given anew since',
      [add(2), sit('ann'), release, sit('ann')],
      undo(1),
      'refused: later_operation operation 111',
    ],
    [
      'a seat, with nobody else’s course',
      [add(2), sit('ann'), sit('bob'), release],
      undo(),
      'changed: claims ~1, enrollments ~1, grants ~1, changes +5',
      'ann bob | evening: ann bob | evening ielts 2/2: ann bob | ann ielts 2027-06-01, bob ielts 2027-06-01',
    ],
    [
      'what a seat gave, revoked by hand',
      [...seated, of('revoke')],
      undo(),
      'changed: claims ~1, enrollments ~1, grants ~1, changes +5',
      'ann | evening: ann | evening ielts 1/1: ann | ann ielts 2027-06-01',
    ],
    [
      'what a seat gave, which was released since',
      [
        add(1, { product: 'both' }),
        sit('ann', 'evening', 'both'),
        of('revoke'),
        { ...release, product: 'both' } as Step,
      ],
      undo(1),
      'refused: later_operation operation 117',
    ],
    [
      'what a seat gave that is there no more',
      [...seated, of('revoke'), alter('claims', [])],
      undo(),
      'refused: place_gone operation seat 106',
    ],
    [
      'what a group gave',
      [...readers, of('revoke')],
      undo(),
      'changed: enrollments ~1, grants ~1, changes +2',
      'ann | Readers ielts: ann | ann ielts 2027-06-01',
    ],
    [
      'what a group gave to who left it since',
      [...readers, of('revoke'), leaveGroup],
      undo(1),
      'refused: left_group operation 61',
    ],
    [
      'a course of who left the organization since',
      [ielts(), of('revoke'), leave],
      undo(1),
      'refused: left_organization operation 102',
    ],
  ])
})

describe('what was kept for somebody invited', () => {
  const reclaimed = [add(1), invite('ann'), add(0, { change: { to: 0 }, reclaim: 'newest' } as const)]
  testCases(tellAll, [
    [
      'is kept again',
      reclaimed,
      undo(),
      'changed: seatEntries +1, claims ~1, changes +4',
      'ann~ | evening ielts 1/1: ann~',
    ],
    [
      'is kept for nobody who was uninvited since',
      [...reclaimed, withdraw],
      undo(1),
      'changed: seatEntries +1, changes +1',
      'evening ielts 0/1',
    ],
    [
      'is kept for nobody who has come in without it since',
      [...reclaimed, alter('invitations', { acceptedAt: start })],
      undo(),
      'changed: seatEntries +1, changes +1',
      'ann~ | evening ielts 0/1',
    ],
    [
      'is kept for nobody whose invitation has lapsed since',
      [...reclaimed, alter('invitations', { lapsedAt: start })],
      undo(),
      'changed: seatEntries +1, changes +1',
      'ann~ | evening ielts 0/1',
    ],
    [
      'is not kept for who took a seat since',
      [...reclaimed, add(1), sit('ann')],
      undo(2),
      'changed: seatEntries +1, changes +1',
      'ann | evening: ann | evening ielts 1/2: ann | ann ielts 2027-06-01',
    ],
  ])
})

describe('an item that was opened', () => {
  const opened: Step = ({ put, operations, snapshot: { rows } }) =>
    put(() => ({
      openedItems: [{ enrollmentId: rows.enrollments[0]?.id ?? 0, itemId: 91, operationId: operations.at(-1) ?? 0 }],
    }))
  const tell = ({ snapshot: { rows } }: World) => rows.openedItems.map(({ itemId }) => `open ${itemId}`).join(' ')
  testCases(tell, [
    ['is closed', [ielts(), opened], undo(), 'changed: enrollments ~1, grants ~1, openedItems -1, changes +2', ''],
    [
      'is opened again',
      [ielts(), opened, undo()],
      undo(),
      'changed: enrollments ~1, grants ~1, openedItems +1, changes +3',
      'open 91',
    ],
    ['by somebody else stays open', [ielts(), opened, of('suspend')], undo(), 'changed: enrollments ~1, changes +2'],
    [
      'takes what opening takes',
      [give('ann'), ielts(), alter('grants', []), opened],
      undo(0, { allowed: { permissions: new Set(), rolesBeyond: [], home: 1 } }),
      'refused: permission_required operation enrollments.edit',
    ],
  ])
})

describe('the log', () => {
  /** `2 by 3`: which of what was asked is undone by which. */
  const tell = ({ operations, snapshot: { rows } }: World) => {
    const nth = (id: number | null) => (id === null ? 'nothing' : operations.indexOf(id) + 1)
    const of = rows.changes.filter(({ kind }) => kind === 'operation')
    const last = new Map(of.map(({ objectId, after }) => [objectId, (after as { undone_by: number | null }).undone_by]))
    return [...last].map(([id, by]) => `${nth(id)} by ${nth(by)}`).join(', ')
  }
  testCases(tell, [
    ['says by what it was undone', [ielts()], undo(), 'changed: enrollments ~1, grants ~1, changes +1', '1 by 2'],
    [
      'says that it stands again',
      [ielts(), undo()],
      undo(),
      'changed: enrollments ~1, grants ~1, changes +3',
      '1 by nothing, 2 by 3',
    ],
    [
      'says by what it was undone once more',
      [ielts(), undo(), undo()],
      undo(),
      'changed: enrollments ~1, grants ~1, changes +3',
      '1 by 2, 2 by nothing, 3 by 4',
    ],
    ['says nothing where nothing changed', [ielts(), of('revoke')], undo(1), 'unchanged'],
  ])
})

describe('a hold or a completion', () => {
  testCases(tellAll, [
    [
      'is lifted',
      [ielts(), of('suspend')],
      undo(),
      'changed: enrollments ~1, changes +2',
      'ann | ann ielts 2027-06-01',
    ],
    [
      'that was lifted holds again',
      [ielts(), of('suspend'), of('resume')],
      undo(),
      'changed: enrollments ~1, changes +2',
      'ann | ann ielts suspended',
    ],
    [
      'that was lifted and put again is somebody else’s',
      [ielts(), of('suspend'), of('resume'), ({ ask }) => void ask(daysLater(0.5), of('suspend'))],
      undo(2),
      'refused: later_operation operation 110',
    ],
    ['that was lifted since changes nothing', [ielts(), of('suspend'), of('resume')], undo(1), 'unchanged'],
    ['of what was held already changes nothing', [ielts(), of('suspend'), of('suspend')], undo(), 'unchanged'],
    [
      'is no completion any more',
      [ielts(), of('complete')],
      undo(),
      'changed: enrollments ~1, changes +2',
      'ann | ann ielts 2027-06-01',
    ],
    ['leaves the other mark', [ielts(), of('complete'), of('suspend')], undo(1), 'changed: enrollments ~1, changes +2'],
  ])
})
