import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { createCallCounter, deleteOldCounts } from './call-counter.ts'

let db: TestDatabase
let clock: number

beforeAll(async () => {
  db = await createTestDatabase()
})
afterAll(() => db.drop())
beforeEach(async () => {
  await db.database.pool.query('truncate call_counts')
  clock = Date.parse('2026-12-01T10:00:00Z')
})

const open = () => createCallCounter({ database: db.database, now: () => new Date(clock), exchangeMs: 5 })

const countStored = async () =>
  (await db.database.pool.query('select coalesce(sum(calls), 0)::integer as calls from call_counts')).rows[0].calls

test('a limit is a limit: so many calls are let through in a minute, and as many again in the next', async () => {
  const calls = open()
  const answers = Array.from({ length: 12 }, () => calls.count(1, 10))
  expect(answers.map(answer => answer.remaining)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 0, 0])
  expect(answers.filter(answer => answer.allowed)).toHaveLength(10)
  expect(calls.count(2, 10)).toEqual({ allowed: true, remaining: 9, resetSeconds: 60 })
  clock += 59_001
  expect(calls.count(1, 10)).toEqual({ allowed: false, remaining: 0, resetSeconds: 1 })
  clock += 999
  expect(calls.count(1, 10)).toEqual({ allowed: true, remaining: 9, resetSeconds: 60 })
  await calls.close()
})

test('what another process counted counts here from the next exchange on', async () => {
  const [one, another] = [open(), open()]
  for (let n = 0; n < 6; n++) one.count(1, 10)
  await expect.poll(countStored).toBe(6)
  expect(another.count(1, 10)).toMatchObject({ allowed: true, remaining: 9 }) // not known yet: the overshoot
  await expect.poll(countStored).toBe(7)
  await expect.poll(() => another.count(1, 7).allowed).toBe(false)
  expect(another.count(1, 10)).toMatchObject({ allowed: true, remaining: 2 })
  await Promise.all([one.close(), another.close()])
  expect(await countStored()).toBe(8)
})

test('ten processes with the same keys at once lose no call', async () => {
  const processes = Array.from({ length: 10 }, open)
  for (let n = 0; n < 1000; n++) processes[n % 10]?.count(n % 7, 100_000)
  await Promise.all(processes.map(calls => calls.close()))
  expect(await countStored()).toBe(1000)
})

test('while the database is away calls are counted in memory, and written when it is back', async () => {
  const calls = open()
  await db.database.pool.query('alter table call_counts rename to call_counts_away')
  for (let n = 0; n < 3; n++) calls.count(1, 3)
  await new Promise(resolve => setImmediate(resolve))
  expect(calls.count(1, 3).allowed).toBe(false)
  await db.database.pool.query('alter table call_counts_away rename to call_counts')
  await expect.poll(countStored).toBe(3)
  await calls.close()
})

test('counts of minutes that are over are forgotten', async () => {
  const calls = open()
  calls.count(1, 10)
  await calls.close()
  await deleteOldCounts(db.database.kysely, new Date(clock))
  expect(await countStored()).toBe(1)
  await deleteOldCounts(db.database.kysely, new Date(clock + 11 * 60_000))
  expect(await countStored()).toBe(0)
})
