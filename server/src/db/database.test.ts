import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { createTestDatabase } from '../../test/database.ts'

const { database, drop } = await createTestDatabase()
afterAll(drop)

test('ids come as numbers, alone and in arrays', async () => {
  const { rows } = await sql`select 7::bigint as id, '{1,null,3}'::bigint[] as ids`.execute(database.kysely)
  expect(rows).toEqual([{ id: 7, ids: [1, null, 3] }])
})
