import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { createIds } from './ids.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await createTestDatabase()
})
afterAll(() => db.drop())

test('no id is given twice, by whatever process, however many are needed at once', async () => {
  const given = await Promise.all(
    [createIds(), createIds()].map(async ids => {
      const client = new pg.Client(db.url)
      await client.connect()
      const list: number[] = []
      for (const count of [1, 63, 64, 65, 4096, 10_000, 3]) {
        const few = await ids.with(client, newId => Array.from({ length: count }, newId))
        list.push(...few)
      }
      await client.end()
      return list
    }),
  )
  const { rows } = await db.database.pool.query(`select nextval('ids') as id`)
  const all = [...given.flat(), rows[0].id]
  expect(all.filter(id => !Number.isSafeInteger(id) || id <= 0)).toEqual([])
  expect(new Set(all).size).toBe(all.length)
})

test('ids that are at hand cost no statement', async () => {
  const ids = createIds()
  const client = new pg.Client(db.url)
  await client.connect()
  await ids.with(client, newId => newId())
  await client.end()
  expect(await ids.with(client, newId => newId())).toBeGreaterThan(0)
})
