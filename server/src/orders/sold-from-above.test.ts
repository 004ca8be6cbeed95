/** Of what is sold from above: which verb of an order is the buyer's, and which takes its seller. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'

let usher: TestServer
const callers: Record<string, Api> = {}
/** Of Pune, which buys from Acme Prep. */
let team: number
/** Sold by Acme Prep, and by Pune itself. */
const items: number[] = []
let references = 0

beforeAll(async () => {
  usher = await startTestServer()
  const seller = await openApi(usher)
  await seller.post('/api/organizations', { name: 'Pune', slug: 'pune' })
  const buyer = await openApi(usher, { organization: 'pune' })
  Object.assign(callers, { seller, buyer })
  await buyer.post('/api/courses', { name: 'sat', display_name: 'SAT', access: null })
  team = (await seller.post('/api/teams', { name: 'Evening', organization: 'pune' })).body.id
  for (const [api, product] of [[seller, 'ielts'] as const, [buyer, 'sat'] as const]) {
    const offers = { organizations: ['pune'], teams: [] }
    const item = await api.post('/api/catalog-items', { name: 'Seats', product, seats: 1, credits: '10', offers })
    items.push(item.body.id)
  }
  await seller.post(`/api/teams/${team}/credits`, { amount: '5000' })
})
afterAll(() => usher.close())

const as = (name: string) => callers[name] as Api

async function place(state: string, payment: string, lines = items) {
  const order = { team, payment, state, external_ref: `order-${++references}` }
  const { status, body } = await as('seller').post('/api/orders', {
    ...order,
    lines: lines.map(catalog_item => ({ catalog_item })),
  })
  expect(status).toBe(201)
  return body
}

const refused = { status: 403, body: { code: 'forbidden', detail: expect.stringContaining('is sold from above') } }
const done = { status: 200 }

test.each([
  ['complete', 'pending', 'external', refused],
  ['fail', 'pending', 'external', refused],
  ['cancel', 'pending', 'external', done],
  ['refund', 'completed', 'external', refused],
  ['complete', 'pending', 'credits', done],
  ['fail', 'pending', 'credits', done],
  ['cancel', 'pending', 'credits', done],
  ['refund', 'completed', 'credits', refused],
])('%s of an order that is %s, paid by %s', async (verb, state, payment, toBuyer) => {
  const { id } = await place(state, payment)
  const path = `/api/orders/${id}/${verb}`
  expect(await as('buyer').post(`${path}?mode=plan`)).toMatchObject(toBuyer)
  expect(await as('buyer').post(path)).toMatchObject(toBuyer)
  if (toBuyer === refused) expect((await as('buyer').get(`/api/orders/${id}`)).body.state).toBe(state)
  expect(await as('seller').post(`${path}?mode=plan`)).toMatchObject(done)
  expect(await as('seller').post(path)).toMatchObject(done)
})

test('a buyer refunds the lines that it sold itself, and those from above neither with them nor alone', async () => {
  const { id, lines } = await place('completed', 'credits')
  const path = `/api/orders/${id}/refund`
  const [above, own] = lines.map((line: { id: number }) => line.id)
  expect((await as('buyer').get(`/api/orders/${id}`)).body.lines_from_above).toEqual([above])
  expect((await as('seller').get(`/api/orders/${id}`)).body.lines_from_above).toEqual([])
  for (const some of [[above], [own, above]])
    expect(await as('buyer').post(path, { lines: some })).toMatchObject(refused)
  expect(await as('buyer').post(path, { lines: [own] })).toMatchObject({
    ...done,
    body: { state: 'partially_refunded' },
  })
  expect(await as('buyer').post(path)).toMatchObject(refused)
  const [, sat] = items
  const ofItsOwn = await place('completed', 'credits', [sat as number])
  expect(await as('buyer').post(`/api/orders/${ofItsOwn.id}/refund`)).toMatchObject(done)
})

test('the operations of an order are undone by nobody', async () => {
  const { id } = await place('completed', 'credits')
  const [{ id: operation }] = (await as('seller').get(`/api/orders/${id}`)).body.timeline
  const undo = (who: 'seller' | 'buyer') => as(who).post(`/api/operations/${operation}/undo`)
  expect(await undo('seller')).toMatchObject({ status: 409 })
  // It was placed from above.
  expect(await undo('buyer')).toMatchObject({ status: 403 })
})
