import { describe } from 'vitest'
import { add, alter, at, give, sit, teams, testCases, waitlist } from '../../../../test/decide-cases.ts'
import { closed, start } from '../../../../test/decide-world.ts'
import {
  accept,
  archivedCourse,
  attach,
  directly,
  expired,
  groups,
  invite,
  kept,
  tell,
  withdraw,
} from '../../../../test/invitation-cases.ts'

describe('inviting somebody', () => {
  testCases(tell, [
    [
      'keeps a seat and gives nothing',
      [add(1)],
      invite('ann'),
      'changed: users +1, memberships +1, claims +1, invitations +1, messages +1, changes +3',
      'ann open | ann invited | evening ielts 1/1: ann~',
    ],
    [
      'directly keeps none',
      [add(1)],
      invite('ann', { from: 'direct' }),
      'changed: users +1, memberships +1, invitations +1, messages +1, changes +1',
      'ann open | ann invited | evening ielts 0/1',
    ],
    [
      'where the team has none of it',
      [],
      invite('ann'),
      'changed: users +1, memberships +1, invitations +1, messages +1, changes +1',
      'ann open | ann invited | ',
    ],
    ['only to a seat where the team has none', [], invite('ann', { from: 'seats' }), 'refused: no_seats courses ielts'],
    ['where none is left', [add(1), sit('bob')], invite('ann'), 'refused: no_seats_left team ielts'],
    ['where it is waited for', [add(1), waitlist, sit('bob')], invite('ann'), 'refused: no_seats_left team ielts'],
    [
      'who holds a seat already',
      [add(1), sit('ann')],
      invite('ann'),
      'changed: invitations +1, messages +1, changes +1',
      'ann open | ann learner | evening ielts 1/1: ann | ann ielts 2027-06-01',
    ],
    ['twice to one team', kept, invite('ann', { courses: [] }), 'refused: already_invited email ann@example.com'],
    [
      'to the organization beside a team',
      kept,
      invite('ann', directly),
      'changed: invitations +1, messages +1, changes +1',
      'ann open, ann open | ann invited | evening ielts 1/1: ann~',
    ],
    [
      'again when the first has expired',
      expired,
      invite('ann'),
      'changed: claims +1 ~1, invitations +1 ~1, messages +1, changes +2',
      'ann lapsed, ann open | ann invited | evening ielts 1/1: ann~',
    ],
    [
      'to what is unknown, all of it named',
      [],
      invite('ann', { teamId: 9, courses: ['latin', 'toefl'], products: ['latin', 'old'], groups: [9, 'Nobody'] }),
      'refused: unknown_team team 9, unknown_course courses latin, unknown_course courses toefl, unknown_product products latin, unknown_product products old, unknown_group groups 9, unknown_group groups Nobody',
    ],
    [
      'to a team of another organization',
      [],
      invite('ann', { teamId: teams.theirs, courses: [] }),
      'refused: unknown_team team 44',
    ],
    [
      'where it is not enabled',
      [],
      invite('ann', { ...at(closed), ...directly, courses: [] }),
      'refused: organization_not_enabled',
    ],
  ])
})

describe('accepting an invitation', () => {
  testCases(tell, [
    [
      'takes up the seat',
      kept,
      accept(),
      'changed: users ~1, memberships ~1, teamMembers +1, claims ~1, enrollments +1, grants +1, invitations ~1, changes +2',
      'ann accepted | ann learner | evening ielts 1/1: ann | ann ielts 2027-06-02',
    ],
    [
      'gives what was offered directly',
      [invite('ann', { ...directly, courses: [], products: ['both'] })],
      accept(),
      'changed: users ~1, memberships ~1, enrollments +2, grants +2, invitations ~1, changes +2',
      'ann accepted | ann learner | ann ielts 2027-06-02, ann gmat 2027-03-02',
    ],
    [
      'gives what a group gives',
      [groups, attach, invite('ann', { ...directly, courses: [], groups: ['readers'] })],
      accept(),
      'changed: users ~1, memberships ~1, groupMembers +1, enrollments +1, grants +1, invitations ~1, changes +2',
      'ann accepted | ann learner | ann gmat 2027-03-02',
    ],
    [
      'gives a role to who comes in',
      [invite('ann', { ...directly, role: 'admin' })],
      accept(),
      'changed: users ~1, memberships ~1, enrollments +1, grants +1, invitations ~1, changes +3',
      'ann accepted | ann admin | ann ielts 2027-06-02',
    ],
    [
      'leaves the role of who is in',
      [give('ann'), alter('memberships', { role: 'owner' }), invite('ann', { ...directly, role: 'learner' })],
      accept(),
      'changed: enrollments +1, grants +1, invitations ~1, changes +1',
      'ann accepted | ann owner | ann ielts 2027-06-02',
    ],
    [
      'leaves out what is archived by now',
      [invite('ann', directly), archivedCourse],
      accept(),
      'changed: users ~1, memberships ~1, invitations ~1, changes +2',
      'ann accepted | ann learner | ',
    ],
    [
      'leaves out a seat that was taken back',
      [...kept, add(0, { change: { to: 0 }, reclaim: 'newest' })],
      accept(),
      'changed: users ~1, memberships ~1, teamMembers +1, invitations ~1, changes +2',
      'ann accepted | ann learner | evening ielts 0/0',
    ],
    ['twice', [...kept, accept()], accept(), 'refused: invitation_over invitation 106'],
    ['by an older link', kept, accept({ sentOperationId: 9 }), 'refused: invitation_over invitation 106'],
    ['when it ends', expired, accept(), 'refused: invitation_over invitation 106'],
    ['that was withdrawn', [...kept, withdraw], accept(), 'refused: invitation_over invitation 106'],
    [
      'into a team that is archived',
      [invite('ann'), alter('teams', [])],
      accept(),
      'refused: invitation_over invitation 103',
    ],
    ['without a password', kept, accept({ withPassword: false }), 'refused: required password'],
    [
      'with the password that there is',
      [...kept, alter('users', { passwordSetAt: start })],
      accept({ withPassword: false }),
      'changed: memberships ~1, teamMembers +1, claims ~1, enrollments +1, grants +1, invitations ~1, changes +2',
      'ann accepted | ann learner | evening ielts 1/1: ann | ann ielts 2027-06-02',
    ],
    [
      'with more rights and a password that nobody proved',
      [invite('ann', { ...directly, role: 'admin' }), alter('users', { passwordSetAt: start })],
      accept({ withPassword: false }),
      'refused: required password',
    ],
  ])
})
