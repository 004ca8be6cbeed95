/** What a caller calls a purchase, and what we call it by the key of its call, are never taken for one another. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from '../../../test/api.ts'
import { startTestServer, type TestServer } from '../../../test/server.ts'

let usher: TestServer
let api: Api
let team: number
let count = 0

beforeAll(async () => {
  usher = await startTestServer()
  api = await openApi(usher)
  team = (await api.post('/api/teams', { name: 'Evening' })).body.id
})
afterAll(() => usher.close())

const user = { email: 'jane@example.com', first_name: 'Jane' }
const more = { product: 'ielts', quantity: 1 }
const add = (body: object, key?: string) =>
  api.post(`/api/teams/${team}/seats`, { ...more, ...body }, key ? { 'idempotency-key': key } : {})
const provide = (number: number) => ({
  user,
  team: { strategy: 'specific', id: team },
  seats: [{ ...more, quantity: number }],
})

async function added(): Promise<string> {
  const { rows } = await usher.database.pool.query('select reference from seat_entries order by id desc limit 1')
  return rows[0].reference
}

test('no face takes a reference of ours, even where it is known, and what looks like one is as good as any other', async () => {
  expect((await add({}, 'mine')).status).toBe(201)
  const ours = await added()
  const { body } = await api.post('/api/provision', { user, courses: ['ielts'] })
  const enrollment = `/api/enrollments/${body.enrollments[0].enrollment_id}`
  const faces: ((external_ref: string) => ReturnType<Api['post']>)[] = [
    external_ref => add({ external_ref }),
    external_ref => api.post('/api/provision', { ...provide(1), external_ref }),
    external_ref => api.post('/api/v1/provision/student/', { ...user, courses: ['gmat'], external_ref }),
    external_ref => api.post('/api/orders', { user, lines: [{ product: 'ielts' }], payment: 'external', external_ref }),
    external_ref => api.post(`${enrollment}/extend`, { access: { months: 1 }, external_ref }),
    external_ref => api.post('/api/refunds', { external_ref }),
  ]
  for (const [index, send] of faces.entries()) {
    for (const text of [ours, ` ${ours}`, ours.replace('mine', `${index}`)])
      expect([index, await send(text)]).toMatchObject([index, { status: 400, body: expect.anything() }])
    for (const like of [ours.slice(1).replace('mine', `of ${index}`), `undo ${index}`])
      expect([index, (await send(like)).status]).toMatchObject([index, expect.toSatisfy(status => status < 300)])
  }
  // Not a repeat of what the key has added.
  expect(await add({ external_ref: ours.slice(1) })).toMatchObject({ status: 201, body: { added: 1 } })
})

test('keys that differ in anything add each for themselves, and so does each element of a call', async () => {
  const key = `many ${++count}`
  const headers = { 'idempotency-key': key }
  const each = await api.post('/api/provision', [provide(1), provide(1)], headers)
  expect(each.body.results).toMatchObject([{ seats: [{ added: 1 }] }, { seats: [{ added: 1 }] }])
  for (const other of [`${key} #0`, `${key} #1`, `${key}  #1`, `${key}#1`])
    expect([other, await add({}, other)]).toMatchObject([other, { status: 201, body: { added: 1 } }])
})

test('who gave no reference is shown none', async () => {
  const placed = await api.post(
    '/api/orders',
    { user, lines: [{ product: 'ielts' }], payment: 'external' },
    { 'idempotency-key': 'my order' },
  )
  expect(placed.status).toBe(201)
  const operation = placed.headers.get('usher-operation')
  const seen = await Promise.all(
    [`/api/orders/${placed.body.id}`, '/api/orders', `/api/operations/${operation}`, '/api/operations'].map(path =>
      api.get(path),
    ),
  )
  const planned = await api.post(
    '/api/orders?mode=plan',
    { user, lines: [{ product: 'ielts' }], payment: 'external' },
    { 'idempotency-key': 'x' },
  )
  for (const { status, body } of [...seen, planned]) {
    expect(status).toBe(200)
    expect(JSON.stringify(body)).not.toMatch(/my order|u0001/)
  }
  expect(seen[0]?.body.reference).toBeNull()
})
