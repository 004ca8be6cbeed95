import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { createEngine, type Engine } from './engine.ts'
import type { Intent, ProvisionedOutcome, ProvisionIntent } from './intents.ts'

let db: TestDatabase
let clock = new Date('2026-12-01T10:00:00Z')
const organizationId = 1

beforeAll(async () => {
  db = await createTestDatabase()
  await db.database.pool.query(`
    insert into organizations (id, path, name, slug) values (1, '{1}', 'Acme Prep', 'acme-prep');
    insert into courses (id, organization_id, name, display_name, access_months) values
      (11, 1, 'ielts', 'IELTS', 6), (12, 1, 'gmat', 'GMAT', 3);
    insert into courses (id, organization_id, name, display_name, archived_at) values (13, 1, 'toefl', 'TOEFL', now())`)
})
afterAll(() => db.drop())

beforeEach(async () => {
  clock = new Date('2026-12-01T10:00:00Z')
  await db.database.pool.query('truncate users, memberships, enrollments, grants, operations, messages cascade')
})

test('one call makes the account, the membership, the enrollments and the mail', async () => {
  const outcome = (await openEngine().submit(order({ courses: ['ielts', 'gmat'] }))) as ProvisionedOutcome
  expect(outcome).toMatchObject({
    result: 'created',
    mailQueued: true,
    enrollments: [
      { course: 'ielts', courseId: 11, unchanged: false, status: 'active', endsAt: new Date('2027-06-01T10:00:00Z') },
      { course: 'gmat', courseId: 12, unchanged: false, status: 'active', endsAt: new Date('2027-03-01T10:00:00Z') },
    ],
  })
  expect(await counts()).toEqual({ users: 1, memberships: 1, enrollments: 2, grants: 2, operations: 1, messages: 1 })
})

test('the same student fifty times at once is one user, one enrollment and one mail', async () => {
  const engine = openEngine()
  const outcomes = await Promise.all(Array.from({ length: 50 }, () => engine.submit(order())))
  expect(outcomes.filter(outcome => outcome.result === 'created')).toHaveLength(1)
  expect(outcomes.filter(outcome => outcome.result === 'already_provisioned')).toHaveLength(49)
  expect(await counts()).toEqual({ users: 1, memberships: 1, enrollments: 1, grants: 1, operations: 50, messages: 1 })
})

test('two servers asked for the same students at once make each of them once', async () => {
  const engines = [openEngine(), openEngine(), openEngine()]
  const students = Array.from({ length: 40 }, (_, n) =>
    order({ email: `student${n}@example.com`, reference: `order-${n}` }),
  )
  await Promise.all(engines.flatMap(engine => students.map(student => engine.submit(student))))
  expect(await counts()).toMatchObject({
    users: 40,
    memberships: 40,
    enrollments: 40,
    grants: 40,
    operations: 120,
    messages: 40,
  })
})

test('a refused learner harms no neighbour in the same set', async () => {
  const [first, second, third] = await openEngine().run([
    order({ email: 'ann@example.com' }),
    order({ email: 'bob@example.com', courses: ['toefl', 'nope', 'ielts'] }),
    order({ email: 'cid@example.com' }),
  ])
  expect([first?.result, second?.result, third?.result]).toEqual(['created', 'refused', 'created'])
  expect(second).toMatchObject({
    problems: [
      { code: 'unknown_course', field: 'courses', value: 'toefl' },
      { code: 'unknown_course', field: 'courses', value: 'nope' },
    ],
  })
  expect(await counts()).toMatchObject({ users: 2, operations: 3 })
})

test('an intent that the database cannot take fails alone', async () => {
  const engine = openEngine()
  const outcomes = await Promise.allSettled(
    ['ann', 'bob\0', 'cid'].map(name => engine.submit(order({ email: `${name}@example.com` }))),
  )
  expect(outcomes.map(outcome => outcome.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(await counts()).toMatchObject({ users: 2, operations: 2 })
})

test('the number of statements does not depend on the number of students', async () => {
  const engine = openEngine()
  await engine.run([order({ email: 'first@example.com' })]) // ids are reserved and statements prepared once
  const one = await countStatements(() => engine.run([order({ email: 'second@example.com' })]))
  const many = await countStatements(() =>
    engine.run(Array.from({ length: 200 }, (_, n) => order({ email: `s${n}@example.com` }))),
  )
  expect(one).toBeGreaterThan(3)
  expect(many).toBe(one)
})

test('a plan says what would happen and changes nothing', async () => {
  const plan = await openEngine().plan([order()])
  expect(plan).toMatchObject({
    newUsers: [{ email: 'jane@example.com' }],
    newGrants: [{ courseId: 11 }],
    messages: [{ kind: 'welcome' }],
  })
  expect(await counts()).toMatchObject({ users: 0, operations: 0 })
})

test('a database that is gone is said to be unavailable, and comes back by itself', async () => {
  const engine = openEngine()
  await engine.submit(order())
  await db.database.pool.query(`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`)
  const outcome = await engine
    .submit(order({ reference: 'after' }))
    .catch(() => engine.submit(order({ reference: 'after' })))
  expect(outcome.result).toBe('reused')
})

function openEngine(): Engine {
  return createEngine({
    pool: db.database.pool,
    passwordLinkDays: 7,
    now: () => clock,
    onMail: () => {},
  })
}

function order(changes: Partial<ProvisionIntent> = {}): Intent {
  return {
    kind: 'provision',
    call: { actor: { kind: 'system' }, organizationId, source: 'test', ip: null, receivedAt: clock },
    email: 'jane@example.com',
    firstName: 'Jane',
    lastName: 'Doe',
    courses: ['ielts'],
    months: null,
    reference: 'order-1',
    welcome: true,
    grantSource: 'api',
    problems: [],
    ...changes,
  }
}

async function counts() {
  const { rows } = await db.database.pool.query(`select
    (select count(*) from users) as users, (select count(*) from memberships) as memberships,
    (select count(*) from enrollments) as enrollments, (select count(*) from grants) as grants,
    (select count(*) from operations) as operations, (select count(*) from messages) as messages`)
  return rows[0]
}

/** Statements that reach the server, by what the driver sends. */
async function countStatements(work: () => Promise<unknown>): Promise<number> {
  const { prototype } = pg.Connection
  const { execute } = prototype
  let statements = 0
  prototype.execute = function (...args) {
    statements++
    return execute.apply(this, args)
  }
  try {
    await work()
  } finally {
    prototype.execute = execute
  }
  return statements
}
