import { describe } from 'vitest'
import { add, at, sit, teams, testCases, waitlist } from '../../../../test/decide-cases.ts'
import { daysLater, start } from '../../../../test/decide-world.ts'
import {
  accept,
  awaited,
  directly,
  expired,
  invite,
  kept,
  lapse,
  lapsed,
  renew,
  short,
  tell,
  withdraw,
} from '../../../../test/invitation-cases.ts'
import { versionTag } from '../../../lib/version-tag.ts'

describe('the end of an invitation', () => {
  testCases(tell, [
    [
      'by withdrawing: its seat goes to who waits first',
      awaited,
      withdraw,
      'changed: memberships -1, claims +1 ~1, waiters -1, enrollments +1, grants +1, invitations ~1, changes +1',
      'ann withdrawn | bob learner, cid learner | evening ielts 1/1: bob; cid waits | bob ielts 2027-06-02',
    ],
    [
      'by withdrawing one of two: who is invited stays so',
      [...kept, invite('ann', directly)],
      withdraw,
      'changed: claims ~1, invitations ~1, changes +1',
      'ann withdrawn, ann open | ann invited | evening ielts 0/1',
    ],
    [
      'by withdrawing: who came otherwise stays',
      [...kept, sit('ann')],
      withdraw,
      'changed: invitations ~1, changes +1',
      'ann withdrawn | ann learner | evening ielts 1/1: ann | ann ielts 2027-06-01',
    ],
    ['comes once', [...kept, withdraw], withdraw, 'refused: invitation_over invitation 106'],
    [
      'by time: its seat goes to who waits first',
      [add(1), waitlist, invite('ann', short), sit('bob')],
      lapse,
      'changed: claims +1 ~1, waiters -1, enrollments +1, grants +1, invitations ~1, changes +1',
      'ann lapsed | ann invited, bob learner | evening ielts 1/1: bob | bob ielts 2027-06-02',
    ],
    ['by time, before that', kept, lapse, 'unchanged'],
    ['by time, once', lapsed, lapse, 'unchanged'],
    [
      'by time: who comes takes its seat at once',
      expired,
      sit('bob'),
      'created: users +1, memberships +1, teamMembers +1, claims +1 ~1, enrollments +1, grants +1, invitations ~1, changes +1',
      'ann lapsed | ann invited, bob learner | evening ielts 1/1: bob | bob ielts 2027-06-02',
    ],
    ['by time, not before: nobody takes its seat', kept, sit('bob'), 'refused: no_seats_left products ielts'],
    [
      'comes with the team',
      kept,
      { kind: 'archive_team', ...at(), teamId: teams.evening },
      'changed: memberships -1, teams -1, claims ~1, invitations ~1, changes +2',
      'ann withdrawn |  | evening ielts 0/1',
    ],
  ])
})

describe('renewing an invitation', () => {
  testCases(tell, [
    ['gives it another end', kept, renew(), 'changed: invitations ~1, changes +1'],
    ['to the end that it has', kept, renew({ expiresAt: daysLater(9) }), 'unchanged'],
    [
      'sends it again',
      kept,
      renew({ expiresAt: daysLater(9), send: true }),
      'changed: invitations ~1, messages +1, changes +1',
    ],
    [
      'that has lapsed keeps its seat anew',
      lapsed,
      renew(),
      'changed: claims +1, invitations ~1, changes +3',
      'ann open | ann invited | evening ielts 1/1: ann~',
    ],
    ['that has lapsed where its seat is taken', [...lapsed, sit('bob')], renew(), 'refused: no_seats_left team ielts'],
    [
      'that has lapsed where there is another',
      [...lapsed, invite('ann', { courses: [] })],
      renew(),
      'refused: already_invited email ann@example.com',
    ],
    ['as it was seen', kept, renew({ ifMatch: versionTag(start) }), 'changed: invitations ~1, changes +1'],
    ['as it is not', kept, renew({ ifMatch: versionTag(daysLater(1)) }), 'refused: changed_meanwhile If-Match'],
    ['that was accepted', [...kept, accept()], renew(), 'refused: invitation_over invitation 106'],
    ['that is none', [], renew(), 'refused: invitation_over invitation 0'],
  ])
})
