import { readFile } from 'node:fs/promises'
import { afterAll, expect, test } from 'vitest'
import { createTestDatabase } from '../../test/database.ts'
import { getProduct } from './queries.ts'

const { database, drop } = await createTestDatabase()
afterAll(drop)

test('courses of an older database are sold alone like all others', async () => {
  await database.pool.query('drop schema public cascade; create schema public')
  await migrateBy('0001_core', '0002_identity')
  await database.pool.query(`
    insert into organizations (id, path, name, slug) values (1, '{1}', 'Acme Prep', 'acme-prep');
    insert into courses (id, organization_id, name, display_name, archived_at) values (2, 1, 'ielts', 'IELTS', now())`)
  await migrateBy('0003_domain')
  const { rows } = await database.pool.query('select id from products where course_id = 2')
  const home = { organization: { id: 1, slug: 'acme-prep' } }
  expect(await getProduct(database.kysely, home, rows[0].id)).toMatchObject({
    kind: 'course',
    name: 'ielts',
    display_name: 'IELTS',
    courses: ['ielts'],
    access: null,
    archived_at: expect.any(Date),
  })
})

async function migrateBy(...names: string[]): Promise<void> {
  for (const name of names)
    await database.pool.query(await readFile(new URL(`../../migrations/${name}.sql`, import.meta.url), 'utf8'))
}
