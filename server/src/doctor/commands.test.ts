import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { createDomain, type Domain } from '../../test/domain.ts'
import { startMailServer } from '../../test/mail-server.ts'
import { runUsher } from '../../test/run-usher.ts'

interface Report {
  well: boolean
  checks: { check: string; state: string; found: string }[]
  faults: { kind: string; id: number; of: string; before: object; after: object | null; advice?: string }[]
  repair: { operation_id: number | null; set: number; asked: number; refused: number } | null
}

vi.setConfig({ testTimeout: 60_000 }) // each runs the program several times

let db: TestDatabase
let acme: Domain

beforeEach(async () => {
  db = await createTestDatabase()
  acme = await createDomain(db)
})
afterEach(() => db.drop())

const query = async (text: string, values: unknown[] = []) => (await db.database.pool.query(text, values)).rows

const evening = { strategy: 'specific', team: 'evening' } as const
const months = (count: number) => ({ months: count, days: null, until: null })

/** Two of three seats are used, one course was bought, one revoked. */
async function begin() {
  const seats = { seats: [{ product: 'ielts', quantity: 3 }], seatsReference: 'order-1' }
  await acme.provision('ann@example.com', { team: evening, ...seats, courses: ['ielts'] })
  await acme.provision('bob@example.com', { team: evening, courses: ['ielts'] })
  await acme.provision('cid@example.com', { courses: ['gmat'], access: months(6) })
  await acme.provision('dan@example.com', { courses: ['gmat'], access: months(6) })
  await acme.ask({ kind: 'revoke', email: 'dan@example.com', course: 'gmat', reason: null })
  await query(`update messages set state = 'sent'`)
}

async function doctor(...args: string[]): Promise<Report & { status: number | null }> {
  const { stdout, stderr, status } = await runUsher(db.url, ['doctor', '--json', ...args])
  if (stdout === '') throw new Error(stderr)
  return { ...JSON.parse(stdout), status }
}

/** What is not well, by the name of the check. */
function wrong({ checks }: Report): Record<string, string> {
  return Object.fromEntries(checks.flatMap(({ check, state, found }) => (state === 'well' ? [] : [[check, found]])))
}

const access = (email: string) =>
  query(
    `select e.starts_at, e.ends_at, e.revoked_at from enrollments e join users u on u.id = e.user_id where email = $1`,
    [email],
  )

test('where all is well, a table says so, and nothing is changed', async () => {
  await begin()
  const { stdout, status } = await runUsher(db.url, ['doctor'])
  expect(status).toBe(0)
  expect(stdout.split('\n')[0]).toMatch(/^CHECK +STATE +FOUND$/)
  for (const check of ['database', 'schema', 'clock', 'mails', 'seats', 'credits', 'enrollments', 'keys', 'settings'])
    expect(stdout).toMatch(new RegExp(`^${check} +well `, 'm'))
  expect(await doctor('--repair', '--yes')).toMatchObject({ status: 0, well: true, faults: [], repair: null })
  expect(await query(`select from operations where kind = 'repair'`)).toEqual([])
})

