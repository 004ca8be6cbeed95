import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { createDomain, type Domain } from '../../test/domain.ts'

let db: TestDatabase
let acme: Domain

beforeEach(async () => {
  db = await createTestDatabase()
  acme = await createDomain(db)
})
afterEach(() => db.drop())

const evening = { strategy: 'specific', team: 'Evening' } as const

const undo = (operationId: number) => acme.undo(operationId)

test('undoing what brought somebody in says that the account and the place in the organization stay', async () => {
  const { operationId } = await acme.provision('new@example.com', { reference: 'order-0' })
  expect(await undo(operationId)).toMatchObject({ stays: [{ kind: 'user' }, { kind: 'membership' }] })
})

test('a provision is undone: access, seats, team and group go, what was there before stays', async () => {
  await acme.provision('jane@example.com', { courses: ['gmat'], reference: 'order-1' })
  const { operationId } = await acme.provision('jane@example.com', {
    team: evening,
    seats: [{ product: 'ielts', quantity: 3 }],
    seatsReference: 'order-2',
    reference: 'order-2',
    courses: ['ielts', 'gmat'],
    groups: ['Readers'],
    welcome: true,
  })
  expect(await acme.seats('evening', 'ielts')).toEqual({ quantity: 3, used: 1 })
  expect(await undo(operationId)).toMatchObject({ result: 'changed', stays: [{ kind: 'message' }] })
  expect(await acme.access('jane@example.com')).toEqual({ gmat: 'active', ielts: 'revoked' })
  expect(await acme.seats('evening', 'ielts')).toEqual({ quantity: 0, used: 0 })
  const { rows } = await db.database.pool.query(
    'select (select count(*) from team_members) as team, (select count(*) from group_members) as members',
  )
  expect(rows).toEqual([{ team: 0, members: 0 }])
  expect(await undo(operationId)).toMatchObject({ result: 'unchanged' })
})

test('what leans on it is to be undone first, and is named', async () => {
  const buy = { team: evening, seats: [{ product: 'ielts', quantity: 1 }], seatsReference: 'order-1' }
  const { operationId } = await acme.provision('jane@example.com', buy)
  const later = await acme.provision('bob@example.com', { team: evening, courses: ['ielts'] })
  expect(await undo(operationId)).toMatchObject({
    result: 'refused',
    problems: [{ code: 'later_operation', value: later.operationId }],
  })
  await undo(later.operationId)
  expect(await undo(operationId)).toMatchObject({ result: 'changed' })
})

test('what was taken comes back: a seat, the access, the membership', async () => {
  const buy = {
    team: evening,
    seats: [{ product: 'ielts', quantity: 1 }],
    seatsReference: 'order-1',
    courses: ['ielts'],
  }
  await acme.provision('jane@example.com', buy)
  const teamId = acme.teams.evening ?? 0
  const left = await acme.ask({ kind: 'leave_team', teamId, email: 'jane@example.com', role: null })
  expect(await acme.access('jane@example.com')).toEqual({ ielts: 'revoked' })
  await undo(left.operationId)
  expect(await acme.access('jane@example.com')).toEqual({ ielts: 'active' })
  expect(await acme.seats('evening', 'ielts')).toEqual({ quantity: 1, used: 1 })

  const again = await acme.ask({ kind: 'release_seat', teamId, product: 'ielts', email: 'jane@example.com' })
  const bob = await acme.provision('bob@example.com', { team: evening, courses: ['ielts'] })
  expect(await undo(again.operationId)).toMatchObject({
    problems: [{ code: 'later_operation', value: bob.operationId }],
  })
})

test('an undoing can itself be undone', async () => {
  const { operationId } = await acme.provision('jane@example.com', { courses: ['ielts'], reference: 'order-1' })
  const undone = await undo(operationId)
  expect(await acme.access('jane@example.com')).toEqual({ ielts: 'revoked' })
  await undo(undone.operationId)
  expect(await acme.access('jane@example.com')).toEqual({ ielts: 'active' })
})

