import { describe } from 'vitest'
import { alter, at, give, mail, type Step, tellAccess, testCases, type World } from '../../../../test/decide-cases.ts'
import { daysLater, rival, start } from '../../../../test/decide-world.ts'
import { versionTag } from '../../../lib/version-tag.ts'
import type { GroupCoursesIntent } from '../../intents/place.ts'

const join = (who: string, ...groups: (string | number)[]) => give(who, { groups })
const group = { organizationId: 1, operationId: null, updatedAt: start }
const groups = alter('groups', [
  { ...group, id: 61, name: 'Readers' },
  { ...group, id: 62, name: 'Writers' },
  { ...group, id: 63, name: 'Theirs', organizationId: 3 },
])
const courses = (kind: GroupCoursesIntent['kind'], names: string[], more: Partial<GroupCoursesIntent> = {}) => ({
  ...{ kind, ...at(), groupId: 61, courses: names, ...more },
})
const attach = (...names: string[]) => courses('attach_courses', names)
const detach = (...names: string[]) => courses('detach_courses', names)
const set = (...names: string[]) => courses('set_courses', names)
const leave = (who: string, groupId = 61) => ({ kind: 'leave_group', ...at(), groupId, email: mail(who) }) as const
const archive = (groupId = 61) => ({ kind: 'archive_group', ...at(), groupId }) as const
const readers: Step[] = [groups, attach('ielts'), join('ann', 61), join('bob', 61)]
const writersToo: Step[] = [...readers, courses('attach_courses', ['ielts'], { groupId: 62 }), join('ann', 62)]

/** `Readers ielts: ann bob | ann ielts 2027-06-01`. */
function tell(world: World): string {
  const { rows, courses } = world.snapshot
  const names = new Map([...courses.values()].map(({ id, name }) => [id, name]))
  const of = rows.groups.flatMap(({ id, name }) => {
    const held = rows.groupCourses.filter(({ groupId }) => groupId === id).map(({ courseId }) => names.get(courseId))
    const members = rows.groupMembers
      .filter(({ groupId }) => groupId === id)
      .map(({ userId }) => rows.users.find(user => user.id === userId)?.email.split('@')[0])
    return held.length + members.length > 0 ? [`${[name, ...held].join(' ')}: ${members.join(' ')}`] : []
  })
  return [...of, tellAccess(world)].join(' | ')
}

describe('joining and leaving a group', () => {
  testCases(tell, [
    [
      'by a name that is new makes it',
      [],
      join('ann', 'Readers'),
      'created: users +1, memberships +1, groups +1, groupMembers +1',
      'Readers: ann | ',
    ],
    [
      'by its name in another case',
      readers,
      join('cid', 'READERS'),
      'created: users +1, memberships +1, groupMembers +1, enrollments +1, grants +1',
      'Readers ielts: ann bob cid | ann ielts 2027-06-01, bob ielts 2027-06-01, cid ielts 2027-06-02',
    ],
    [
      'by its id gives its courses',
      readers,
      join('cid', 61),
      'created: users +1, memberships +1, groupMembers +1, enrollments +1, grants +1',
      'Readers ielts: ann bob cid | ann ielts 2027-06-01, bob ielts 2027-06-01, cid ielts 2027-06-02',
    ],
    ['again', readers, join('ann', 61), 'already_provisioned'],
    ['of an id that is none', readers, join('cid', 9), 'refused: unknown_group groups 9'],
    ['of another organization', readers, join('cid', 63), 'refused: unknown_group groups 63'],
    [
      'leaves out a course that is archived',
      [groups, alter('groupCourses', [{ groupId: 61, courseId: 13, operationId: 1 }])],
      join('ann', 61),
      'created: users +1, memberships +1, groupMembers +1',
      'Readers toefl: ann | ',
    ],
    [
      'gives beside what was bought, not on top of it',
      [groups, attach('ielts'), give('ann', { courses: ['ielts'] })],
      join('ann', 61),
      'reused: groupMembers +1, enrollments ~1, grants +1',
      'Readers ielts: ann | ann ielts 2027-06-02',
    ],
    [
      'takes back what came from there',
      readers,
      leave('ann'),
      'changed: groupMembers -1, enrollments ~1, grants ~1, changes +1',
      'Readers ielts: bob | ann ielts revoked, bob ielts 2027-06-01',
    ],
    [
      'leaves what comes from another group',
      writersToo,
      leave('ann'),
      'changed: groupMembers -1, enrollments ~1, grants ~1, changes +1',
      'Readers ielts: bob | Writers ielts: ann | ann ielts 2027-06-01, bob ielts 2027-06-01',
    ],
    [
      'leaves what was bought',
      [give('ann', { courses: ['ielts'] }), ...readers],
      leave('ann'),
      'changed: groupMembers -1, enrollments ~1, grants ~1, changes +1',
      'Readers ielts: bob | ann ielts 2027-06-01, bob ielts 2027-06-01',
    ],
    ['twice', [...readers, leave('ann')], leave('ann'), 'unchanged'],
    [
      'comes back with its courses',
      [...readers, leave('ann')],
      join('ann', 61),
      'reused: groupMembers +1, enrollments ~1, grants +1',
      'Readers ielts: bob ann | ann ielts 2027-06-02, bob ielts 2027-06-01',
    ],
    ['by somebody unknown', readers, leave('cid'), 'refused: unknown_user user cid@example.com'],
    ['from a group that is none', readers, leave('ann', 9), 'refused: unknown_group group 9'],
    ['from another organization’s', readers, leave('ann', 63), 'refused: unknown_group group 63'],
  ])
})

