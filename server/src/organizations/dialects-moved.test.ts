import { expect, test } from 'vitest'
import { createDatabaseBefore } from '../../test/migration.ts'

test('what an organization said to a dialect is kept when it comes to stand by name', async () => {
  const { database, run, drop } = await createDatabaseBefore('0022_dialects')
  const insert = `insert into organizations (name, slug, path, northpass) values ($1, $1, '{}', $2)`
  const said = { existing_group: 'conflict', existing_person: 'refuse', calls_a_second: 3 }
  await database.pool.query(insert, ['alone', said])
  await database.pool.query(insert, ['slowed', { ...said, most_calls_a_second: 3 }])
  await run()
  expect((await database.pool.query('select dialects from organizations order by slug')).rows).toEqual([
    { dialects: { northpass: { ...said, most_calls_a_second: null } } },
    { dialects: { northpass: { ...said, most_calls_a_second: 3 } } },
  ])
  await drop()
})
