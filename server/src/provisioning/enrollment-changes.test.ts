import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { createDomain, type Domain } from '../../test/domain.ts'
import type { ChangedOutcome } from './intents/outcome.ts'
import type { Period } from './rows/course.ts'

let db: TestDatabase
let acme: Domain
let clock: Date

const start = new Date('2026-12-01T10:00:00Z')
const month = { months: 1, days: null, until: null }
const email = 'jane@example.com'
const ielts = { email, course: 'ielts' } as const
const evening = { strategy: 'specific', team: 'evening' } as const

beforeEach(async () => {
  clock = start
  db = await createTestDatabase()
  acme = await createDomain(db, { now: () => clock })
})
afterEach(() => db.drop())

function daysLater(days: number): Date {
  return new Date(start.getTime() + days * 24 * 60 * 60 * 1000)
}

async function extend(period: Partial<Period>, reference: string | null = null) {
  const none = { months: null, days: null, until: null }
  const outcome = await acme.tryTo({ kind: 'extend', ...ielts, period: { ...none, ...period }, reference })
  return outcome as ChangedOutcome
}

const change = (kind: 'suspend' | 'resume' | 'complete' | 'revoke' | 'access_ended') =>
  acme.tryTo({ kind, ...ielts, reason: null })

async function grants() {
  const { rows } = await db.database.pool.query(
    'select id, source, reference, revoked_at is not null as revoked from grants order by starts_at, id',
  )
  return rows
}

test('an extension adds time at the end, by a grant of its own, and the same reference adds it once', async () => {
  await acme.provision(email, { courses: ['ielts'], access: month, reference: 'order-1' })
  clock = daysLater(10)
  const first = await extend({ days: 10 }, 'letter-7')
  expect(first).toMatchObject({ result: 'changed', enrollments: [{ endsAt: new Date('2027-01-11T10:00:00Z') }] })
  expect(await extend({ days: 10 }, 'letter-7')).toMatchObject({ result: 'unchanged' })
  expect(await extend({ days: 10 })).toMatchObject({ enrollments: [{ endsAt: new Date('2027-01-21T10:00:00Z') }] })
  expect(await grants()).toMatchObject([
    { source: 'api', reference: 'order-1' },
    { source: 'person', reference: 'letter-7' },
    { source: 'person', reference: null },
  ])
})

test('an extension of what is over begins now; an end that is no later is refused; no end stays none', async () => {
  await acme.provision(email, { courses: ['ielts', 'gmat'], access: month })
  expect(await extend({ until: daysLater(20) })).toMatchObject({
    result: 'refused',
    problems: [{ code: 'not_longer' }],
  })
  expect(await extend({ until: daysLater(40) })).toMatchObject({ enrollments: [{ endsAt: daysLater(40) }] })
  clock = daysLater(100)
  expect(await extend({ days: 5 })).toMatchObject({
    enrollments: [{ status: 'active', startsAt: daysLater(100), endsAt: daysLater(105) }],
  })
  expect(await extend({})).toMatchObject({ enrollments: [{ endsAt: null }] })
  expect(await extend({ days: 5 })).toMatchObject({ result: 'unchanged', enrollments: [{ endsAt: null }] })
})

test('an extension of access that has not begun begins after it', async () => {
  await acme.provision(email, { courses: ['ielts'], access: month })
  for (const table of ['grants', 'enrollments'])
    await db.database.pool.query(`update ${table} set starts_at = $1`, [daysLater(31)])
  await db.database.pool.query('update enrollments set ends_at = $1', [new Date('2027-02-01T10:00:00Z')])
  expect(await extend({ until: daysLater(100) })).toMatchObject({
    enrollments: [{ status: 'upcoming', startsAt: daysLater(31), endsAt: daysLater(100) }],
  })
})

test('an extension, and the loss of a grant, can be undone', async () => {
  await acme.provision(email, { courses: ['ielts'], access: month, reference: 'order-1' })
  const before = await acme.ask({ kind: 'resume', ...ielts, reason: null })
  const undo = async (operationId: number) => {
    await acme.undo(operationId)
    expect((await change('resume')) as ChangedOutcome).toMatchObject({ enrollments: before.enrollments })
  }
  await undo((await extend({ days: 10 })).operationId)
  const [{ id: grantId }] = await grants()
  await undo((await acme.ask({ kind: 'revoke_grant', ...ielts, grantId, reason: null })).operationId)
})

test('who is through with a course stays through, and the days that were paid for stay', async () => {
  await acme.provision(email, { courses: ['ielts'], access: month })
  const completed = { enrollments: [{ status: 'completed', endsAt: new Date('2027-01-01T10:00:00Z') }] }
  expect(await change('complete')).toMatchObject({ result: 'changed', ...completed })
  expect(await change('complete')).toMatchObject({ result: 'unchanged', ...completed })
  await acme.provision(email, { courses: ['ielts'], access: month, reference: 'order-2' })
  const { rows } = await db.database.pool.query('select completed_at from enrollments')
  expect(rows).toEqual([{ completed_at: start }])
})

