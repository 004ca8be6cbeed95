import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Engines, openEngines, order, orders } from '../../test/engine.ts'
import { Unavailable } from './engine.ts'

let engines: Engines
beforeEach(async () => {
  engines = await openEngines()
})
afterEach(() => engines.close())

test('the same student fifty times at once is one user, one enrollment and one mail', async () => {
  const engine = engines.open()
  const outcomes = await Promise.all(Array.from({ length: 50 }, () => engine.submit(order())))
  expect(outcomes.filter(outcome => outcome.result === 'created')).toHaveLength(1)
  expect(outcomes.filter(outcome => outcome.result === 'already_provisioned')).toHaveLength(49)
  expect(await engines.count()).toEqual({
    users: 1,
    memberships: 1,
    enrollments: 1,
    grants: 1,
    operations: 50,
    messages: 1,
  })
})

test('three servers asked for the same students at once make each of them once', async () => {
  const three = [engines.open(), engines.open(), engines.open()]
  await Promise.all(three.flatMap(engine => orders(40).map(engine.submit)))
  await Promise.all(three.map(engine => engine.run(orders(80))))
  expect(await engines.count()).toEqual({
    users: 80,
    memberships: 80,
    enrollments: 80,
    grants: 80,
    operations: 360,
    messages: 80,
  })
})

test('orders of one student that come in at several servers at once all count', async () => {
  const three = [engines.open(), engines.open(), engines.open()]
  await three[0]?.submit(order({ access: { months: 1, days: null, until: null } }))
  await Promise.all(
    Array.from({ length: 30 }, (_, n) =>
      three[n % 3]?.run([order({ access: { months: 1, days: null, until: null }, reference: `more-${n}` })]),
    ),
  )
  const { rows } = await engines.pool.query('select ends_at from enrollments')
  expect(rows).toEqual([{ ends_at: new Date('2029-07-01T10:00:00Z') }])
})

test('accounts are locked in the order of their emails, so that no two servers wait for one another', async () => {
  const emails = ['cid@example.com', 'bob@example.com', 'ann@example.com']
  const set = (reference: string) => emails.map(email => order({ email, reference }))
  const engine = engines.open()
  for (const intent of set('first')) await engine.run([intent])

  const other = await engines.begin()
  const lock = (email: string) => other.query('select from users where email = $1 for update nowait', [email])
  await lock('bob@example.com')
  const run = engine.run(set('second'))
  await engines.findWaiting(1)
  await lock('cid@example.com')
  await expect(lock('ann@example.com')).rejects.toThrow('could not obtain lock')
  await other.commit()
  expect((await run).map(({ result }) => result)).toEqual(['reused', 'reused', 'reused'])
})

test('while the database is down everybody is told so at once, and it goes on by itself when it is back', async () => {
  const engine = engines.open()
  await engine.submit(order())
  await engines.goDown()
  await expect(engine.run([order()])).rejects.toThrow(Unavailable)
  await expect(engine.plan([order()])).rejects.toThrow(Unavailable)
  const told = await Promise.all(orders(10).map(intent => engine.submit(intent).catch(error => error)))
  expect(told[0]).toBeInstanceOf(Unavailable)
  expect(new Set(told).size).toBe(1) // nobody was tried again alone
  await engines.comeBack()
  expect(await engine.submit(order({ reference: 'after' }))).toMatchObject({ result: 'reused' })
})

test('a connection that breaks under way is told, and no later call gets it', async () => {
  const engine = engines.open()
  await engine.submit(order())
  const other = await engines.begin()
  await other.query('select from users for update')
  const told = engine.run([order()]).catch(error => error)
  const [pid] = await engines.findWaiting(1)
  await engines.pool.query('select pg_terminate_backend($1)', [pid])
  expect(await told).toBeInstanceOf(Unavailable)
  await other.commit()
  const outcomes = await Promise.all(orders(10).map(intent => engine.run([intent])))
  expect(outcomes.map(([outcome]) => outcome?.result)).toEqual(Array(10).fill('created'))
})

test('when more come in than can wait, the rest are told to try again, and nobody else is harmed', async () => {
  const engine = engines.open()
  const answers = orders(10_005).map(intent => engine.submit({ ...intent, courses: [] }).catch(error => error))
  const told = await Promise.all(answers.slice(10_000))
  expect(told.map(error => error instanceof Unavailable && error.message)).toEqual(
    Array(5).fill('too many calls are waiting'),
  )
  await engine.settled()
  expect(await engines.count()).toMatchObject({ users: 10_000 })
})
