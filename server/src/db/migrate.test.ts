import { readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { createTestDatabase } from '../../test/database.ts'
import { migrate } from './migrate.ts'

const { database, drop } = await createTestDatabase()
afterAll(drop)

test('a migrated database has nothing left to migrate', async () => {
  expect(await migrate(database)).toEqual([])
})

test('copies of the template share nothing', async () => {
  const other = await createTestDatabase()
  await other.database.kysely
    .insertInto('organizations')
    .values({ name: 'Acme Prep', slug: 'acme-prep', path: [] })
    .execute()
  expect(await database.kysely.selectFrom('organizations').select('slug').execute()).toEqual([])
  await other.drop()
})

test('accounts made by an apostrophe of print are found by that of keyboards, unless that is an account too', async () => {
  const { kysely } = database
  const emails = [
    'o’brien@example.com',
    'd‘arc@example.com',
    "d'arc@example.com",
    'anne‑marie@example.com',
    'jörg@example.com',
  ]
  await kysely
    .insertInto('users')
    .values(emails.map(email => ({ email, first_name: 'Ann' })))
    .execute()
  await sql
    .raw(await readFile(new URL('../../migrations/0011_one_reading.sql', import.meta.url), 'utf8'))
    .execute(kysely)
  const users = await kysely.selectFrom('users').select('email').orderBy('id').execute()
  expect(users.map(({ email }) => email)).toEqual([
    "o'brien@example.com",
    'd‘arc@example.com',
    "d'arc@example.com",
    'anne-marie@example.com',
    'jörg@example.com',
  ])
})