test('what is revoked is neither extended nor completed, and does not end again', async () => {
  await acme.provision(email, { courses: ['ielts'], access: month })
  await change('revoke')
  expect(await extend({ days: 5 })).toMatchObject({ problems: [{ code: 'enrollment_revoked' }] })
  expect(await change('complete')).toMatchObject({ problems: [{ code: 'enrollment_revoked' }] })
  clock = daysLater(40)
  expect(await change('access_ended')).toMatchObject({ result: 'unchanged' })
})

test('one grant goes, and the enrollment becomes what is left; the last one takes the access', async () => {
  await acme.provision(email, { courses: ['ielts'], access: month, reference: 'order-1' })
  await acme.provision(email, { courses: ['ielts'], access: month, reference: 'order-2' })
  await acme.provision('bob@example.com', { courses: ['ielts'] })
  const [first, second, bobs] = await grants()
  const revoke = (grantId: number) => acme.tryTo({ kind: 'revoke_grant', ...ielts, grantId, reason: 'refund' })
  expect(await revoke(bobs.id)).toMatchObject({ problems: [{ code: 'unknown_grant', value: bobs.id }] })
  expect(await revoke(first.id)).toMatchObject({
    result: 'changed',
    enrollments: [{ status: 'active', endsAt: new Date('2027-01-01T10:00:00Z') }],
  })
  expect(await revoke(first.id)).toMatchObject({ result: 'unchanged' })
  expect(await revoke(second.id)).toMatchObject({ enrollments: [{ status: 'revoked' }] })
})

test('a seat is free again when what it gave is revoked, and whoever waits gets it', async () => {
  const buy = { team: evening, seats: [{ product: 'both', quantity: 1 }], seatsReference: 'order-1' }
  await acme.provision(email, { ...buy, products: ['both'] })
  await db.database.pool.query('update seats set waitlist = true')
  await acme.provision('bob@example.com', { team: evening, products: ['both'] })
  await change('revoke')
  expect(await acme.seats('evening', 'both')).toEqual({ quantity: 1, used: 1 })
  expect(await acme.access('bob@example.com')).toEqual({})
  await acme.ask({ kind: 'revoke', email, course: 'gmat', reason: null })
  expect(await acme.seats('evening', 'both')).toEqual({ quantity: 1, used: 1 })
  expect(await acme.access('bob@example.com')).toEqual({ gmat: 'active', ielts: 'active' })
})

test('when access is over that is noted once, the seat is free, and the enrollment stays expired', async () => {
  const buy = { team: evening, seats: [{ product: 'ielts', quantity: 1 }], seatsReference: 'order-1' }
  await acme.provision(email, buy)
  await db.database.pool.query('update seats set access_months = 1')
  await acme.provision(email, { team: evening, courses: ['ielts'] })
  clock = daysLater(30)
  expect(await change('access_ended')).toMatchObject({ result: 'unchanged' })
  clock = daysLater(31)
  expect(await change('access_ended')).toMatchObject({ result: 'changed', enrollments: [{ status: 'expired' }] })
  expect(await change('access_ended')).toMatchObject({ result: 'unchanged' })
  expect(await acme.seats('evening', 'ielts')).toEqual({ quantity: 1, used: 0 })
  const { rows } = await db.database.pool.query(`select result from operations where kind = 'access_ended'`)
  expect(rows).toEqual([{ result: 'changed' }])

  await acme.provision(email, { team: evening, courses: ['ielts'] })
  expect(await acme.seats('evening', 'ielts')).toEqual({ quantity: 1, used: 1 })
  clock = daysLater(100)
  expect(await change('access_ended')).toMatchObject({ result: 'changed' })
})

test('a seat stays taken while its learner still has one of its courses', async () => {
  const buy = { team: evening, seats: [{ product: 'both', quantity: 1 }], seatsReference: 'order-1' }
  await acme.provision(email, buy)
  await db.database.pool.query('update seats set access_months = 1')
  await acme.provision(email, { team: evening, products: ['both'] })
  await acme.ask({ kind: 'extend', email, course: 'gmat', period: month, reference: null })
  clock = daysLater(40)
  await change('access_ended')
  expect(await acme.seats('evening', 'both')).toEqual({ quantity: 1, used: 1 })
  clock = daysLater(80)
  await acme.ask({ kind: 'access_ended', email, course: 'gmat', reason: null })
  expect(await acme.seats('evening', 'both')).toEqual({ quantity: 1, used: 0 })
})

test('what was granted for a later time takes the place of what is over', async () => {
  await acme.provision(email, { courses: ['ielts'], access: month })
  await db.database.pool.query(
    `insert into grants (user_id, course_id, organization_id, operation_id, source, starts_at, days, time_zone, renewal)
    select user_id, course_id, organization_id, 1, 'api', $1, 5, 'UTC', 'extend' from grants`,
    [daysLater(60)],
  )
  clock = daysLater(40)
  expect(await change('access_ended')).toMatchObject({
    result: 'changed',
    enrollments: [{ status: 'upcoming', startsAt: daysLater(60), endsAt: daysLater(65) }],
  })
  clock = daysLater(66)
  expect(await change('access_ended')).toMatchObject({ result: 'changed', enrollments: [{ status: 'expired' }] })
})
