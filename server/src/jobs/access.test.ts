import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { createDomain, type Domain } from '../../test/domain.ts'
import { startTestServer } from '../../test/server.ts'
import { createEmailLinks } from '../lib/links/email-links.ts'
import { createInvitationLinks } from '../lib/links/invitation-links.ts'
import { createPasswordLinks } from '../lib/links/password-links.ts'
import { getMessage } from '../mail/messages.ts'
import { resendMessages } from '../mail/resend-messages.ts'
import { createEngine } from '../provisioning/engine.ts'
import { endAccess } from './end-access.ts'
import { queueReminders } from './remind.ts'

let db: TestDatabase
let acme: Domain
let clock: Date

const start = new Date('2026-12-01T10:00:00Z')
const days = (count: number) => ({ months: null, days: count, until: null })
const secrets = { secretKey: 'a secret of the tests', publicUrl: 'http://localhost' }
const passwordLinks = createPasswordLinks(secrets)
const invitationLinks = createInvitationLinks(secrets)
const emailLinks = createEmailLinks(secrets)
const evening = { strategy: 'specific', team: 'evening' } as const

beforeEach(async () => {
  clock = start
  db = await createTestDatabase()
  acme = await createDomain(db, { now: () => clock })
})
afterEach(() => db.drop())

function later(days: number, minutes = 0): Date {
  clock = new Date(start.getTime() + (days * 24 * 60 + minutes) * 60_000)
  return clock
}

/** Another server on the same database. */
function openEngine() {
  return createEngine({
    pool: db.database.pool,
    passwordLinkDays: 7,
    now: () => clock,
    onMail: () => {},
  })
}

async function ended() {
  const { rows } = await db.database.pool.query(
    `select email, courses, actor_kind, result from operations where kind = 'access_ended' order by email`,
  )
  return rows
}

async function reminders() {
  const { rows } = await db.database.pool.query(
    `select m.id, email, m.kind, ends_at from messages m join users u on u.id = user_id where m.kind like 'access%' order by m.id`,
  )
  return rows
}

const remind = () => queueReminders(db.database.kysely, clock)

test('access that is over is noted once, within the minute, however many servers look', async () => {
  const emails = Array.from({ length: 300 }, (_, index) => `learner${index}@example.com`)
  await Promise.all(emails.map(email => acme.provision(email, { courses: ['ielts'], access: days(30) })))
  await acme.provision('ever@example.com', { courses: ['ielts'] })
  await acme.provision('long@example.com', { courses: ['ielts'], access: days(31) })
  later(30, -1)
  await endAccess({ engine: acme.engine, database: db.database }, clock)
  expect(await ended()).toEqual([])

  later(30)
  const servers = [acme.engine, openEngine(), openEngine()]
  await Promise.all(servers.map(engine => endAccess({ engine, database: db.database }, clock)))
  const lines = await ended()
  expect(lines).toHaveLength(300)
  expect(new Set(lines.map(line => line.email)).size).toBe(300)
  expect(lines[0]).toMatchObject({ courses: ['ielts'], actor_kind: 'system', result: 'changed' })
  later(30, 1)
  await endAccess({ engine: acme.engine, database: db.database }, clock)
  expect(await ended()).toHaveLength(300)
})

test('a server notes when it starts what ended while none ran', async () => {
  await acme.provision('jane@example.com', { courses: ['ielts'], access: days(30) })
  await db.database.pool.query(
    `update enrollments set starts_at = now() - interval '1 year', ends_at = now() - interval '1 day'`,
  )
  const usher = await startTestServer({ databaseUrl: db.url })
  await vi.waitFor(async () => expect(await ended()).toHaveLength(1), { timeout: 8000 })
  await usher.close()
})

test('a seat whose access is over goes to whoever waits for it', async () => {
  await acme.provision('ann@example.com', {
    team: evening,
    seats: [{ product: 'ielts', quantity: 1 }],
    seatsReference: 'order-1',
  })
  await db.database.pool.query('update seats set access_days = 30, waitlist = true')
  await acme.provision('ann@example.com', { team: evening, courses: ['ielts'] })
  await acme.provision('bob@example.com', { team: evening, courses: ['ielts'] })
  later(30, 1)
  await endAccess({ engine: acme.engine, database: db.database }, clock)
  expect(await acme.seats('evening', 'ielts')).toEqual({ quantity: 1, used: 1 })
  expect(await acme.access('bob@example.com')).toEqual({ ielts: 'active' })
})

