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
