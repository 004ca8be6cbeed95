import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { change, type Engines, openEngines, order, orders } from '../../test/engine.ts'
import type { ProvisionedOutcome } from './intents/outcome.ts'

let engines: Engines
beforeAll(async () => {
  engines = await openEngines()
})
afterAll(() => engines.close())
beforeEach(() => engines.empty())

test('one call makes the account, the membership, the enrollments and the mail', async () => {
  const outcome = (await engines.open().submit(order({ courses: ['ielts', 'gmat'] }))) as ProvisionedOutcome
  expect(outcome).toMatchObject({
    result: 'created',
    mailQueued: true,
    enrollments: [
      { course: 'ielts', courseId: 11, unchanged: false, status: 'active', endsAt: new Date('2027-06-01T10:00:00Z') },
      { course: 'gmat', courseId: 12, unchanged: false, status: 'active', endsAt: new Date('2027-03-01T10:00:00Z') },
    ],
  })
  expect(await engines.count()).toEqual({
    users: 1,
    memberships: 1,
    enrollments: 2,
    grants: 2,
    operations: 1,
    messages: 1,
  })
})

test('whoever sends the mails is told when there is one, and finds it', async () => {
  const found: Promise<number>[] = []
  const engine = engines.open(() => found.push(engines.count().then(count => count.messages)))
  await engine.submit(order())
  expect(await Promise.all(found)).toEqual([1])
  await engine.submit(order())
  expect(found).toHaveLength(1)
})

test('a refused learner harms no neighbour in the same set, and each is answered in its place', async () => {
  const outcomes = await engines
    .open()
    .run([
      order({ email: 'ann@example.com' }),
      order({ email: 'bob@example.com', courses: ['toefl', 'nope', 'ielts'] }),
      order({ email: 'cid@example.com' }),
      order({ email: 'ann@example.com' }),
    ])
  expect(outcomes.map(({ result }) => result)).toEqual(['created', 'refused', 'created', 'already_provisioned'])
  expect(outcomes[1]).toMatchObject({
    problems: [
      { code: 'unknown_course', field: 'courses', value: 'toefl' },
      { code: 'unknown_course', field: 'courses', value: 'nope' },
    ],
  })
  expect(await engines.count()).toMatchObject({ users: 2, operations: 4 })
})

test('an intent that the database cannot take fails alone', async () => {
  const engine = engines.open()
  const outcomes = await Promise.allSettled(
    ['ann', 'bob\0', 'cid'].map(name => engine.submit(order({ email: `${name}@example.com` }))),
  )
  expect(outcomes.map(outcome => outcome.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(await engines.count()).toMatchObject({ users: 2, operations: 2 })
})

test('the number of statements does not depend on the number of students', async () => {
  const engine = engines.open()
  await engine.run([order({ email: 'first@example.com' })]) // ids are reserved once
  const newOne = await countStatements(() => engine.run([order({ email: 'second@example.com' })]))
  expect(newOne).toBeGreaterThan(3)
  expect(await countStatements(() => engine.run(orders(200)))).toBe(newOne)

  const knownOne = await countStatements(() => engine.run(orders(1, { reference: 'order-2' })))
  expect(knownOne).toBeGreaterThan(newOne)
  expect(await countStatements(() => engine.run(orders(200, { reference: 'order-3' })))).toBe(knownOne)
})

test('who listens costs no statement more, and where nobody does no row is written', async () => {
  const engine = engines.open()
  await engine.run([order({ email: 'first@example.com' })])
  const unheard = await countStatements(() => engine.run(orders(20)))
  const deliveries = async () => (await engines.pool.query('select count(*) from deliveries')).rows[0].count
  expect(await deliveries()).toBe(0)
  await engines.pool.query(`insert into webhooks (organization_id, url, format, events, secret)
    values (1, 'https://hooks.example.com', 'usher', '{enrollment.started}', '')`)
  await engines.empty()
  expect(await countStatements(() => engine.run(orders(20)))).toBe(unheard)
  expect(await deliveries()).toBe(20)
  await engines.pool.query('truncate webhooks, deliveries')
})

test('calls that come in at the same time share their statements', async () => {
  const engine = engines.open()
  const statements = await countStatements(() => Promise.all(orders(100).map(engine.submit)))
  expect(await engines.count()).toMatchObject({ users: 100 })
  expect(statements).toBeLessThan(30)
})

test('what is asked for one student at the same time is done in the order in which it was asked', async () => {
  const engine = engines.open()
  const changes = Array.from({ length: 60 }, (_, n) => change(n % 2 ? 'resume' : 'suspend'))
  const outcomes = await Promise.all([order(), ...changes].map(engine.submit))
  expect(outcomes.map(({ result }) => result)).toEqual(['created', ...changes.map(() => 'changed')])
})

test('it is settled when everything has been answered', async () => {
  const engine = engines.open()
  let answered = 0
  for (const intent of orders(20)) engine.submit(intent).then(() => answered++)
  await engine.settled()
  expect(answered).toBe(20)
})

test('a plan says what would happen, changes nothing and holds nobody up', async () => {
  const engine = engines.open()
  await engine.submit(order())
  const plan = await engine.plan([order({ reference: 'order-2' }), order({ email: 'ann@example.com' })])
  const other = new pg.Client(engines.url)
  await other.connect()
  await other.query('select from users for update nowait')
  await other.end()
  expect(plan.rows).toMatchObject({
    users: { added: [{ email: 'ann@example.com' }] },
    grants: { added: [{ courseId: 11 }, { courseId: 11 }] },
    messages: { added: [{ kind: 'welcome' }, { kind: 'welcome' }] },
  })
  expect(await engines.count()).toMatchObject({ users: 1, grants: 1, operations: 1, messages: 1 })
})

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
