import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { listItems } from '../courses/item-queries.ts'
import { listCourses } from '../courses/queries.ts'
import { createKeyring } from '../keyring/find-key.ts'
import { createDemo } from './create-demo.ts'

let db: TestDatabase

beforeAll(async () => {
  db = await createTestDatabase()
})
afterAll(() => db.drop())

test('starts at the same time make one demo, a later one makes none', async () => {
  const made = await Promise.all([createDemo(db.database), createDemo(db.database), createDemo(db.database)])
  const [demo, ...more] = made.filter(demo => demo !== null)
  expect(more).toEqual([])
  const key = await createKeyring({ database: db.database, now: () => new Date() }).find(demo?.rawKey as string)
  expect(key).toMatchObject({ state: 'live', organization: { name: 'Acme Prep', slug: 'acme-prep' } })
  expect(await createDemo(db.database)).toBeNull()
})

test('each demo course has an access rule, starter practice tests to launch, and more to look forward to', async () => {
  await createDemo(db.database)
  const courses = await listCourses(db.database.kysely)
  expect(courses.map(course => [course.name, course.display_name])).toEqual([
    ['gmat', 'GMAT'],
    ['gre', 'GRE'],
    ['ielts', 'IELTS'],
    ['pte_academic', 'PTE Academic'],
  ])
  expect(courses.find(course => course.name === 'ielts')).toMatchObject({ access_months: 6, renewal: 'extend' })
  for (const course of courses) {
    expect(course.access_months).toBeGreaterThan(0)
    const items = await listItems(db.database.kysely, course.id)
    expect(items.filter(item => item.starter).map(item => item.kind)).toEqual([
      'lesson',
      'practice_test',
      'practice_test',
    ])
    expect(new Set(items.filter(item => !item.starter).map(item => item.kind))).toContain('mock_test')
    expect(new Set(items.map(item => item.launch_url)).size).toBe(items.length)
    for (const item of items) expect(item.launch_url).toMatch(/^https:\/\/learn\.example\.com\/[a-z_]+\/[a-z0-9-]+$/)
  }
})
