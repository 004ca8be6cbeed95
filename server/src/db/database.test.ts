import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { createTestDatabase } from '../../test/database.ts'

const { database, drop } = await createTestDatabase()
afterAll(drop)

test('ids come as numbers, alone and in arrays', async () => {
  const { rows } = await sql`select 7::bigint as id, '{1,null,3}'::bigint[] as ids`.execute(database.kysely)
  expect(rows).toEqual([{ id: 7, ids: [1, null, 3] }])
})

test('a connection that breaks while it is in use, but idle, ends nothing but itself', async () => {
  const client = await database.pool.connect()
  const broken = new Promise<void>(resolve => client.once('end', () => resolve()))
  const { rows } = await client.query('select pg_backend_pid() as pid')
  await sql`select pg_terminate_backend(${rows[0].pid})`.execute(database.kysely)
  await broken
  await expect(client.query('select 1')).rejects.toThrow()
  client.release(true)
  expect((await database.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }])
})
