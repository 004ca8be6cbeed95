import pino from 'pino'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { createDomain, type Domain } from '../../test/domain.ts'
import { createInvitations, type Invitations } from '../../test/invitations.ts'
import { createSchedule } from '../workers/schedule.ts'
import { jobs } from './jobs.ts'

let db: TestDatabase
let acme: Domain
let invitations: Invitations
let clock: Date
let lines: { job: string; err: { message: string; stack: string } }[]

const start = new Date('2026-12-01T10:00:00Z')
const days = (count: number) => ({ months: null, days: count, until: null })

beforeEach(async () => {
  clock = start
  lines = []
  db = await createTestDatabase()
  acme = await createDomain(db, { now: () => clock })
  invitations = createInvitations(db, acme, () => clock)
})
afterEach(() => db.drop())

/** All of them, once. */
async function run(): Promise<void> {
  const log = pino({ level: 'error' }, { write: line => void lines.push(JSON.parse(line)) })
  const { database } = db
  const schedule = createSchedule(
    jobs,
    {
      database,
      engine: acme.engine,
      onMail: () => {},
      lookForRecord: async () => null,
      outside: { fetch: url => fetch(url) },
    },
    { database, log, now: () => clock },
  )
  schedule.start()
  await vi.waitFor(
    async () => {
      const { rows } = await database.pool.query('select from jobs where due_at > $1 and claimed_at is null', [clock])
      expect(rows).toHaveLength(jobs.length)
    },
    { timeout: 8000, interval: 10 },
  )
  await schedule.stop()
}

/** Of these learners nothing can be written to the table any more. */
async function spoil(table: 'enrollments' | 'messages' | 'invitations', email: string): Promise<void> {
  await db.database.pool.query(`
    create function spoil_${table}() returns trigger language plpgsql as $$ begin
      if new.user_id = (select id from users where email = '${email}') then raise 'it cannot be written'; end if;
      return new;
    end $$;
    create trigger spoil before insert or update on ${table} for each row execute function spoil_${table}()`)
}

async function emailsOf(kind: string): Promise<string[]> {
  const from = kind.startsWith('access_ending') ? 'messages' : 'operations'
  const { rows } = await db.database.pool.query(
    `select users.email from ${from} as told join users on users.id = told.user_id where told.kind = $1 order by 1`,
    [kind],
  )
  return rows.map(row => row.email)
}

test('what cannot be done of a job holds up neither the rest of it nor other jobs, and is said by its name', async () => {
  const names = ['ann', 'bad', 'cleo', 'dan']
  const emails = (prefix: string) => names.map(name => `${prefix}.${name}@example.com`)
  await Promise.all(emails('over').map(email => acme.provision(email, { courses: ['ielts'], access: days(3) })))
  await Promise.all(emails('soon').map(email => acme.provision(email, { courses: ['ielts'], access: days(10) })))
  await acme.provision('tomorrow@example.com', { courses: ['ielts'], access: days(5) })
  for (const email of emails('invited')) await invitations.send(email, { days: 3 })
  clock = new Date(start.getTime() + 4 * 86_400_000)
  await spoil('enrollments', 'over.bad@example.com')
  await spoil('messages', 'soon.bad@example.com')
  await spoil('invitations', 'invited.bad@example.com')
  await db.database.pool.query(
    `insert into sessions (token_hash, user_id, expires_at) select 'hash', id, $1 from users limit 1`,
    [start],
  )
  await db.database.pool.query('alter table attempts rename to attempts_away')

  await run()
  const good = (prefix: string) => emails(prefix).filter(email => !email.includes('bad'))
  expect(await emailsOf('access_ended')).toEqual(good('over'))
  expect(await emailsOf('access_ending')).toEqual(good('soon'))
  expect(await emailsOf('access_ending_tomorrow')).toEqual(['tomorrow@example.com'])
  expect(await emailsOf('lapse_invitation')).toEqual(good('invited'))
  expect(lines.map(line => line.job).sort()).toEqual([
    'delete old attempts',
    'end access',
    'lapse invitations',
    'remind',
  ])
  expect(lines.find(line => line.job === 'end access')?.err).toMatchObject({
    message: expect.stringMatching(/^1 failed and will be tried again: enrollments \d+/),
    stack: expect.stringContaining('it cannot be written'),
  })
  expect((await db.database.pool.query('select from sessions')).rowCount).toBe(0)

  await db.database.pool.query('drop function spoil_enrollments, spoil_messages, spoil_invitations cascade')
  clock = new Date(clock.getTime() + 3_600_000)
  await run()
  expect(await emailsOf('access_ended')).toEqual(emails('over'))
  expect(await emailsOf('access_ending')).toEqual(emails('soon'))
  expect(await emailsOf('lapse_invitation')).toEqual(emails('invited'))
})
