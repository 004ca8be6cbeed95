import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { createTestDatabase } from '../../test/database.ts'
import { createDatabaseBefore } from '../../test/migration.ts'
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

test('what was there before a migration that moves data can be looked at after it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'usher-migrations-'))
  const steps = {
    '0001_people': 'create table people (id integer primary key, name text not null)',
    '0002_split': `alter table people add first_name text, add last_name text;
      update people set first_name = split_part(name, ' ', 1), last_name = split_part(name, ' ', 2);
      alter table people drop name`,
    '0003_later': 'drop table people',
  }
  for (const [name, text] of Object.entries(steps)) await writeFile(join(folder, `${name}.sql`), text)
  const before = await createDatabaseBefore('0002_split', pathToFileURL(`${folder}/`))
  await before.database.pool.query(`insert into people values (1, 'Ann Lee'), (2, 'Bo')`)
  await before.run()
  expect((await before.database.pool.query('select * from people order by id')).rows).toEqual([
    { id: 1, first_name: 'Ann', last_name: 'Lee' },
    { id: 2, first_name: 'Bo', last_name: '' },
  ])
  await before.drop()
  await rm(folder, { recursive: true })
})

test('of our own migrations each can be looked at from before', async () => {
  const { database, run, drop } = await createDatabaseBefore('0012_jobs')
  const find = async () => (await database.pool.query(`select to_regclass('jobs') as jobs`)).rows[0].jobs
  expect(await find()).toBeNull()
  await run()
  expect(await find()).toBe('jobs')
  await drop()
  await expect(createDatabaseBefore('0012_job')).rejects.toThrow('There is no migration 0012_job')
})
