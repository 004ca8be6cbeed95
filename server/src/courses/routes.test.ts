import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'

let usher: TestServer
let api: Api

beforeAll(async () => {
  usher = await startTestServer()
  api = await openApi(usher)
  await api.post('/api/organizations', { name: 'Acme Pune', slug: 'acme-pune', time_zone: 'Asia/Kolkata' })
})
afterAll(() => usher.close())

test('a course is made, read, changed, listed, archived, and taken into use again', async () => {
  const made = await api.post('/api/courses', { name: 'toefl', display_name: ' TOEFL ', access: { months: 6 } })
  expect(made).toMatchObject({
    status: 201,
    body: {
      organization: 'acme-prep',
      name: 'toefl',
      display_name: 'TOEFL',
      description: '',
      access: { months: 6 },
      renewal: 'extend',
      item_count: 0,
      archived_at: null,
    },
  })
  const path = `/api/courses/${made.body.id}`
  expect((await api.get(path)).body).toEqual(made.body)
  expect((await api.get('/api/courses?search=TOEFL')).body.data).toEqual([made.body])

  const changed = await api.patch(path, { description: 'Reading and writing', renewal: 'longest' })
  expect(changed).toMatchObject({
    status: 200,
    body: { name: 'toefl', description: 'Reading and writing', access: { months: 6 }, renewal: 'longest' },
  })
  const stale = { 'if-match': made.headers.get('etag') ?? '' }
  expect(await api.patch(path, { name: 'toefl_2' }, stale)).toMatchObject({ status: 412 })
  expect(await api.delete(path, stale)).toMatchObject({ status: 412 })

  expect(await api.delete(path)).toMatchObject({ status: 204, body: null })
  const { archived_at } = (await api.get(path)).body
  expect(archived_at).toEqual(expect.any(String))
  expect((await api.get('/api/courses?search=toefl')).body.data).toEqual([])
  expect((await api.get('/api/courses?search=toefl&archived=true')).body.data).toHaveLength(1)
  expect(await api.delete(path)).toMatchObject({ status: 204 })
  expect((await api.get(path)).body).toMatchObject({ archived_at })

  expect(await api.post(`${path}/restore`)).toMatchObject({ status: 200, body: { name: 'toefl', archived_at: null } })
  expect((await api.get('/api/courses?search=toefl')).body.data).toHaveLength(1)
})

test.each([
  [{ months: 6 }, { months: 6 }],
  [{ days: 90 }, { days: 90 }],
  [{ until: '2090-06-30' }, { until: '2090-06-30T18:30:00.000Z' }],
  [{ until: '2090-06-30T12:00:00+02:00' }, { until: '2090-06-30T10:00:00.000Z' }],
  [null, null],
])('access %j, sent for a course in India, is shown as %j', async (sent, shown) => {
  const name = `access_${Math.random().toString(36).slice(2)}`
  const course = { organization: 'acme-pune', name, display_name: 'Access', access: { months: 1 } }
  const { body } = await api.post('/api/courses', { ...course, access: sent })
  expect(body.access).toEqual(shown)
  const other = await api.post('/api/courses', { ...course, name: `${name}_2` })
  const changed = await api.patch(`/api/courses/${other.body.id}`, { access: sent })
  expect(changed.body.access).toEqual(shown)
  const left = await api.patch(`/api/courses/${other.body.id}`, { description: 'The same access' })
  expect(left.body.access).toEqual(shown)
})

