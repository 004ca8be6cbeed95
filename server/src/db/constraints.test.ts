import { afterAll, expect, test } from 'vitest'
import { createTestDatabase } from '../../test/database.ts'
import { explainConstraint, knownConstraints } from './constraints.ts'

const { database, drop } = await createTestDatabase()
afterAll(drop)

test('every constraint that has words is one of the database', async () => {
  const uniqueIndexes = 'select relname from pg_class join pg_index on indexrelid = pg_class.oid where indisunique'
  const { rows } = await database.pool.query(`select conname as name from pg_constraint union ${uniqueIndexes}`)
  const names = rows.map(row => row.name)
  expect(knownConstraints.filter(name => !names.includes(name))).toEqual([])
})

test('what a constraint refuses is said by field; other errors are not explained', async () => {
  const insert = `insert into organizations (path, name, slug) values ('{}', 'Acme Prep', 'acme-prep')`
  await database.pool.query(insert)
  const error = await database.pool.query(insert).catch(error => error)
  expect(explainConstraint(error)).toMatchObject({
    code: 'conflict',
    errors: [{ field: 'slug', message: 'is taken by another organization' }],
  })
  expect(explainConstraint(await database.pool.query('select 1/0').catch(error => error))).toBeNull()
  expect(explainConstraint(new Error('organizations_slug_key'))).toBeNull()
})