test('counts that drifted are found, shown and set right, and the operation says from what to what', async () => {
  await begin()
  await acme.provision('eve@example.com', {
    team: { strategy: 'specific', team: 'morning' },
    seats: [{ product: 'gmat', quantity: 5 }],
    seatsReference: 'order-2',
  })
  const [organization] = await query(`insert into credit_accounts (organization_id) values ($1) returning id`, [
    acme.organizationId,
  ])
  await query(`insert into credit_entries (account_id, amount, operation_id) values ($1, 100, 1), ($1, -12.5, 2)`, [
    organization.id,
  ])
  await query(`update seats set used = used + 1 where quantity = 3`)
  await query(`update seats set quantity = 50 where quantity = 5`)
  await query(`update credit_accounts set balance = 1000`)

  const found = await doctor()
  expect(found).toMatchObject({ status: 1, well: false, repair: null })
  expect(Object.keys(wrong(found))).toEqual(['seats', 'credits'])
  expect(found.faults).toMatchObject([
    { kind: 'seats', of: 'ielts, evening, acme', before: { used: 3 }, after: { quantity: 3, used: 2 } },
    { kind: 'seats', of: 'gmat, morning, acme', before: { quantity: 50 }, after: { quantity: 5, used: 0 } },
    { kind: 'credit_account', of: 'acme', before: { balance: '1000.00' }, after: { balance: '87.50' } },
  ])
  const plan = await runUsher(db.url, ['doctor', '--repair'])
  expect(plan.status).toBe(1)
  expect(plan.stdout).toMatch(/^seats +\d+ +ielts, evening, acme +used 3 +used 2$/m)
  expect(plan.stdout).toContain('Nothing is changed yet: --repair --yes')
  expect(wrong(await doctor())).toEqual(wrong(found))

  const repaired = await doctor('--repair', '--yes')
  expect(repaired).toMatchObject({ status: 0, well: true, repair: { set: 3, asked: 0, refused: 0 } })
  expect(await acme.seats('evening', 'ielts')).toEqual({ quantity: 3, used: 2 })
  expect(await acme.seats('morning', 'gmat')).toEqual({ quantity: 5, used: 0 })
  expect(await query('select balance from credit_accounts')).toEqual([{ balance: '87.50' }])
  expect(await query(`select id, result, source, actor_kind from operations where kind = 'repair'`)).toEqual([
    { id: repaired.repair?.operation_id, result: 'changed', source: 'cli', actor_kind: 'system' },
  ])
  expect(
    await query(`select kind, before, after from changes where operation_id = $1 order by id`, [
      repaired.repair?.operation_id,
    ]),
  ).toEqual([
    { kind: 'seats', before: { quantity: 3, used: 3 }, after: { quantity: 3, used: 2 } },
    { kind: 'seats', before: { quantity: 50, used: 0 }, after: { quantity: 5, used: 0 } },
    { kind: 'credit_account', before: { balance: '1000.00' }, after: { balance: '87.50' } },
  ])
})

test('more learners than seats are left to people, and the rest is repaired all the same', async () => {
  await begin()
  await query(`delete from seat_entries`)
  await query(`update enrollments set ends_at = null where ends_at is not null`)
  const found = await doctor()
  expect(wrong(found).seats).toContain('1 of them is left to you')
  expect(found.faults).toMatchObject([
    { kind: 'seats', after: null, advice: '2 learners on 0 seats: add seats, or take some back' },
    { kind: 'enrollment', of: 'cid@example.com in gmat' },
  ])
  const repaired = await doctor('--repair', '--yes')
  expect(repaired).toMatchObject({ status: 1, repair: { set: 1 } })
  expect(Object.keys(wrong(repaired))).toEqual(['seats'])
})

test('enrollments that are not what their grants add up to are found among many, and folded again', async () => {
  await begin()
  const many = Array.from({ length: 700 }, (_, index) => `learner${index}@example.com`)
  await Promise.all(many.map(email => acme.provision(email, { courses: ['gmat'], access: months(3) })))
  const before = [...(await access('cid@example.com')), ...(await access('learner650@example.com'))]
  const of = (email: string) => `user_id = (select id from users where email = '${email}')`
  await query(`update enrollments set ends_at = ends_at + interval '1 year' where ${of('cid@example.com')}`)
  await query(`update enrollments set revoked_at = null where ${of('dan@example.com')}`)
  await query(`update enrollments set revoked_at = now() where ${of('learner650@example.com')}`)
  await query(`delete from grants where ${of('learner3@example.com')}`)

  const found = await doctor()
  expect(wrong(found)).toEqual({ enrollments: '4 are not what the grants add up to' })
  expect(found.faults.map(({ of }) => of).sort()).toEqual([
    'cid@example.com in gmat',
    'dan@example.com in gmat',
    'learner3@example.com in gmat',
    'learner650@example.com in gmat',
  ])
  const plan = await runUsher(db.url, ['doctor', '--repair'])
  expect(plan.stdout).toMatch(/cid@example\.com in gmat +ends_at \S+Z +ends_at \S+Z$/m)
  expect(plan.stdout).toMatch(/learner650@example\.com in gmat +revoked_at \S+Z +revoked_at none$/m)
  expect(await doctor('--repair', '--yes')).toMatchObject({ status: 0, well: true, repair: { set: 4 } })
  expect([...(await access('cid@example.com')), ...(await access('learner650@example.com'))]).toEqual(before)
  const [dan] = await query(`select revoked_at from grants where revoked_at is not null`)
  expect(await access('dan@example.com')).toMatchObject([dan])
  expect(await access('learner3@example.com')).toMatchObject([{ revoked_at: expect.any(Date) }])
})

