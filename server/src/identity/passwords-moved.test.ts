import { afterAll, expect, test } from 'vitest'
import { createDatabaseBefore } from '../../test/migration.ts'

const { database, drop, run } = await createDatabaseBefore('0013_passwords')
afterAll(drop)

test('passwords are there after they moved, as they were, and nobody is signed in', async () => {
  const { pool } = database
  await pool.query(
    `insert into users (id, email, first_name) values (1, 'ana@example.com', 'Ana'), (2, 'bo@example.com', 'Bo')`,
  )
  await pool.query(`insert into accounts (user_id, provider_id, account_id, password, updated_at)
    values (1, 'credential', '1', 'a hash', '2026-05-01'), (2, 'credential', '2', null, now())`)
  await pool.query(
    `insert into sessions (user_id, token_hash, expires_at) values (1, 'of a token', now() + interval '1 day')`,
  )
  await run()
  const { rows } = await pool.query('select * from passwords')
  expect(rows).toEqual([{ user_id: 1, hash: 'a hash', updated_at: new Date('2026-05-01T00:00:00Z') }])
  expect((await pool.query('select from sessions')).rowCount).toBe(0)
})
