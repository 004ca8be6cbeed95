import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { createDomain, type Domain } from '../../test/domain.ts'
import { createInvitations, type Invitations } from '../../test/invitations.ts'

let db: TestDatabase
let acme: Domain
let clock: Date
let invitations: Invitations

const start = new Date('2026-12-01T10:00:00Z')
const evening = { strategy: 'specific', team: 'evening' } as const

beforeEach(async () => {
  clock = start
  db = await createTestDatabase()
  acme = await createDomain(db, { now: () => clock })
  invitations = createInvitations(db, acme, () => clock)
})
afterEach(() => db.drop())

const later = (days: number) => {
  clock = new Date(start.getTime() + days * 24 * 60 * 60_000)
}

const addSeats = (quantity: number, product = 'ielts') =>
  acme.ask({
    kind: 'change_seats',
    teamId: acme.teams.evening ?? 0,
    product,
    change: { add: quantity },
    reclaim: null,
    reference: null,
  })

const members = async () => {
  const { rows } = await db.database.pool.query(
    'select users.email, role, invited_at is not null as invited from memberships join users on id = user_id order by email',
  )
  return rows
}

const teamOf = async (email: string) => {
  const { rows } = await db.database.pool.query(
    'select role from team_members join users on id = user_id where email = $1',
    [email],
  )
  return rows
}

test('an invitation keeps a seat and gives nothing; accepting it takes the seat, the team and the access', async () => {
  await addSeats(2)
  const jane = await invitations.send('jane@example.com', { courses: ['ielts', 'gmat'], role: 'manager' })
  expect(await acme.seats('evening', 'ielts')).toEqual({ quantity: 2, used: 1 })
  expect(await members()).toEqual([{ email: 'jane@example.com', role: 'learner', invited: true }])
  expect(await teamOf('jane@example.com')).toEqual([])
  expect(await acme.access('jane@example.com')).toEqual({})

  expect(await invitations.accept(jane)).toMatchObject({ result: 'changed' })
  expect(await acme.seats('evening', 'ielts')).toEqual({ quantity: 2, used: 1 })
  expect(await members()).toEqual([{ email: 'jane@example.com', role: 'learner', invited: false }])
  expect(await teamOf('jane@example.com')).toEqual([{ role: 'manager' }])
  expect(await acme.access('jane@example.com')).toEqual({ gmat: 'active', ielts: 'active' })
  const { rows } = await db.database.pool.query(
    `select source, case when source = 'seat' then (select taken_at is not null and invitation_id = $1 from claims
      where claims.id = origin_id) else origin_id = $1 end as right from grants order by source`,
    [jane.invitationId],
  )
  expect(rows).toEqual([
    { source: 'invitation', right: true },
    { source: 'seat', right: true },
  ])
})

test('200 invited at once on 37 seats: 37 are kept, 163 are refused', async () => {
  await addSeats(37)
  const emails = Array.from({ length: 200 }, (_, index) => `learner${index}@example.com`)
  const outcomes = await Promise.all(emails.map(email => invitations.tryToSend(email, { products: ['ielts'] })))
  expect(outcomes.filter(({ result }) => result === 'changed')).toHaveLength(37)
  expect(await acme.seats('evening', 'ielts')).toEqual({ quantity: 37, used: 37 })
})

test('withdrawing frees the seat, for who waits first, and the person is not shown as invited any more', async () => {
  await addSeats(1)
  await db.database.pool.query('update seats set waitlist = true')
  const jane = await invitations.send('jane@example.com', { courses: ['ielts'] })
  await acme.provision('bob@example.com', { team: evening, courses: ['ielts'] })
  expect(await acme.access('bob@example.com')).toEqual({})
  await invitations.withdraw(jane)
  expect(await acme.access('bob@example.com')).toEqual({ ielts: 'active' })
  expect(await members()).toEqual([{ email: 'bob@example.com', role: 'learner', invited: false }])
  expect(await invitations.accept(jane)).toMatchObject({ problems: [{ code: 'invitation_over' }] })
  expect(await invitations.withdraw(jane)).toMatchObject({ problems: [{ code: 'invitation_over' }] })
})