test('what a seat gave ends with the seat that was given back', async () => {
  await begin()
  await query(`update claims set released_at = now() where user_id = (select id from users where email = $1)`, [
    'ann@example.com',
  ])
  const found = await doctor()
  expect(wrong(found)).toEqual({ 'seat grants': '1 gives access from a seat that was given back' })
  expect(found.faults).toMatchObject([{ kind: 'grant', of: 'ann@example.com in ielts', after: { state: 'revoked' } }])
  expect(await doctor('--repair', '--yes')).toMatchObject({ status: 0, well: true, repair: { set: 0, asked: 1 } })
  expect(await acme.access('ann@example.com')).toEqual({ ielts: 'revoked' })
  expect(await query(`select email, source from operations where kind = 'revoke_grant'`)).toEqual([
    { email: 'ann@example.com', source: 'cli' },
  ])
})

test('a seat that ended with its access is no fault, also when the course was bought again', async () => {
  await query(`update courses set access_days = 30`)
  const seats = { seats: [{ product: 'ielts', quantity: 1 }], seatsReference: 'order-1' }
  await acme.provision('ann@example.com', { team: evening, ...seats, courses: ['ielts'] })
  for (const table of ['enrollments', 'grants'])
    await query(`update ${table} set starts_at = starts_at - interval '60 days'`)
  await query(`update enrollments set ends_at = ends_at - interval '60 days'`)
  await acme.ask({ kind: 'access_ended', email: 'ann@example.com', course: 'ielts', reason: null })
  expect(await acme.seats('evening', 'ielts')).toEqual({ quantity: 1, used: 0 })
  await acme.provision('ann@example.com', { courses: ['ielts'], reference: 'order-2' })
  expect(wrong(await doctor())).toEqual({})
})

test('who left a team gives back its seats, and whoever waits is next', async () => {
  await begin()
  await query(`update seats set waitlist = true`)
  for (const email of ['eve@example.com', 'fay@example.com'])
    await acme.provision(email, { team: evening, courses: ['ielts'] })
  await query(`delete from team_members where user_id = (select id from users where email = 'ann@example.com')`)
  const found = await doctor()
  expect(wrong(found)).toEqual({ 'seat holders': '1 holds a seat of a team that they are not in' })
  expect(found.faults).toMatchObject([{ kind: 'claim', of: 'ann@example.com in ielts, evening' }])
  expect(await acme.access('fay@example.com')).toEqual({})
  expect(await doctor('--repair', '--yes')).toMatchObject({ status: 0, well: true, repair: { asked: 1, refused: 0 } })
  expect(await acme.access('ann@example.com')).toEqual({ ielts: 'revoked' })
  expect(await acme.access('fay@example.com')).toEqual({ ielts: 'active' })
})

test('a seat that is kept for somebody who was invited is no fault', async () => {
  await begin()
  await query(
    `insert into claims (seat_id, user_id, invitation_id, operation_id)
      select seats.id, users.id, 1, 1 from seats, users where email = 'cid@example.com'`,
  )
  expect(wrong(await doctor())).toEqual({})
})

test('while a repair goes on, others provision, and everything adds up', async () => {
  await begin()
  await query(`update seats set used = 0`)
  await query(`update enrollments set ends_at = now() + interval '1 year' where ends_at is null`)
  const others = Array.from({ length: 40 }, (_, index) =>
    acme.provision(`other${index}@example.com`, {
      team: evening,
      seats: [{ product: 'ielts', quantity: 2 }],
      seatsReference: `more-${index}`,
      courses: ['ielts'],
    }),
  )
  const [repaired] = await Promise.all([doctor('--repair', '--yes'), ...others])
  expect(repaired.repair).toMatchObject({ refused: 0 })
  expect(await doctor()).toMatchObject({ well: true })
  expect(await acme.seats('evening', 'ielts')).toEqual({ quantity: 83, used: 42 })
})

test('a database that does not answer is a finding, and the rest is looked at', async () => {
  const { stdout, status } = await runUsher('postgres://usher:s3cret@127.0.0.1:1/usher', ['doctor'])
  expect(status).toBe(1)
  expect(stdout).toMatch(/^database +wrong +The database cannot be reached/m)
  expect(stdout).toMatch(/^enrollments +not checked/m)
  expect(stdout).toMatch(/^settings +well/m)
  expect(stdout).not.toContain('s3cret')
})