describe('the courses of a group', () => {
  testCases(tell, [
    [
      'come to all members',
      readers,
      attach('gmat'),
      'changed: groupCourses +1, enrollments +2, grants +2',
      'Readers ielts gmat: ann bob | ann ielts 2027-06-01, bob ielts 2027-06-01, ann gmat 2027-03-02, bob gmat 2027-03-02',
    ],
    ['that are there already', readers, attach('ielts'), 'unchanged'],
    [
      'go from all members',
      readers,
      detach('ielts'),
      'changed: groupCourses -1, enrollments ~2, grants ~2, changes +1',
      'Readers: ann bob | ann ielts revoked, bob ielts revoked',
    ],
    [
      'go, but for who has them otherwise',
      writersToo,
      detach('ielts'),
      'changed: groupCourses -1, enrollments ~2, grants ~2, changes +1',
      'Readers: ann bob | Writers ielts: ann | ann ielts 2027-06-01, bob ielts revoked',
    ],
    ['that are not there to go', readers, detach('gmat'), 'unchanged'],
    [
      'become these and no others',
      readers,
      set('gmat'),
      'changed: groupCourses +1 -1, enrollments +2 ~2, grants +2 ~2, changes +1',
      'Readers gmat: ann bob | ann ielts revoked, bob ielts revoked, ann gmat 2027-03-02, bob gmat 2027-03-02',
    ],
    ['become what they are', readers, set('ielts'), 'unchanged'],
    [
      'become none',
      readers,
      set(),
      'changed: groupCourses -1, enrollments ~2, grants ~2, changes +1',
      'Readers: ann bob | ann ielts revoked, bob ielts revoked',
    ],
    [
      'that are unknown, each named',
      readers,
      attach('latin', 'gmat', 'greek'),
      'refused: unknown_course courses latin, unknown_course courses greek',
    ],
    ['that are archived cannot be added', readers, attach('toefl'), 'refused: unknown_course courses toefl'],
    [
      'that are archived can go',
      [groups, alter('groupCourses', [{ groupId: 61, courseId: 13, operationId: 1 }])],
      detach('toefl'),
      'changed: groupCourses -1, changes +1',
      '',
    ],
    [
      'of a group that is none',
      readers,
      courses('attach_courses', ['gmat'], { groupId: 9 }),
      'refused: unknown_group group 9',
    ],
    [
      'of another organization’s group',
      readers,
      courses('set_courses', [], { groupId: 63 }),
      'refused: unknown_group group 63',
    ],
    ['asked from elsewhere', readers, { ...attach('ielts'), ...at(rival) }, 'refused: unknown_group group 61'],
    [
      'as it was seen',
      readers,
      { ...attach('gmat'), ifMatch: versionTag(start) },
      'changed: groupCourses +1, enrollments +2, grants +2',
      'Readers ielts gmat: ann bob | ann ielts 2027-06-01, bob ielts 2027-06-01, ann gmat 2027-03-02, bob gmat 2027-03-02',
    ],
    [
      'as it is not',
      readers,
      { ...attach('gmat'), ifMatch: versionTag(daysLater(1)) },
      'refused: changed_meanwhile If-Match',
    ],
  ])
})

describe('the end of a group', () => {
  testCases(tell, [
    [
      'takes everybody out',
      readers,
      archive(),
      'changed: groups -1, groupMembers -2, enrollments ~2, grants ~2, changes +3',
      'ann ielts revoked, bob ielts revoked',
    ],
    [
      'leaves what comes from another one',
      writersToo,
      archive(),
      'changed: groups -1, groupMembers -2, enrollments ~2, grants ~2, changes +3',
      'Writers ielts: ann | ann ielts 2027-06-01, bob ielts revoked',
    ],
    [
      'frees its name',
      [...readers, archive()],
      join('ann', 'Readers'),
      'reused: groups +1, groupMembers +1',
      'Readers: ann | ann ielts revoked, bob ielts revoked',
    ],
    ['comes once', [...readers, archive()], archive(), 'refused: unknown_group group 61'],
    ['of another organization', readers, archive(63), 'refused: unknown_group group 63'],
  ])
})