test('a seat that an expired invitation keeps goes at once to who wants it', async () => {
  await addSeats(1)
  const jane = await invitations.send('jane@example.com', { courses: ['ielts'], days: 3 })
  later(2)
  expect(
    await acme.tryTo({ ...invitations.person('bob@example.com'), team: evening, courses: ['ielts'] }),
  ).toMatchObject({ result: 'refused' })
  later(3)
  await acme.provision('bob@example.com', { team: evening, courses: ['ielts'] })
  expect(await acme.access('bob@example.com')).toEqual({ ielts: 'active' })
  expect(await acme.seats('evening', 'ielts')).toEqual({ quantity: 1, used: 1 })
  expect(await invitations.accept(jane)).toMatchObject({ problems: [{ code: 'invitation_over' }] })
  // Its seat is gone: it can be renewed once there is one again.
  expect(await invitations.renew(jane, { days: 9 })).toMatchObject({ problems: [{ code: 'no_seats_left' }] })
  await addSeats(1)
  expect(await invitations.renew(jane, { days: 9 })).toMatchObject({ result: 'changed' })
  expect(await invitations.accept(jane)).toMatchObject({ result: 'changed' })
  expect(await acme.seats('evening', 'ielts')).toEqual({ quantity: 2, used: 2 })
})

test('whoever needs one seat of an expired invitation frees all that it keeps', async () => {
  await addSeats(1)
  await addSeats(5, 'gmat')
  await invitations.send('jane@example.com', { courses: ['ielts', 'gmat'], days: 3 })
  later(3)
  await acme.provision('bob@example.com', { team: evening, courses: ['ielts'] })
  expect(await acme.seats('evening', 'gmat')).toEqual({ quantity: 5, used: 0 })
})

test('seats that 30 expired invitations keep go to 30 of the 60 who want them at once, through two processes', async () => {
  await addSeats(30)
  const emails = Array.from({ length: 30 }, (_, index) => `invited${index}@example.com`)
  await Promise.all(emails.map(email => invitations.send(email, { courses: ['ielts'], days: 3 })))
  later(3)
  const other = invitations.ofAnotherProcess()
  const outcomes = await Promise.all(
    Array.from({ length: 60 }, (_, index) => {
      const learner = { ...invitations.person(`learner${index}@example.com`), team: evening, courses: ['ielts'] }
      return index % 2 ? acme.tryTo(learner) : other.tryTo(learner)
    }),
  )
  expect(outcomes.filter(({ result }) => result === 'created')).toHaveLength(30)
  expect(await acme.seats('evening', 'ielts')).toEqual({ quantity: 30, used: 30 })
})

test('the time of an invitation is over once: its seats are free, and the log says so', async () => {
  await addSeats(2)
  const jane = await invitations.send('jane@example.com', { courses: ['ielts'], days: 3 })
  expect(await invitations.lapse(jane)).toMatchObject({ result: 'unchanged' })
  later(3)
  await Promise.all([invitations.lapse(jane), invitations.lapse(jane)])
  expect(await acme.seats('evening', 'ielts')).toEqual({ quantity: 2, used: 0 })
  const { rows } = await db.database.pool.query(`select result from operations where kind = 'lapse_invitation'`)
  expect(rows).toEqual([{ result: 'changed' }])
})

test('nobody is invited twice to the same team; after the first one expired, they are', async () => {
  await addSeats(1)
  await invitations.send('jane@example.com', { courses: ['ielts'], days: 3 })
  expect(await invitations.tryToSend('jane@example.com')).toMatchObject({ problems: [{ code: 'already_invited' }] })
  await invitations.send('jane@example.com', { team: null })
  later(4)
  const again = await invitations.send('jane@example.com', { courses: ['ielts'] })
  expect(await acme.seats('evening', 'ielts')).toEqual({ quantity: 1, used: 1 })
  expect(await invitations.accept(again)).toMatchObject({ result: 'changed' })
})