test('every fault is said of its field, in words', async () => {
  const course = { name: 'Bad Name', display_name: ' ', access: { until: '2020-01-01' } }
  expect(await api.post('/api/courses', course)).toMatchObject({
    status: 400,
    body: {
      code: 'invalid',
      errors: [
        { field: 'name', message: expect.stringContaining('lower-case letters') },
        { field: 'display_name', message: 'must not be empty' },
        { field: 'access.until', message: 'must lie ahead' },
      ],
    },
  })
  expect(await faultsOf({ access: { until: 'soon' } })).toEqual([
    ['access.until', 'must be a date such as 2027-06-30, or a moment such as 2027-06-30T18:00Z'],
  ])
  expect(await faultsOf({ access: { months: 1, days: 1 } })).toEqual([
    ['access', 'must hold months, days or until, one of them'],
  ])
  expect(await faultsOf({ access: {} })).toEqual([['access', 'must hold months, days or until, one of them']])
  expect(await faultsOf({ access: { months: 0, weeks: 2 }, renewal: 'never', colour: 'red' })).toEqual([
    ['colour', 'is not known here'],
    ['renewal', 'must be extend, longest or replace'],
    ['access.weeks', 'is not known here'],
    ['access.months', 'must be at least 1'],
  ])
  expect(await faultsOf({ access: 'long' })).toEqual([['access', 'must be object or null']])
  expect(await faultsOf({ organization: ['acme-pune'] })).toEqual([['organization', 'must be integer or string']])
  expect(await api.post('/api/courses', { name: 'ielts', display_name: 'IELTS', access: null })).toMatchObject({
    status: 409,
    body: { code: 'conflict', errors: [{ field: 'name' }] },
  })
  expect(await api.patch('/api/courses/1', {})).toMatchObject({
    status: 400,
    body: { errors: [{ field: '', message: 'must hold something to change' }] },
  })
  expect(await faultsOf({ description: 'a\u0000b' })).toEqual([['description', 'must be text that can be read']])
})

test('what a course would be is shown before it is made, with the product that comes with it', async () => {
  const course = { name: 'ghost', display_name: 'Ghost', access: null }
  const planned = await api.post('/api/courses?mode=plan', course)
  expect(planned.body.changes).toMatchObject([
    { action: 'create', kind: 'course', before: null, after: { name: 'ghost' } },
    { action: 'create', kind: 'product', before: null, after: { name: 'ghost', courses: ['ghost'] } },
  ])
  expect((await api.get('/api/courses?search=ghost')).body.data).toEqual([])
})

test('each change is in the history once, with what was before and after', async () => {
  const { body } = await api.post('/api/courses', { name: 'sat', display_name: 'SAT', access: null })
  await api.patch(`/api/courses/${body.id}`, { name: 'sat_2' })
  await api.delete(`/api/courses/${body.id}`)
  await api.delete(`/api/courses/${body.id}`)
  const { rows } = await usher.database.pool.query(
    `select operation.kind, operation.result, before->>'name' as before, after->>'name' as after
      from operations operation left join changes on operation_id = operation.id and changes.kind = 'course'
      where courses && '{sat,sat_2}' order by at`,
  )
  expect(rows).toEqual([
    { kind: 'create_course', result: 'created', before: null, after: 'sat' },
    { kind: 'update_course', result: 'changed', before: 'sat', after: 'sat_2' },
    { kind: 'archive_course', result: 'changed', before: 'sat_2', after: 'sat_2' },
    { kind: 'archive_course', result: 'unchanged', before: null, after: null },
  ])
})

test('a course of another organization is not there, neither to see nor to change', async () => {
  const { body: course } = await api.post('/api/courses', { name: 'act', display_name: 'ACT', access: null })
  const below = await openApi(usher, { organization: 'acme-pune' })
  const path = `/api/courses/${course.id}`
  const answers = [
    await below.get(path),
    await below.patch(path, { name: 'mine' }),
    await below.delete(path),
    await below.post(`${path}/restore`),
    await below.get('/api/courses?organization=acme-prep'),
    await below.post('/api/courses', { organization: 'acme-prep', name: 'x', display_name: 'X', access: null }),
  ]
  expect(answers.map(answer => answer.status)).toEqual([404, 404, 404, 404, 404, 404])
  expect((await below.get('/api/courses?search=act')).body.data).toEqual([])
  expect((await api.get(path)).body).toEqual(course)
})

test('a key does only what it may', async () => {
  const reading = await openApi(usher, { scopes: ['read'] })
  const [course] = (await reading.get('/api/courses?limit=1')).body.data
  const answers = [
    await reading.post('/api/courses', { name: 'x', display_name: 'X', access: null }),
    await reading.patch(`/api/courses/${course.id}`, { display_name: 'X' }),
    await reading.delete(`/api/courses/${course.id}`),
    await reading.post(`/api/courses/${course.id}/restore`),
  ]
  expect(answers.map(answer => answer.status)).toEqual([403, 403, 403, 403])
})

/** Of a course that is right but for `faults`. */
async function faultsOf(faults: object): Promise<[string, string][]> {
  const { status, body } = await api.post('/api/courses', { name: 'x', display_name: 'X', access: null, ...faults })
  expect(status).toBe(400)
  return body.errors.map((error: { field: string; message: string }) => [error.field, error.message])
}
