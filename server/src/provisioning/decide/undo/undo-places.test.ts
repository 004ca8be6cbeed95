import { describe } from 'vitest'
import { add, alter, give, sit, testCases } from '../../../../test/decide-cases.ts'
import { accept, invite, withdraw } from '../../../../test/invitation-cases.ts'
import {
  archive,
  courses,
  follow,
  group,
  ielts,
  inTeam,
  leave,
  leaveGroup,
  link,
  readers,
  role,
  tellAll,
  transfer,
  undo,
} from '../../../../test/undo-cases.ts'

describe('a place in a team', () => {
  testCases(tellAll, [
    [
      'that was left is had again, with its role',
      [inTeam('ann', 'manager'), role(null)],
      undo(),
      'changed: users ~1, teamMembers +1, changes +1',
      'ann | evening: ann(manager)',
    ],
    [
      'that was left, with the seat',
      [add(1), sit('ann'), role(null)],
      undo(),
      'changed: teamMembers +1, claims ~1, enrollments ~1, grants ~1, changes +5',
      'ann | evening: ann | evening ielts 1/1: ann | ann ielts 2027-06-01',
    ],
    ['that was left and had anew', [inTeam(), role(null), inTeam()], undo(1), 'unchanged'],
    [
      'that was left and had anew with another role',
      [inTeam('ann', 'manager'), role(null), inTeam()],
      undo(1),
      'refused: later_operation operation 105',
    ],
    [
      'has its role again',
      [inTeam(), role('manager')],
      undo(),
      'changed: teamMembers ~1, changes +2',
      'ann | evening: ann',
    ],
    [
      'has another role since',
      [inTeam(), role('manager'), role('admin')],
      undo(1),
      'refused: later_operation operation 106',
    ],
    ['has that role again already', [inTeam(), role('manager'), role('learner')], undo(1), 'unchanged'],
    ['is gone since', [inTeam(), role('manager'), role(null)], undo(1), 'refused: left_team operation 41'],
    [
      'that was changed for another is had again',
      [inTeam(), transfer],
      undo(),
      'changed: teamMembers +1 -1, changes +2',
      'ann | evening: ann',
    ],
    [
      'of a team that is gone',
      [inTeam(), role(null), alter('teams', [])],
      undo(),
      'refused: place_gone operation team 41',
    ],
    [
      'of somebody who left the organization since',
      [inTeam(), role(null), leave],
      undo(1),
      'refused: left_organization operation 102',
    ],
  ])
})

describe('a place in the organization', () => {
  testCases(tellAll, [
    [
      'that was left is had again, with all of it',
      [...readers, inTeam('ann', 'manager'), leave],
      undo(),
      'changed: users ~1, memberships +1, teamMembers +1, groupMembers +1, enrollments ~1, grants ~1, changes +2',
      'ann | evening: ann(manager) | Readers ielts: ann | ann ielts 2027-06-01',
    ],
    [
      'goes again when that is undone',
      [...readers, leave, undo()],
      undo(),
      'changed: memberships -1, groupMembers -1, enrollments ~1, grants ~1, changes +4',
      'Readers ielts: | ann ielts revoked',
    ],
    [
      'that was left and had anew with another role',
      [ielts(), alter('memberships', { role: 'admin' }), leave, give('ann')],
      undo(1),
      'refused: later_operation operation 108',
    ],
    [
      'that was left and had anew',
      [ielts(), leave, give('ann')],
      undo(1),
      'changed: enrollments ~1, grants ~1, changes +2',
      'ann | ann ielts 2027-06-01',
    ],
  ])
})

describe('a place in the organization that is more than a learner’s', () => {
  const admin = alter('memberships', { role: 'admin' })
  testCases(tellAll, [
    [
      'is had again, and what others knew of the account ends',
      [ielts(), admin, leave],
      undo(),
      'changed: users ~1, memberships +1, enrollments ~1, grants ~1, changes +2',
      'ann(admin) | ann ielts 2027-06-01',
    ],
    ['is of somebody who came anew since', [ielts(), leave, undo(), leave, give('ann')], undo(2), 'unchanged'],
  ])
})

describe('a group', () => {
  const named = { ...group, id: 62 }
  testCases(tellAll, [
    [
      'that was left is joined again',
      [...readers, leaveGroup],
      undo(),
      'changed: groupMembers +1, enrollments ~1, grants ~1, changes +2',
      'ann | Readers ielts: ann | ann ielts 2027-06-01',
    ],
    [
      'that was left and is archived since',
      [...readers, leaveGroup, archive],
      undo(1),
      'refused: place_gone operation group 61',
    ],
    [
      'gives again what was detached',
      [...readers, courses('detach_courses', 'ielts')],
      undo(),
      'changed: groupCourses +1, enrollments ~1, grants ~1, changes +2',
      'ann | Readers ielts: ann | ann ielts 2027-06-01',
    ],
    [
      'gives no more what was attached',
      [...readers, courses('attach_courses', 'gmat')],
      undo(),
      'changed: groupCourses -1, enrollments ~1, grants ~1, changes +2',
      'ann | Readers ielts: ann | ann ielts 2027-06-01, ann gmat revoked',
    ],
    [
      'has its courses again',
      [...readers, courses('set_courses', 'gmat')],
      undo(),
      'changed: groupCourses +1 -1, enrollments ~2, grants ~2, changes +3',
      'ann | Readers ielts: ann | ann ielts 2027-06-01, ann gmat revoked',
    ],
    [
      'that was archived is there again',
      [...readers, archive],
      undo(),
      'changed: groups +1, groupMembers +1, enrollments ~1, grants ~1, changes +3',
      'ann | Readers ielts: ann | ann ielts 2027-06-01',
    ],
    [
      'that is there again goes again',
      [...readers, archive, undo()],
      undo(),
      'changed: groups -1, groupMembers -1, enrollments ~1, grants ~1, changes +4',
      'ann | ann ielts revoked',
    ],
    [
      'that is there again and was joined by others',
      [...readers, archive, undo(), give('bob', { groups: [61] })],
      undo(1),
      'refused: later_operation operation 114',
    ],
    [
      'whose name another one has',
      [...readers, archive, ({ put }) => put(({ groups }) => ({ groups: [...groups, named] }))],
      undo(),
      'refused: group_name_taken operation Readers',
    ],
  ])
})

describe('a way in', () => {
  testCases(tellAll, [
    [
      'that was offered is withdrawn',
      [add(1), invite('ann')],
      undo(),
      'changed: memberships -1, claims ~1, invitations ~1, changes +2',
      'evening ielts 0/1',
    ],
    ['that was withdrawn since', [add(1), invite('ann'), withdraw], undo(1), 'unchanged'],
    ['that was accepted since', [add(1), invite('ann'), accept()], undo(1), 'refused: later_operation operation 114'],
    [
      'that was accepted gives back what came of it',
      [add(1), invite('ann'), accept()],
      undo(),
      'changed: teamMembers -1, claims ~1, enrollments ~1, grants ~1, changes +2',
      'ann | evening ielts 0/1 | ann ielts revoked',
    ],
    [
      'that was accepted, and is again',
      [add(1), invite('ann'), accept(), undo()],
      undo(),
      'changed: teamMembers +1, claims ~1, enrollments ~1, grants ~1, changes +6',
      'ann | evening: ann | evening ielts 1/1: ann | ann ielts 2027-06-01',
    ],
    [
      'by a link gives back what came of it',
      [link, follow],
      undo(),
      'changed: teamMembers -1, enrollments ~1, grants ~1, changes +2',
      'ann | ann ielts revoked',
    ],
  ])
})