test('access that is taken away does not end a second time', async () => {
  await acme.provision('jane@example.com', { courses: ['ielts'], access: days(30) })
  await acme.ask({ kind: 'revoke', email: 'jane@example.com', course: 'ielts', reason: null })
  later(40)
  await endAccess({ engine: acme.engine, database: db.database }, clock)
  expect(await ended()).toEqual([])
})

test('a learner is reminded 7 days and 1 day before, once each, however many servers look', async () => {
  await acme.provision('jane@example.com', { courses: ['ielts'], access: days(30) })
  later(23, -1)
  await remind()
  expect(await reminders()).toEqual([])
  for (const moment of [() => later(23), () => later(23, 1), () => later(28)]) {
    moment()
    await Promise.all([remind(), remind(), remind()])
    expect(await reminders()).toMatchObject([{ email: 'jane@example.com', kind: 'access_ending' }])
  }
  for (const moment of [() => later(29), () => later(29, 60)]) {
    moment()
    await Promise.all([remind(), remind(), remind()])
    expect(await reminders()).toMatchObject([{ kind: 'access_ending' }, { kind: 'access_ending_tomorrow' }])
  }
  later(30)
  expect(await remind()).toBe(0)
})

test('who was not reminded in time is reminded late, and once', async () => {
  await acme.provision('jane@example.com', { courses: ['ielts'], access: days(30) })
  later(29, 60)
  await remind()
  expect(await reminders()).toMatchObject([{ kind: 'access_ending_tomorrow' }])
})

test('an end that was put off is reminded of anew', async () => {
  await acme.provision('jane@example.com', { courses: ['ielts'], access: days(30) })
  later(25)
  await remind()
  await acme.ask({ kind: 'extend', email: 'jane@example.com', course: 'ielts', period: days(30), reference: null })
  expect(await remind()).toBe(0)
  later(54)
  expect(await remind()).toBe(1)
})

test('who is held, revoked or in a suspended organization gets no reminder, nor does access that was short from the start', async () => {
  for (const name of ['held', 'gone', 'open'])
    await acme.provision(`${name}@example.com`, { courses: ['ielts'], access: days(30) })
  await acme.ask({ kind: 'suspend', email: 'held@example.com', course: 'ielts', reason: null })
  await acme.ask({ kind: 'revoke', email: 'gone@example.com', course: 'ielts', reason: null })
  later(25)
  await acme.provision('short@example.com', { courses: ['ielts'], access: days(7) })
  await db.database.pool.query('update organizations set suspended_at = now()')
  expect(await remind()).toBe(0)
  await db.database.pool.query('update organizations set suspended_at = null')
  await remind()
  expect(await reminders()).toMatchObject([{ email: 'open@example.com' }])
})

test('the letter names the course and its last day, and can be sent again', async () => {
  await acme.provision('jane@example.com', { courses: ['ielts', 'gmat'], access: days(30) })
  await db.database.pool.query(
    `update enrollments set ends_at = null where course_id = (select id from courses where name = 'gmat')`,
  )
  later(25)
  await remind()
  const [{ id }] = await reminders()
  const config = { publicUrl: 'http://localhost', passwordLinkDays: 7 }
  const read = (id: number) =>
    getMessage({ database: db.database, config, passwordLinks, invitationLinks, emailLinks }, id, clock)
  const { letter } = await read(id)
  expect(letter).toMatchObject({
    subject: 'Acme: your access to ielts ends on 31 December 2026',
    courses: [{ name: 'ielts', period: 'until 31 December 2026' }],
    button: { label: 'Set your password' },
  })
  await db.database.pool.query(`update messages set state = 'sent'`)
  for (const _ of ['once', 'twice']) {
    const [again] = await db.database.kysely
      .transaction()
      .execute(transaction => resendMessages(transaction, [id], clock))
    expect((await read(again?.newId ?? 0)).letter.subject).toBe(letter.subject)
  }
})
