import { afterAll, expect, test } from 'vitest'
import { createTestDatabase } from '../../test/database.ts'
import { isUnavailable } from './failures.ts'

const { database, goDown, comeBack, drop } = await createTestDatabase()
afterAll(drop)

test.each<[what: string, statement: string, unavailable: boolean]>([
  ['is too slow', `set local statement_timeout = 1; select pg_sleep(60)`, true],
  ['ends the connection', `select pg_terminate_backend(pg_backend_pid())`, true],
  ['lost a connection of its own', `do $$ begin raise sqlstate '08006'; end $$`, true],
  ['has no memory left', `do $$ begin raise sqlstate '53200'; end $$`, true],
  ['cannot read its disk', `do $$ begin raise sqlstate '58030'; end $$`, true],
  ['divides by zero', `select 1/0`, false],
  ['knows no such table', `select * from nothing`, false],
  ['waits for a lock no longer', `do $$ begin raise sqlstate '55P03'; end $$`, false],
])('a database that %s', async (_, statement, unavailable) => {
  const error = await database.pool.query(statement).catch(error => error)
  expect(error).toBeInstanceOf(Error)
  expect(isUnavailable(error)).toBe(unavailable)
})

test('a database that lets nobody in, and nobody at all', async () => {
  await goDown()
  expect(isUnavailable(await database.pool.query('select').catch(error => error))).toBe(true)
  await comeBack()
  expect(isUnavailable(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }))).toBe(true)
  // What Kysely says of a transaction whose connection broke: that it could not be taken back.
  const client = await database.pool.connect()
  const lost = client.query('select pg_terminate_backend(pg_backend_pid())').catch(() => {})
  await lost
  expect(isUnavailable(await client.query('rollback').catch(error => error))).toBe(true)
  client.release(true)
  expect(isUnavailable(new Error('something of ours'))).toBe(false)
})
