import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'

let usher: TestServer
let api: Api
const jane = { email: 'jane@example.com', first_name: 'Jane', last_name: 'Doe' }

beforeAll(async () => {
  usher = await startTestServer()
  api = await openApi(usher)
  for (const slug of ['pune', 'delhi', 'goa']) await api.post('/api/organizations', { name: slug, slug })
})
afterAll(() => usher.close())

test('orders are found by state, team, reference, customer and time', async () => {
  await api.post('/api/courses', { organization: 'goa', name: 'sat', display_name: 'SAT', access: null })
  const own = (await api.post('/api/teams', { name: 'Goa team', organization: 'goa' })).body.id
  const empty = (await api.post('/api/teams', { name: 'Evening', organization: 'goa' })).body.id
  const lines = [
    { product: 'sat', seats: 2 },
    { product: 'sat', seats: 1 },
  ]
  const ids: Record<string, number> = {}
  for (const state of ['pending', 'completed', 'partially_refunded', 'refunded', 'cancelled', 'failed']) {
    const begins = ['pending', 'cancelled', 'failed'].includes(state) ? 'pending' : 'completed'
    const user = state === 'completed' ? { user: jane } : {}
    const { body } = await api.post('/api/orders', {
      payment: 'external',
      team: own,
      lines,
      state: begins,
      external_ref: state,
      ...user,
    })
    ids[state] = body.id
    if (state === 'partially_refunded') await api.post(`/api/orders/${body.id}/refund`, { lines: [body.lines[0].id] })
    if (state === 'refunded') await api.post(`/api/orders/${body.id}/refund`)
    if (state === 'cancelled') await api.post(`/api/orders/${body.id}/cancel`)
    if (state === 'failed') await api.post(`/api/orders/${body.id}/fail`)
  }
  const list = async (query: string) => {
    const { data } = (await api.get(`/api/orders?organization=goa${query}`)).body
    return data.map((order: { id: number }) => order.id)
  }
  for (const [state, id] of Object.entries(ids)) {
    expect((await api.get(`/api/orders/${id}`)).body.state).toBe(state)
    expect(await list(`&state=${state}`)).toEqual([id])
  }
  const all = Object.values(ids)
  expect(await list('')).toEqual(all.toReversed())
  expect(await list('&sort=created_at')).toEqual(all)
  expect(await list(`&team=${own}`)).toHaveLength(6)
  expect(await list(`&team=${empty}`)).toEqual([])
  expect(await list('&reference=refunded')).toEqual([ids.refunded])
  expect(await list(`&email=${jane.email.toUpperCase()}`)).toEqual([ids.completed])
  expect(await list('&search=Refund')).toEqual([ids.refunded])
  expect(await list(`&search=${jane.email.slice(0, -9).toUpperCase()}`)).toEqual([ids.completed])
  expect(await list(`&search=${jane.email.slice(0, -9)}&state=pending`)).toEqual([])
  expect(await list(`&search=p&sort=created_at`)).toEqual([ids.pending, ids.partially_refunded])
  expect(await list('&search=lete')).toEqual([])
  const { created_at } = (await api.get(`/api/orders/${ids.cancelled}`)).body
  expect(await list(`&since=${created_at}`)).toEqual([ids.failed, ids.cancelled])
  expect(await list(`&until=${created_at}&sort=created_at`)).toEqual(all.slice(0, 4))
  const page = (await api.get('/api/orders?organization=goa&limit=4&count=true')).body
  expect(page).toMatchObject({ total_count: 6, data: [{ lines: [{ seats: 2 }, { seats: 1 }] }, {}, {}, {}] })
  expect(await list(`&limit=4&cursor=${page.next_cursor}`)).toEqual(all.slice(0, 2).toReversed())
})

test('of many orders whose references begin alike the latest come first, and none beside is among them', async () => {
  const { rows } = await usher.database.pool.query(`
    insert into orders (organization_id, reference, payment, operation_id, created_at)
    select organization.id, 'Bulk-' || slug || i, 'external', 1, now() - i * interval '1 minute'
    from organizations organization, generate_series(0, 5100) i where slug in ('pune', 'delhi') returning id, reference`)
  const idOf = (reference: string) => rows.find(row => row.reference === reference)?.id
  const find = async (query: string) => (await api.get(`/api/orders?limit=2&${query}`)).body
  const first = await find('organization=pune&search=bulk-')
  expect(first.data).toMatchObject([{ id: idOf('Bulk-pune0') }, { id: idOf('Bulk-pune1') }])
  const second = await find(`organization=pune&search=bulk-&cursor=${first.next_cursor}`)
  expect(second.data).toMatchObject([{ id: idOf('Bulk-pune2') }, { id: idOf('Bulk-pune3') }])
  const below = await find('below=true&search=bulk-&count=true')
  expect(below).toMatchObject({
    total_count: 10_202,
    data: [{ reference: expect.stringMatching(/[a-z]0$/) }, { reference: expect.stringMatching(/[a-z]0$/) }],
  })
})
