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

test('deliveries that were there keep what they tell, once for all of them', async () => {
  const { kysely } = database
  await sql
    .raw(
      `alter table webhooks drop full_since; drop table events; truncate deliveries;
      alter table deliveries drop event_id, add organization_id bigint not null, add operation_id bigint,
        add user_id bigint, add event text not null, add data jsonb not null;
      insert into deliveries (id, webhook_id, organization_id, operation_id, event, data, body) values
        (11, 1, 5, 7, 'user.created', '{"user": 1}', 'sent'), (12, 2, 5, 7, 'user.created', '{"user": 1}', null),
        (13, 1, 5, 7, 'user.created', '{"user": 2}', null), (14, 1, 5, null, 'user.activated', '{"user": 1}', null)`,
    )
    .execute(kysely)
  await sql.raw(await readFile(new URL('../../migrations/0018a_events.sql', import.meta.url), 'utf8')).execute(kysely)
  const { rows } = await sql`select d.id, e.id as event, e.type, e.data, e.operation_id, d.body
    from deliveries d join events e on e.id = event_id order by d.id`.execute(kysely)
  const [first, second] = [{ user: 1 }, { user: 2 }]
  expect(rows).toEqual([
    { id: 11, event: 11, type: 'user.created', data: first, operation_id: 7, body: 'sent' },
    { id: 12, event: 11, type: 'user.created', data: first, operation_id: 7, body: null },
    { id: 13, event: 13, type: 'user.created', data: second, operation_id: 7, body: null },
    { id: 14, event: 14, type: 'user.activated', data: first, operation_id: null, body: null },
  ])
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
