/** What each action takes, said a second time: who may is not to change with a slip of the pen. */
import { expect, test } from 'vitest'
import type { Found, Name } from './action.ts'
import { type ActionName, actions, permissionOf } from './actions.ts'
import { toIntent } from './to-intent.ts'

test('an action takes this permission, and some may be done by who has it in teams alone', () => {
  const names = Object.keys(actions) as ActionName[]
  const taken = names.map(name => [name, permissionOf(name)] as const)
  const said = taken.map(([name, { permission, inTeams }]) => [
    name,
    `${permission}${inTeams ? ', also in teams' : ''}`,
  ])
  expect(Object.fromEntries(said)).toEqual({
    suspend: 'enrollments.edit',
    resume: 'enrollments.edit',
    complete: 'enrollments.edit',
    extend: 'enrollments.edit',
    revoke: 'enrollments.delete',
    revoke_grant: 'enrollments.delete',
    join_team: 'teams.assign, also in teams',
    join_group: 'groups.assign',
    leave_group: 'groups.assign',
    attach_courses: 'groups.edit',
    detach_courses: 'groups.edit',
    set_courses: 'groups.edit',
    archive_group: 'groups.delete',
    invite: 'invitations.create, also in teams',
    renew_invitation: 'invitations.edit, also in teams',
    withdraw_invitation: 'invitations.delete, also in teams',
    approve_join: 'links.edit, also in teams',
    decline_join: 'links.edit, also in teams',
    undo: 'operations.undo',
    place_order: 'orders.create, also in teams',
    complete_order: 'orders.edit',
    cancel_order: 'orders.edit',
    fail_order: 'orders.edit',
    refund_order: 'orders.edit',
    refund: 'provision',
    provision: 'provision',
    leave_organization: 'users.delete',
    resend_way_in: 'users.edit',
    change_role: 'users.edit',
    merge_users: 'users.edit',
    set_bundle_courses: 'catalog.edit',
    add_seats: 'seats.create',
    change_seats: 'seats.edit',
    remove_seats: 'seats.delete',
    move_seats: 'seats.edit, also in teams',
    give_seat: 'enrollments.create, also in teams',
    release_seat: 'seats.edit, also in teams',
    change_team_role: 'teams.assign, also in teams',
    leave_team: 'teams.assign, also in teams',
    move_team_member: 'teams.assign, also in teams',
    archive_team: 'teams.delete',
  })
})

test('who asked to come by one link is not let in by another', () => {
  const place = { organizationId: 1, path: [1], teamId: null }
  const found = {
    get: ([word]: Name) =>
      word === 'join' ? { ...place, id: 3, linkId: 2, email: 'ann@example.com' } : { ...place, id: 4 },
  } as Found
  const by = { actor: { kind: 'system' }, source: null, ip: null, receivedAt: new Date() } as const
  const caller = { by, organization: { id: 1 }, permissions: new Set(['links.edit'] as const), heldInTeams: [] }
  const decide = (link: number) => toIntent({ caller, action: { action: 'approve_join', link, join: 3 } }, found)
  expect(decide(2)).toMatchObject({ kind: 'approve_join', email: 'ann@example.com' })
  expect(decide(4)).toMatchObject({ kind: 'record', problems: [{ code: 'not_there', field: 'join', value: 3 }] })
})
