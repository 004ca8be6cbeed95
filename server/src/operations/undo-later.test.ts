/** Undoing what is not only given or taken: roles, holds, groups, invitations; and undoing an undoing. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { createDomain, type Domain } from '../../test/domain.ts'

let db: TestDatabase
let acme: Domain
let clock: Date
const email = 'jane@example.com'
const evening = { strategy: 'specific', team: 'Evening' } as const

beforeEach(async () => {
  db = await createTestDatabase()
  clock = new Date()
  acme = await createDomain(db, { now: () => clock })
})
afterEach(() => db.drop())

const undo = ({ operationId }: { operationId: number }) => acme.undo(operationId)
const later = ({ operationId: value }: { operationId: number }) => ({
  result: 'refused',
  problems: [{ code: 'later_operation', value }],
})
const query = async (text: string) => (await db.database.pool.query(text)).rows
const sit = () =>
  acme.provision(email, {
    team: evening,
    seats: [{ product: 'ielts', quantity: 1 }],
    seatsReference: 'order-1',
    courses: ['ielts'],
  })

test('a role that was changed again meanwhile stays: the later change is named, and is to be undone first', async () => {
  const teamId = acme.teams.evening ?? 0
  await acme.provision(email, { team: evening })
  const first = await acme.ask({ kind: 'change_team_role', teamId, email, role: 'manager' })
  const second = await acme.ask({ kind: 'change_team_role', teamId, email, role: 'owner' })
  expect(await undo(first)).toMatchObject(later(second))
  expect(await query('select role from team_members')).toEqual([{ role: 'owner' }])
  expect(await undo(second)).toMatchObject({ result: 'changed' })
  expect(await undo(first)).toMatchObject({ result: 'changed' })
  expect(await query('select role from team_members')).toEqual([{ role: 'learner' }])
})

test('who came back with another role keeps it: what brought them back is named', async () => {
  const teamId = acme.teams.evening ?? 0
  await acme.provision(email, { team: evening, teamRole: 'manager' })
  const left = await acme.ask({ kind: 'leave_team', teamId, email, role: null })
  const back = await acme.provision(email, { team: evening })
  expect(await undo(left)).toMatchObject(later(back))
})

test('seats that were undone, and the undoing undone, can be undone again, once', async () => {
  const bought = await acme.provision(email, {
    team: evening,
    seats: [{ product: 'ielts', quantity: 3 }],
    seatsReference: 'order-1',
  })
  const quantities = []
  const undone = await undo(bought)
  quantities.push((await acme.seats('evening', 'ielts')).quantity)
  await undo(undone)
  quantities.push((await acme.seats('evening', 'ielts')).quantity)
  await undo(bought)
  quantities.push((await acme.seats('evening', 'ielts')).quantity)
  await undo(bought)
  quantities.push((await acme.seats('evening', 'ielts')).quantity)
  expect(quantities).toEqual([0, 3, 0, 0])
})

test('seats that come back go to who waits for one', async () => {
  await sit()
  const teamId = acme.teams.evening ?? 0
  const change = { kind: 'change_seats', teamId, product: 'ielts', reclaim: null } as const
  await acme.ask({ ...change, change: { add: 1 }, reference: 'order-2' })
  const fewer = await acme.ask({ ...change, change: { to: 1 }, reference: null })
  await query('update seats set waitlist = true')
  await acme.provision('bob@example.com', { team: evening, courses: ['ielts'], from: 'seats' })
  expect(await acme.access('bob@example.com')).toEqual({})
  expect(await undo(fewer)).toMatchObject({ result: 'changed' })
  expect(await acme.access('bob@example.com')).toEqual({ ielts: 'active' })
  expect(await acme.seats('evening', 'ielts')).toEqual({ quantity: 2, used: 2 })
})

test.each(['suspend', 'complete'] as const)('a %s is undone, and its undoing too', async kind => {
  await acme.provision(email, { courses: ['ielts'] })
  const marked = async () =>
    (await query('select suspended_at, completed_at from enrollments')).map(row => Object.values(row).some(Boolean))
  const done = await acme.ask({ kind, email, course: 'ielts', reason: null })
  const undone = await undo(done)
  expect(undone).toMatchObject({ result: 'changed' })
  expect(await marked()).toEqual([false])
  await undo(undone as never)
  expect(await marked()).toEqual([true])
})

test('a hold that was lifted and taken up again is not lifted by undoing the first', async () => {
  await acme.provision(email, { courses: ['ielts'] })
  const ask = (kind: 'suspend' | 'resume') => acme.ask({ kind, email, course: 'ielts', reason: null })
  const first = await ask('suspend')
  await ask('resume')
  clock = new Date(clock.getTime() + 60_000)
  const again = await ask('suspend')
  expect(await undo(first)).toMatchObject(later(again))
})

test('when the undoing of a leave is undone, seat and access go again', async () => {
  await sit()
  const left = await acme.ask({ kind: 'leave_team', teamId: acme.teams.evening ?? 0, email, role: null })
  const undone = await undo(left)
  expect(await acme.access(email)).toEqual({ ielts: 'active' })
  expect(await undo(undone as never)).toMatchObject({ result: 'changed' })
  expect(await acme.access(email)).toEqual({ ielts: 'revoked' })
  expect(await acme.seats('evening', 'ielts')).toEqual({ quantity: 1, used: 0 })
  expect(await query('select from team_members')).toEqual([])
})

test('when the undoing of a revocation is undone, the course is revoked again', async () => {
  await acme.provision(email, { courses: ['ielts'] })
  const undone = await undo(await acme.ask({ kind: 'revoke', email, course: 'ielts', reason: null }))
  expect(await undo(undone as never)).toMatchObject({ result: 'changed' })
  expect(await acme.access(email)).toEqual({ ielts: 'revoked' })
})

async function archived() {
  const { groups } = await acme.provision(email, { groups: ['Readers'] })
  const groupId = groups[0]?.id ?? 0
  await acme.ask({ kind: 'attach_courses', groupId, courses: ['gmat'] })
  return acme.ask({ kind: 'archive_group', groupId })
}

test('an archived group comes back with its members and what it gave them, and can go again', async () => {
  const gone = await archived()
  expect(await acme.access(email)).toEqual({ gmat: 'revoked' })
  const undone = await undo(gone)
  expect(undone).toMatchObject({ result: 'changed' })
  expect(await acme.access(email)).toEqual({ gmat: 'active' })
  await acme.provision('bob@example.com', { groups: ['Readers'] })
  expect(await acme.access('bob@example.com')).toEqual({ gmat: 'active' })
  expect(await query('select name from groups where archived_at is null')).toEqual([{ name: 'Readers' }])
  expect(await undo(undone as never)).toMatchObject({ problems: [{ code: 'later_operation' }] })
  await acme.ask({
    kind: 'leave_group',
    groupId: (await query('select id from groups'))[0].id,
    email: 'bob@example.com',
  })
  expect(await undo(undone as never)).toMatchObject({ result: 'changed' })
  expect(await acme.access(email)).toEqual({ gmat: 'revoked' })
  expect(await query('select name from groups where archived_at is null')).toEqual([])
})

test('an archived group does not come back beside another one of its name', async () => {
  const gone = await archived()
  await acme.provision('bob@example.com', { groups: ['readers'] })
  expect(await undo(gone)).toMatchObject({ problems: [{ code: 'group_name_taken', value: 'readers' }] })
})

async function invite(changes: object = {}) {
  await acme.provision('owner@example.com', {
    team: evening,
    seats: [{ product: 'ielts', quantity: 1 }],
    seatsReference: 'order-1',
  })
  const day = 24 * 60 * 60 * 1000
  const offer = { teamId: acme.teams.evening ?? 0, role: 'manager', courses: ['ielts'], products: [], groups: [] }
  const who = { email, firstName: 'Jane', lastName: null, from: null, expiresAt: new Date(Date.now() + day) }
  return acme.ask({ kind: 'invite', ...who, ...offer, ...changes })
}

async function accept() {
  const [row] = await query('select id, sent_operation_id, team_id, courses from invitations')
  const { id: invitationId, sent_operation_id: sentOperationId, team_id: teamId, courses } = row
  const which = { email, invitationId, sentOperationId, teamId, courses }
  return acme.ask({ kind: 'accept_invitation', ...which, products: [], groups: [], withPassword: true })
}

test('an invitation that is undone is withdrawn, and the seat that it kept is free', async () => {
  const invited = await invite()
  expect(await acme.seats('evening', 'ielts')).toEqual({ quantity: 1, used: 1 })
  const undone = await undo(invited)
  expect(undone).toMatchObject({ result: 'changed', stays: [{ kind: 'user' }, { kind: 'message' }] })
  expect(await acme.seats('evening', 'ielts')).toEqual({ quantity: 1, used: 0 })
  expect(await query('select withdrawn_at is not null as withdrawn from invitations')).toEqual([{ withdrawn: true }])
  await expect(accept()).rejects.toThrow('invitation_over')
  expect(await undo(undone)).toMatchObject({ problems: [{ code: 'not_undoable', remedy: 'invite_again' }] })
})

test('an invitation that was accepted is not undone before the acceptance', async () => {
  const invited = await invite()
  const accepted = await accept()
  expect(await undo(invited)).toMatchObject(later(accepted))
  expect(await acme.access(email)).toEqual({ ielts: 'active' })
})

test('an acceptance that is undone gives back the team, the seat and the course, and says what stays', async () => {
  await invite()
  const accepted = await accept()
  expect(await acme.access(email)).toEqual({ ielts: 'active' })
  const undone = await undo(accepted)
  expect(undone).toMatchObject({ result: 'changed', stays: [{ kind: 'invitation' }, { kind: 'membership' }] })
  expect(await acme.access(email)).toEqual({ ielts: 'revoked' })
  expect(await acme.seats('evening', 'ielts')).toEqual({ quantity: 1, used: 0 })
  const inTeam = "select role from team_members join users on id = user_id where email = 'jane@example.com'"
  expect(await query(inTeam)).toEqual([])
  await undo(undone as never)
  expect(await acme.access(email)).toEqual({ ielts: 'active' })
  expect(await query(inTeam)).toEqual([{ role: 'manager' }])
  expect(await acme.seats('evening', 'ielts')).toEqual({ quantity: 1, used: 1 })
})

test('with an acceptance goes the role that it gave in the organization', async () => {
  await invite({ teamId: null, role: 'admin', courses: [] })
  const accepted = await accept()
  const role = "select role from memberships join users on id = user_id where users.email = 'jane@example.com'"
  expect(await query(role)).toEqual([{ role: 'admin' }])
  await undo(accepted)
  expect(await query(role)).toEqual([{ role: 'learner' }])
})
