import { describe } from 'vitest'
import { add, alter, at, sit, teams, testCases } from '../../../../test/decide-cases.ts'
import { branch } from '../../../../test/decide-world.ts'
import { accept, invite } from '../../../../test/invitation-cases.ts'
import {
  archive,
  courses,
  ielts,
  inTeam,
  leave,
  of,
  readers,
  release,
  role,
  tellAll,
  undo,
} from '../../../../test/undo-cases.ts'
import { permissions as all, type Permission } from '../../../lib/roles/permissions.ts'

describe('who may not do it directly may not undo it', () => {
  const may = (...left: Permission[]) => ({ allowed: { permissions: new Set(left), rolesBeyond: [], home: 1 } })
  const without = (...gone: Permission[]) => may(...all.filter(one => !gone.includes(one)))
  testCases(tellAll, [
    [
      'all that is allowed',
      [add(1), sit('ann')],
      undo(0, may(...all)),
      'changed: teamMembers -1, claims ~1, enrollments ~1, grants ~1, changes +2',
      'ann | evening ielts 0/1 | ann ielts revoked',
    ],
    ['a given course', [ielts()], undo(0, may()), 'refused: permission_required operation enrollments.delete'],
    [
      'a given course, with that alone',
      [ielts()],
      undo(0, may('enrollments.delete')),
      'changed: enrollments ~1, grants ~1, changes +1',
      'ann | ann ielts revoked',
    ],
    [
      'a taken course',
      [ielts(), of('revoke')],
      undo(0, may()),
      'refused: permission_required operation enrollments.create',
    ],
    ['a hold', [ielts(), of('suspend')], undo(0, may()), 'refused: permission_required operation enrollments.edit'],
    ['seats', [add(1)], undo(0, may()), 'refused: permission_required operation seats.edit'],
    [
      'a seat and a place',
      [add(1), sit('ann')],
      undo(0, may()),
      'refused: permission_required operation teams.assign, permission_required operation seats.edit',
    ],
    [
      'a seat that was taken',
      [add(1), sit('ann'), release],
      undo(0, may()),
      'refused: permission_required operation enrollments.create',
    ],
    ['a place in a group', readers, undo(0, may()), 'refused: permission_required operation groups.assign'],
    [
      'a group',
      [...readers, archive],
      undo(0, may()),
      'refused: permission_required operation groups.create, permission_required operation groups.assign',
    ],
    [
      'courses of a group',
      [...readers, courses('attach_courses', 'gmat')],
      undo(0, may()),
      'refused: permission_required operation groups.edit',
    ],
    [
      'an invitation',
      [invite('ann', { teamId: null })],
      undo(0, may()),
      'refused: permission_required operation invitations.delete',
    ],
    [
      'a place in the organization',
      [ielts(), leave],
      undo(0, without('users.create')),
      'refused: permission_required operation users.create',
    ],
    [
      'a place in the organization that it gave back',
      [ielts(), leave, undo()],
      undo(0, without('users.delete')),
      'refused: permission_required operation users.delete',
    ],
    [
      'a role in the organization',
      [invite('ann', { teamId: null, role: 'admin', courses: [] }), accept({ courses: [] })],
      undo(0, without('users.edit')),
      'refused: permission_required operation users.edit',
    ],
    ['nothing where nothing changes', [ielts(), undo()], undo(1, may()), 'unchanged'],
    [
      'a role that is more than the caller has',
      [inTeam(), role('manager')],
      undo(0, { allowed: { permissions: new Set(all), rolesBeyond: ['manager'], home: 1 } }),
      'refused: not_permitted role',
    ],
    [
      'another role than that',
      [inTeam(), role('manager')],
      undo(0, { allowed: { permissions: new Set(all), rolesBeyond: ['admin'], home: 1 } }),
      'changed: teamMembers ~1, changes +2',
      'ann | evening: ann',
    ],
    [
      'seats that are sold from above',
      [
        add(3, { product: 'gmat' }),
        alter('seats', { teamId: teams.below }),
        alter('seatEntries', { organizationId: 2 }),
        add(0, { ...at(branch), teamId: teams.below, product: 52, change: { to: 1 } }),
      ],
      undo(0, { ...at(branch), allowed: { permissions: new Set(all), rolesBeyond: [], home: 2 } }),
      'refused: sold_from_above operation',
    ],
    [
      'seats that are sold from above, from above',
      [
        add(3, { product: 'gmat' }),
        alter('seats', { teamId: teams.below }),
        alter('seatEntries', { organizationId: 2 }),
        add(0, { ...at(branch), teamId: teams.below, product: 52, change: { to: 1 } }),
      ],
      undo(0, { ...at(branch), allowed: { permissions: new Set(all), rolesBeyond: [], home: 1 } }),
      'changed: seatEntries +1, changes +1',
      'below gmat 0/3',
    ],
    [
      'seats that are sold from above and go back there',
      [
        add(3, { product: 'gmat' }),
        alter('seats', { teamId: teams.below }),
        alter('seatEntries', { organizationId: 2 }),
      ],
      undo(0, { ...at(branch), allowed: { permissions: new Set(all), rolesBeyond: [], home: 2 } }),
      'changed: seatEntries +1, changes +1',
      'below gmat 0/0',
    ],
  ])
})