test('sending it again makes a new link, and the old one is dead', async () => {
  const first = await invitations.send('jane@example.com', { courses: ['ielts'] })
  await invitations.renew(first, { days: 20, send: true })
  expect(await invitations.accept(first)).toMatchObject({ problems: [{ code: 'invitation_over' }] })
  expect(await invitations.accept(await invitations.read(first))).toMatchObject({ result: 'changed' })
  const { rows } = await db.database.pool.query(`select kind from messages where kind = 'invitation'`)
  expect(rows).toHaveLength(2)
})

test('accepted twice at once, it is accepted once', async () => {
  await addSeats(1)
  const jane = await invitations.send('jane@example.com', { courses: ['ielts', 'gmat'] })
  const other = invitations.ofAnotherProcess()
  const outcomes = await Promise.all([
    ...Array.from({ length: 5 }, () => invitations.accept(jane)),
    ...Array.from({ length: 5 }, () => other.accept(jane)),
  ])
  expect(outcomes.filter(({ result }) => result === 'changed')).toHaveLength(1)
  expect(await acme.seats('evening', 'ielts')).toEqual({ quantity: 1, used: 1 })
  const { rows } = await db.database.pool.query('select count(*) from grants')
  expect(rows).toEqual([{ count: 2 }])
})

test('withdrawn, expired and accepted at once: one wins, and no seat drifts', async () => {
  await addSeats(1)
  const other = invitations.ofAnotherProcess()
  for (let round = 0; round < 20; round++) {
    const email = `jane${round}@example.com`
    const jane = await invitations.send(email, { courses: ['ielts'] })
    const [withdrawn, accepted] = await Promise.all(
      round % 2 ? [invitations.withdraw(jane), other.accept(jane)] : [other.withdraw(jane), invitations.accept(jane)],
    )
    expect([withdrawn.result, accepted.result].sort()).toEqual(['changed', 'refused'])
    const isIn = accepted.result === 'changed'
    expect(await acme.access(email)).toEqual(isIn ? { ielts: 'active' } : {})
    expect(await acme.seats('evening', 'ielts')).toEqual({ quantity: 1, used: isIn ? 1 : 0 })
    if (isIn) await acme.ask({ kind: 'leave_team', teamId: acme.teams.evening ?? 0, email, role: null })
  }
})

test('who is let in otherwise takes up the seat that was kept, and keeps it when the invitation is withdrawn', async () => {
  await addSeats(1)
  const jane = await invitations.send('jane@example.com', { courses: ['ielts'] })
  const { operationId } = await acme.provision('jane@example.com', { team: evening, courses: ['ielts'] })
  expect(await members()).toEqual([{ email: 'jane@example.com', role: 'learner', invited: false }])
  await invitations.withdraw(jane)
  expect(await acme.access('jane@example.com')).toEqual({ ielts: 'active' })
  expect(await acme.seats('evening', 'ielts')).toEqual({ quantity: 1, used: 1 })
  // What the invitation kept is not brought back by an undo once nobody can accept it.
  await invitations.undo(operationId)
  expect(await acme.seats('evening', 'ielts')).toEqual({ quantity: 1, used: 0 })
  expect(await acme.access('jane@example.com')).toEqual({ ielts: 'revoked' })
})

test('undoing what took up a kept seat keeps it again for as long as the invitation is open', async () => {
  await addSeats(1)
  const jane = await invitations.send('jane@example.com', { courses: ['ielts'] })
  const { operationId } = await acme.provision('jane@example.com', { team: evening, courses: ['ielts'] })
  await invitations.undo(operationId)
  expect(await acme.seats('evening', 'ielts')).toEqual({ quantity: 1, used: 1 })
  expect(await acme.access('jane@example.com')).toEqual({ ielts: 'revoked' })
  await invitations.accept(jane)
  expect(await acme.access('jane@example.com')).toEqual({ ielts: 'active' })
  expect(await acme.seats('evening', 'ielts')).toEqual({ quantity: 1, used: 1 })
})

