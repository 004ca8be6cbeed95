/** By which names an organization knows its people: they are kept with each membership, and are never behind the account's. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { createDomain, type Domain } from '../../test/domain.ts'

let db: TestDatabase
let acme: Domain

beforeEach(async () => {
  db = await createTestDatabase()
  acme = await createDomain(db)
})
afterEach(() => db.drop())

async function namesHere(): Promise<string[]> {
  const { rows } = await db.database.pool.query('select email, first_name, last_name from memberships order by email')
  return rows.map(row => Object.values(row).join(' '))
}

test('who is named anew goes by the new name in every organization', async () => {
  await acme.provision('jane@example.com', { firstName: 'Jane', lastName: 'Doe' })
  const { rows } = await db.database.pool.query(
    `with place as (insert into organizations (path, name, slug) values ('{}', 'Beside', 'beside') returning id)
     insert into memberships (user_id, organization_id) select users.id, place.id from users, place returning user_id`,
  )
  expect(await namesHere()).toEqual(['jane@example.com Jane Doe', 'jane@example.com Jane Doe'])
  await db.database.pool.query(`update users set last_name = 'Roe' where id = $1`, [rows[0].user_id])
  expect(await namesHere()).toEqual(['jane@example.com Jane Roe', 'jane@example.com Jane Roe'])
})

test('who comes twice at once, the second time by a better name, goes by that', async () => {
  await Promise.all([
    acme.provision('kim@example.com', { firstName: 'K', lastName: null }),
    acme.provision('jane@example.com', { firstName: 'J', lastName: null }),
    acme.provision('jane@example.com', { firstName: 'Jane', lastName: 'Doe', courses: ['ielts'] }),
  ])
  expect(await namesHere()).toEqual(['jane@example.com Jane Doe', 'kim@example.com K '])
})
