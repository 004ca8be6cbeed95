import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'

let usher: TestServer
let api: Api
let courses = 0
let course: { id: number; name: string }
/** The items of the course. */
let items: string

beforeAll(async () => {
  usher = await startTestServer()
  api = await openApi(usher)
})
beforeEach(async () => {
  courses++
  course = (await api.post('/api/courses', { name: `course_${courses}`, display_name: 'Course', access: null })).body
  items = `/api/courses/${course.id}/items`
})
afterAll(() => usher.close())

const launch_url = 'https://learn.example.com/1'

test('an item is added at the end of a course, read, changed and taken out', async () => {
  const first = await api.post(items, { kind: 'lesson', title: ' Welcome ', launch_url, starter: true })
  expect(first).toMatchObject({
    status: 201,
    body: { course_id: course.id, course: course.name, position: 1, kind: 'lesson', title: 'Welcome', starter: true },
  })
  const second = await add('Mock test')
  expect(second).toMatchObject({ position: 2, starter: true })
  const path = `/api/items/${first.body.id}`
  expect((await api.get(path)).body).toEqual(first.body)
  expect((await api.get(`/api/courses/${course.id}`)).body.item_count).toBe(2)

  const changed = await api.patch(path, { title: 'Hello', kind: 'practice_test' })
  expect(changed).toMatchObject({
    status: 200,
    body: { title: 'Hello', kind: 'practice_test', launch_url, starter: true, position: 1 },
  })
  const stale = { 'if-match': first.headers.get('etag') ?? '' }
  expect(await api.patch(path, { starter: false }, stale)).toMatchObject({ status: 412 })
  expect(await api.delete(path, stale)).toMatchObject({ status: 412 })
  expect(await api.delete(path)).toMatchObject({ status: 204 })
  expect(await api.get(path)).toMatchObject({ status: 404 })
  expect((await api.get(items)).body).toMatchObject({ data: [{ title: 'Mock test', position: 1 }], next_cursor: null })
})

test('items get the order of one list of their ids', async () => {
  const [a, b, c] = [await add('a'), await add('b'), await add('c')]
  const ordered = await api.put(items, { items: [c.id, a.id, b.id] })
  expect(ordered).toMatchObject({
    status: 200,
    body: {
      data: [
        { title: 'c', position: 1 },
        { title: 'a', position: 2 },
        { title: 'b', position: 3 },
      ],
    },
  })
  expect((await api.get(items)).body.data).toEqual(ordered.body.data)
  expect((await api.get(`${items}?sort=-position&limit=1`)).body).toMatchObject({ data: [{ title: 'b' }] })

  const planned = await api.put(`${items}?mode=plan`, { items: [a.id, b.id, c.id] })
  expect(planned.body.changes).toEqual([
    {
      action: 'update',
      kind: 'item_order',
      id: course.id,
      before: { items: [c.id, a.id, b.id] },
      after: { items: [a.id, b.id, c.id] },
    },
  ])
  expect((await api.get(items)).body.data).toEqual(ordered.body.data)
})

test('an order that leaves out, repeats or takes in an item is refused, and says which', async () => {
  const [a, b] = [await add('a'), await add('b')]
  const orders = [[a.id], [a.id, a.id, b.id], [a.id, b.id, course.id]]
  const answers = await Promise.all(orders.map(order => api.put(items, { items: order })))
  expect(answers.map(({ status }) => status)).toEqual([400, 400, 400])
  expect(answers.map(({ body }) => body.errors)).toEqual([
    [{ field: 'items', message: `must name each item of the course: ${b.id} missing` }],
    [{ field: 'items', message: 'must name each item once' }],
    [{ field: 'items', message: `must name items of the course alone: ${course.id} not among them` }],
  ])
})

test('every fault of an item is said of its field, in words', async () => {
  const bad = { kind: 'video', title: ' ', launch_url: 'learn.example.com' }
  expect((await api.post(items, bad)).body.errors).toEqual([
    { field: 'kind', message: 'must be lesson, practice_test or mock_test' },
  ])
  expect((await api.post(items, { ...bad, kind: 'lesson' })).body.errors).toEqual([
    { field: 'title', message: 'must not be empty' },
    { field: 'launch_url', message: 'must be an address that starts with https:// or http://' },
  ])
  const { id } = await add('good')
  expect((await api.patch(`/api/items/${id}`, { launch_url: 'javascript:alert(1)' })).body.errors).toMatchObject([
    { field: 'launch_url' },
  ])
})

test('items of another organization are not there', async () => {
  await api.post('/api/organizations', { name: 'Acme Pune', slug: 'acme-pune' })
  const { id } = await add('secret')
  const below = await openApi(usher, { organization: 'acme-pune' })
  const answers = [
    await below.get(items),
    await below.post(items, { kind: 'lesson', title: 'x', launch_url }),
    await below.put(items, { items: [id] }),
    await below.get(`/api/items/${id}`),
    await below.patch(`/api/items/${id}`, { title: 'x' }),
    await below.delete(`/api/items/${id}`),
  ]
  expect(answers.map(answer => answer.status)).toEqual([404, 404, 404, 404, 404, 404])
  expect((await api.get(items)).body.data).toMatchObject([{ id, title: 'secret' }])
})

async function add(title: string) {
  const { status, body } = await api.post(items, { kind: 'lesson', title, launch_url })
  expect(status).toBe(201)
  return body
}