test('roles, places and courses of groups are again what they were', async () => {
  const teamId = acme.teams.evening ?? 0
  const email = 'jane@example.com'
  const { groups } = await acme.provision(email, { team: evening, teamRole: 'manager', groups: ['Readers'] })
  const groupId = groups[0]?.id ?? 0
  await acme.ask({ kind: 'attach_courses', groupId, courses: ['ielts', 'gmat'] })
  const roleOf = async () => (await db.database.pool.query('select team_id, role from team_members')).rows

  const changed = await acme.ask({ kind: 'change_team_role', teamId, email, role: 'learner' })
  await undo(changed.operationId)
  expect(await roleOf()).toEqual([{ team_id: teamId, role: 'manager' }])

  const moved = await acme.ask({ kind: 'move_team_member', teamId, toTeamId: acme.teams.morning ?? 0, email })
  await undo(moved.operationId)
  expect(await roleOf()).toEqual([{ team_id: teamId, role: 'manager' }])

  const detached = await acme.ask({ kind: 'detach_courses', groupId, courses: ['gmat'] })
  expect(await acme.access(email)).toEqual({ gmat: 'revoked', ielts: 'active' })
  await undo(detached.operationId)
  expect(await acme.access(email)).toEqual({ gmat: 'active', ielts: 'active' })
  await acme.provision('bob@example.com', { groups: ['Readers'] })
  expect(await acme.access('bob@example.com')).toEqual({ gmat: 'active', ielts: 'active' })
})

test('who left the organization is back, with all of it', async () => {
  const email = 'jane@example.com'
  const bought = {
    team: evening,
    seats: [{ product: 'ielts', quantity: 1 }],
    seatsReference: 'order-1',
    courses: ['ielts', 'gmat'],
  }
  const { groups } = await acme.provision(email, { ...bought, groups: ['Readers'] })
  const left = await acme.ask({
    kind: 'leave_organization',
    email,
    groupIds: groups.map(({ id }) => id),
    courseIds: (await db.database.pool.query('select id from courses')).rows.map(row => row.id),
  })
  expect(await acme.access(email)).toEqual({ gmat: 'revoked', ielts: 'revoked' })
  await undo(left.operationId)
  expect(await acme.access(email)).toEqual({ gmat: 'active', ielts: 'active' })
  expect(await acme.seats('evening', 'ielts')).toEqual({ quantity: 1, used: 1 })
  const { rows } = await db.database.pool.query(`select (select count(*) from memberships) as memberships,
    (select count(*) from team_members) as team, (select count(*) from group_members) as members`)
  expect(rows).toEqual([{ memberships: 1, team: 1, members: 1 }])
})

test('what a seat gave comes back only with the seat: what freed it is to be undone first', async () => {
  const email = 'jane@example.com'
  const { operationId } = await acme.provision(email, {
    team: evening,
    seats: [{ product: 'both', quantity: 1 }],
    seatsReference: 'order-1',
    products: ['both'],
  })
  const revoked = await acme.ask({ kind: 'revoke', email, course: 'ielts', reason: null })
  const undone = await undo(operationId)
  expect(await undo(revoked.operationId)).toMatchObject({
    problems: [{ code: 'later_operation', value: (undone as { operationId: number }).operationId }],
  })
})

test('a seat comes back only to who is still in the team', async () => {
  const email = 'jane@example.com'
  const teamId = acme.teams.evening ?? 0
  const bought = {
    team: evening,
    seats: [{ product: 'ielts', quantity: 1 }],
    seatsReference: 'order-1',
    courses: ['ielts'],
  }
  await acme.provision(email, bought)
  const released = await acme.ask({ kind: 'release_seat', teamId, product: 'ielts', email })
  await acme.ask({ kind: 'leave_team', teamId, email, role: null })
  expect(await undo(released.operationId)).toMatchObject({ problems: [{ code: 'left_team', value: teamId }] })
})

test('a seat that was given anew meanwhile is not given back a second time: what gave it is to be undone first', async () => {
  const email = 'jane@example.com'
  const sit = { team: evening, products: ['both'] }
  await acme.provision(email, { ...sit, seats: [{ product: 'both', quantity: 2 }], seatsReference: 'order-1' })
  const left = await acme.ask({ kind: 'leave_team', teamId: acme.teams.evening ?? 0, email, role: null })
  const { operationId } = await acme.provision(email, sit)
  expect(await undo(left.operationId)).toMatchObject({ problems: [{ code: 'later_operation', value: operationId }] })
  expect(await acme.seats('evening', 'both')).toEqual({ quantity: 2, used: 1 })
})
