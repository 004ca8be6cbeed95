import { afterAll, expect, test } from 'vitest'
import { createTestDatabase } from '../../test/database.ts'
import { renewPasswordLinks } from './renew-password-links.ts'

const { database, drop } = await createTestDatabase()
afterAll(drop)

const now = new Date('2026-11-02T09:00:00Z')

test('a link is made anew where it still is the one that was found wanting, and nowhere else', async () => {
  const insert = `insert into users (email, first_name, password_link_id, password_link_expires_at)
    values ($1, '', $2, case when $2::bigint is not null then $3::timestamptz end) returning id`
  const add = async (email: string, linkId: number | null) =>
    (await database.pool.query(insert, [email, linkId, now])).rows[0].id as number
  const found = [
    { userId: await add('none@example.com', null), linkId: null },
    { userId: await add('lapsed@example.com', 7), linkId: 7 },
    { userId: await add('another@example.com', 9), linkId: 8 },
    { userId: await add('first@example.com', 11), linkId: null },
  ]
  await add('bystander@example.com', 7)
  await renewPasswordLinks(database.kysely, found, { days: 7, now })
  const { rows } = await database.pool.query(
    `select email from users where password_link_expires_at > $1 order by id`,
    [now],
  )
  expect(rows).toEqual([{ email: 'none@example.com' }, { email: 'lapsed@example.com' }])
  const { rows: others } = await database.pool.query(
    `select password_link_id as link from users where password_link_expires_at = $1 order by id`,
    [now],
  )
  expect(others).toEqual([{ link: 9 }, { link: 11 }, { link: 7 }])
})