test('a schema that is older is a finding', async () => {
  await query('drop schema public cascade')
  await query('create schema public')
  const found = await doctor()
  expect(wrong(found)).toMatchObject({ schema: expect.stringContaining('0001_people'), seats: 'Needs the schema' })
  expect(found.checks.find(({ check }) => check === 'clock')).toMatchObject({ state: 'well' })
})

test('a schema that is newer than the program is a finding', async () => {
  await query(`insert into migrations (name, timestamp) values ('9999_flying', '2099-01-01T00:00:00Z')`)
  const found = await doctor()
  expect(wrong(found)).toMatchObject({ schema: expect.stringMatching(/newer.*9999_flying/), seats: 'Needs the schema' })
})

test('a schema that leads nowhere is a finding', async () => {
  await query(`update migrations set name = '0001_core' where name = '0001_people'`)
  const found = await doctor()
  expect(wrong(found)).toMatchObject({
    schema: expect.stringMatching(/never released.*0001_core in place of 0001_people/),
  })
})

test('access that ended and that nobody noted is told: the server does not run, or is behind', async () => {
  await begin()
  await query(
    `update grants set starts_at = now() - interval '8 days', days = 7, months = null where months is not null`,
  )
  await query(`update enrollments e set starts_at = g.starts_at, ends_at = g.starts_at + interval '7 days'
    from grants g where g.user_id = e.user_id and g.course_id = e.course_id and g.days = 7`)
  expect(wrong(await doctor())).toEqual({ 'access ends': expect.stringMatching(/^1 .*does Usher run/) })
  await acme.ask({ kind: 'access_ended', email: 'cid@example.com', course: 'gmat', reason: null })
  expect(wrong(await doctor())).toEqual({})
})

test('a mail server is greeted; its words, and mails that failed or wait, are told', async () => {
  await begin()
  await acme.provision('jane@example.com', { courses: ['gmat'], welcome: true })
  const server = await startMailServer()
  onTestFinished(server.close)
  const look = async (SMTP_URL: string) => {
    const ran = await runUsher(db.url, ['doctor', '--json'], { SMTP_URL })
    expect(ran.stdout).not.toContain('s3cret')
    return wrong(JSON.parse(ran.stdout))
  }
  expect(await look(server.url)).toEqual({})
  await query(`update messages set created_at = now() - interval '2 hours' where state = 'queued'`)
  expect(await look(server.url)).toEqual({ mails: '1 waits for more than an hour: does Usher run?' })
  await query(`update messages set state = 'failed'`)
  expect(await look(server.url)).toEqual({ mails: expect.stringContaining('1 failed in the last 14 days') })
  await query(`insert into messages (kind, user_id, state, repeats) select kind, user_id, 'sent', id from messages`)
  const refusing = await startMailServer({ connect: () => ({ code: 554, words: 'no mail from you' }) })
  onTestFinished(refusing.close)
  expect(await look(refusing.url.replace('//', '//usher:s3cret@'))).toEqual({
    'mail server': expect.stringMatching(/^127\.0\.0\.1: .*no mail from you/),
  })
})

test('keys that soon expire, and settings that are risky, are told', async () => {
  for (const [name, days] of [
    ['Soon', 3],
    ['Later', 30],
    ['Over', -1],
  ])
    await query(
      `insert into keys (organization_id, name, prefix, hash, expires_at)
        values ($1, $2, 'usher_live_' || $2, $2::text::bytea, now() + make_interval(days => $3))`,
      [acme.organizationId, name, days],
    )
  const production = { NODE_ENV: 'production', PUBLIC_URL: 'http://learn.example.com' }
  const { stdout, status } = await runUsher(db.url, ['doctor'], production)
  expect(status).toBe(1)
  expect(stdout).toMatch(/^keys +wrong +1 expires within 14 days: usher_live_Soon \(Soon, acme\) \S+Z$/m)
  expect(stdout).toMatch(/^settings +wrong +SMTP_URL is not set.*PUBLIC_URL begins with http:/m)
})

test('--yes alone is wrong usage', async () => {
  expect(await runUsher(db.url, ['doctor', '--yes'])).toMatchObject({ status: 2, stdout: '' })
})
