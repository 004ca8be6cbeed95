import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { runUsher, runUsherJson } from '../../test/run-usher.ts'
import { createOrganization } from '../organizations/create-organization.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { addItems } from './add-items.ts'
import { listItems } from './item-queries.ts'
import { getCourseByName, listActiveCourses } from './queries.ts'

const by: AskedBy = { actor: { kind: 'system' }, source: 'test', ip: null, receivedAt: new Date() }
const acme = ['--organization', 'acme-prep']

let db: TestDatabase
let organizationId: number

beforeAll(async () => {
  db = await createTestDatabase()
  organizationId = await db.database.kysely
    .transaction()
    .execute(transaction =>
      createOrganization(transaction, { name: 'Acme Prep', slug: 'acme-prep', time_zone: 'Asia/Kolkata' }, by),
    )
})
afterAll(() => db.drop())

test('a course is made with its access rule, gets items, and can be taken out of use and back', async () => {
  const ielts = [...acme, '--name', 'ielts', '--display-name', 'IELTS']
  const made = await runUsher(db.url, ['course', 'create', ...ielts, '--months', '6'])
  expect(made).toEqual({ stdout: 'Course ielts is made: access 6 months, extend.\n', stderr: '', status: 0 })

  const item = ['course', 'item', 'add', ...acme, '--course', 'ielts', '--launch-url', 'https://learn.example.com/1']
  const first = await runUsherJson(db.url, [...item, '--kind', 'practice_test', '--title', 'Listening 1'])
  expect(first).toMatchObject({ position: 1, kind: 'practice_test', starter: true })
  const second = await runUsher(db.url, [...item, '--kind', 'mock_test', '--title', 'Mock test', '--no-starter'])
  expect(second.stdout).toBe('Item 2 of ielts is added.\n')
  const { stdout: items } = await runUsher(db.url, ['course', 'items', ...acme, '--course', 'ielts'])
  expect(items).toMatch(/\n1 +practice_test +Listening 1 +yes .*\n2 +mock_test +Mock test +no /)

  expect((await runUsher(db.url, ['course', 'archive', 'ielts', ...acme])).stdout).toBe('Course ielts is archived.\n')
  expect(await listActiveCourses(db.database.kysely, organizationId)).toEqual([])
  expect(await runUsherJson(db.url, ['course', 'list', ...acme])).toMatchObject([
    { organization: 'acme-prep', name: 'ielts', access_months: 6, items: 2, archived_at: expect.any(String) },
  ])
  const restored = await runUsher(db.url, ['course', 'restore', 'ielts', ...acme])
  expect(restored.stdout).toBe('Course ielts is in use.\n')
  expect(await listActiveCourses(db.database.kysely, organizationId)).toEqual([
    { name: 'ielts', display_name: 'IELTS' },
  ])
})

test('access until a day lasts to the end of that day where the organization is', async () => {
  const args = [...acme, '--name', 'gre_2090', '--display-name', 'GRE', '--until', '2090-06-30', '--renewal', 'longest']
  expect(await runUsherJson(db.url, ['course', 'create', ...args])).toMatchObject({
    access_until: '2090-06-30T18:30:00.000Z',
    access_months: null,
    renewal: 'longest',
  })
})

test('a course without one clear access rule is not made', async () => {
  const create = ['course', 'create', ...acme, '--name', 'gmat', '--display-name', 'GMAT']
  const wrong = [
    ['--months', '3', '--forever'],
    ['--until', '2020-01-01'],
    ['--until', 'soon'],
  ]
  const answers = await Promise.all(wrong.map(rule => runUsher(db.url, [...create, ...rule])))
  expect(answers.map(answer => answer.status)).toEqual([2, 2, 2])
  expect(answers.map(answer => answer.stderr.split('\n')[0])).toEqual([
    'usher: Say how long access lasts: --months, --days, --until or --forever.',
    'usher: --until must lie ahead.',
    'usher: --until must be a date such as 2027-06-30, or a moment such as 2027-06-30T18:00Z.',
  ])
  await expect(getCourseByName(db.database.kysely, 'acme-prep', 'gmat')).rejects.toThrow('has no course "gmat"')
})

test('items added at the same time all find their place', async () => {
  const course = await db.database.kysely
    .insertInto('courses')
    .values({ organization_id: organizationId, name: 'busy', display_name: 'Busy' })
    .returning('id')
    .executeTakeFirstOrThrow()
  const titles = Array.from({ length: 5 }, (_, n) => [`${n} first`, `${n} second`])
  const launch_url = 'https://learn.example.com/1'
  const operator = { organization: { id: organizationId, slug: 'acme-prep' } }
  await Promise.all(
    titles.map(pair =>
      db.database.kysely.transaction().execute(transaction => {
        const items = pair.map(title => ({ kind: 'lesson', title, launch_url }) as const)
        return addItems(transaction, operator, course.id, items, by)
      }),
    ),
  )
  const items = await listItems(db.database.kysely, course.id)
  expect(items.map(item => item.position)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  expect(titles).toContainEqual([items[0]?.title, items[1]?.title])
})