test('whoever has no password must choose one to accept', async () => {
  const jane = await invitations.send('jane@example.com', { courses: ['gmat'] })
  expect(await invitations.accept(jane, { withPassword: false })).toMatchObject({
    problems: [{ code: 'required', field: 'password' }],
  })
  expect(await acme.access('jane@example.com')).toEqual({})
  await db.database.pool.query('update users set password_set_at = now()')
  expect(await invitations.accept(jane, { withPassword: false })).toMatchObject({
    result: 'changed',
    passwordLinkId: null,
  })
})

test('who comes in with more than a learner may has a password that came from the mailbox', async () => {
  const jane = await invitations.send('jane@example.com', { team: null, role: 'admin' })
  await db.database.pool.query('update users set password_set_at = now()')
  expect(await invitations.accept(jane, { withPassword: false })).toMatchObject({ problems: [{ code: 'required' }] })
  expect(await members()).toMatchObject([{ role: 'learner', invited: true }])
  await db.database.pool.query('update users set email_verified = true')
  expect(await invitations.accept(jane, { withPassword: false })).toMatchObject({ result: 'changed' })
  expect(await members()).toMatchObject([{ role: 'admin', invited: false }])
})

test('groups give their courses once it is accepted; what was archived meanwhile is left out', async () => {
  await acme.provision('ann@example.com', { groups: ['Readers'] })
  const { rows } = await db.database.pool.query('select id from groups')
  await acme.ask({ kind: 'attach_courses', groupId: rows[0].id, courses: ['ielts'] })
  expect(await invitations.tryToSend('jane@example.com', { groups: ['Writers'] })).toMatchObject({
    problems: [{ code: 'unknown_group', value: 'Writers' }],
  })
  const jane = await invitations.send('jane@example.com', { groups: ['readers'], courses: ['gmat'] })
  await db.database.pool.query(`update courses set archived_at = now() where name = 'gmat'`)
  await invitations.accept(jane)
  expect(await acme.access('jane@example.com')).toEqual({ ielts: 'active' })
})

test('whoever leaves the organization is not invited to it any more, and keeps no seat from anybody', async () => {
  await addSeats(1)
  await db.database.pool.query('update seats set waitlist = true')
  const jane = await invitations.send('jane@example.com', { courses: ['ielts'] })
  await acme.provision('bob@example.com', { team: evening, courses: ['ielts'] })
  await acme.ask({ kind: 'leave_organization', email: 'jane@example.com', groupIds: [], courseIds: [] })
  expect(await acme.access('bob@example.com')).toEqual({ ielts: 'active' })
  expect(await invitations.accept(jane)).toMatchObject({ problems: [{ code: 'invitation_over' }] })
  expect(await members()).toMatchObject([{ email: 'bob@example.com' }])
})

test('undoing what let somebody in, who was invited and is gone by now, does not bring them back', async () => {
  await invitations.send('jane@example.com')
  const { operationId } = await acme.provision('jane@example.com', { courses: ['ielts'] })
  await acme.ask({ kind: 'leave_organization', email: 'jane@example.com', groupIds: [], courseIds: [] })
  await invitations.undo(operationId)
  expect(await members()).toEqual([])
})

test('undoing what freed a seat does not keep a second one for an invitation that was renewed meanwhile', async () => {
  await addSeats(1)
  const jane = await invitations.send('jane@example.com', { courses: ['ielts'], days: 3 })
  later(3)
  const { operationId } = await acme.provision('bob@example.com', { team: evening, courses: ['ielts'] })
  await addSeats(1)
  await invitations.renew(jane, { days: 9 })
  await invitations.undo(operationId)
  expect(await acme.seats('evening', 'ielts')).toEqual({ quantity: 2, used: 1 })
  expect(await acme.access('bob@example.com')).toEqual({ ielts: 'revoked' })
})
