import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'

let usher: TestServer
let api: Api
/** Of Pune, below Acme Prep. */
let team: number
/** Offered to Pune: ten seats of `ielts` for 100 credits, for three months. */
let item: number
let count = 0
let references = 0

beforeAll(async () => {
  usher = await startTestServer()
  api = await openApi(usher)
  await api.post('/api/organizations', { name: 'Pune', slug: 'pune' })
  await api.post('/api/organizations', { name: 'Delhi', slug: 'delhi' })
  const offers = { organizations: ['pune'], teams: [] }
  const terms = { product: 'ielts', seats: 10, credits: '100', access: { months: 3 } }
  item = (await api.post('/api/catalog-items', { name: 'Ten seats', ...terms, offers })).body.id
})
afterAll(() => usher.close())
beforeEach(async () => {
  team = (await api.post('/api/teams', { name: `Evening ${++count}`, organization: 'pune' })).body.id
})

const addCredits = (path: string, amount: string) => api.post(`/api/${path}/credits`, { amount })
const balanceOf = async (path: string) => (await api.get(`/api/${path}/credits`)).body.balance
const jane = () => ({ email: `jane-${count}@example.com`, first_name: 'Jane', last_name: 'Doe' })
const place = (order: object, mode = '') =>
  api.post(`/api/orders${mode}`, { external_ref: `order-${++references}`, payment: 'external', ...order })
const fromCatalog = (more: object = {}) => ({ team, lines: [{ catalog_item: item }], payment: 'credits', ...more })
const access = async () => {
  const { rows } = await usher.database.pool.query(
    'select courses.name, revoked_at is null as open from enrollments join courses on courses.id = course_id join users on users.id = user_id where email = $1 order by name',
    [jane().email],
  )
  return Object.fromEntries(rows.map(row => [row.name, row.open]))
}

test('a team buys from the catalog with its credits and those of its organization, and gets the seats', async () => {
  await addCredits(`teams/${team}`, '150')
  await addCredits('organizations/pune', '80')
  const reference = `shop-${count}`
  const order = fromCatalog({ lines: [{ catalog_item: item, quantity: 2 }], external_ref: reference, source: 'shop' })
  const placed = await place(order)
  expect(placed).toMatchObject({
    status: 201,
    body: {
      organization: 'pune',
      team: expect.stringMatching(/^Evening/),
      team_id: team,
      user: null,
      state: 'completed',
      payment: 'credits',
      credits: '200.00',
      reference,
      source: 'shop',
      lines: [
        {
          catalog_item: item,
          product: 'ielts',
          display_name: 'IELTS',
          quantity: 2,
          seats: 20,
          credits: '200.00',
          access: { months: 3 },
        },
      ],
    },
  })
  expect([await balanceOf(`teams/${team}`), await balanceOf('organizations/pune')]).toEqual(['0.00', '30.00'])
  expect((await api.get(`/api/teams/${team}/seats`)).body.data).toMatchObject([
    { product: 'ielts', quantity: 20, access: { months: 3 } },
  ])
  expect(await place(order)).toMatchObject({ status: 200, body: { id: placed.body.id } })
  expect(await place(fromCatalog())).toMatchObject({
    status: 409,
    body: { errors: [{ field: 'payment', code: 'not_enough_credits', message: 'lacks 70.00 credits' }] },
  })

  const { body } = await api.get(`/api/orders/${placed.body.id}`)
  expect(body.credit_entries).toMatchObject([{ amount: '-150.00' }, { amount: '-50.00' }])
  expect(body.timeline).toMatchObject([{ kind: 'place_order', state: 'completed', actor: { name: 'Tests' } }])
  await api.post('/api/organizations/pune/credits', { amount: '-30' })
})

test("seats that were bought from above are the team's to give, and not to add to", async () => {
  await addCredits(`teams/${team}`, '100')
  await place(fromCatalog())
  const order = { user: jane(), team: { strategy: 'specific', id: team }, from: 'seats', organization: 'pune' }
  expect(await api.post('/api/provision', { ...order, products: ['ielts'] })).toMatchObject({ status: 201 })
  expect(await access()).toEqual({ ielts: true })
  const pune = await openApi(usher, { organization: 'pune' })
  const [seats] = (await pune.get(`/api/teams/${team}/seats`)).body.data
  expect(seats).toMatchObject({ quantity: 10, used: 1 })
  expect(await pune.patch(`/api/seats/${seats.id}`, { quantity: 11 })).toMatchObject({ status: 400 })
  expect(await pune.patch(`/api/seats/${seats.id}`, { waitlist: true })).toMatchObject({ status: 200 })
  expect(await pune.patch(`/api/seats/${seats.id}`, { quantity: 4 })).toMatchObject({ status: 200 })
  expect(await pune.delete(`/api/seats/${seats.id}/claims/${await idOfJane()}`)).toMatchObject({ status: 204 })
  expect(await access()).toEqual({ ielts: false })
})

async function idOfJane(): Promise<number> {
  return (await api.get(`/api/users?organization=pune&email=${jane().email}`)).body.data[0].id
}

test('what is not offered to the team is not there to buy, also when it was ordered before', async () => {
  const before = fromCatalog({ payment: 'external', external_ref: `shop-${count}` })
  expect(await place(before)).toMatchObject({ status: 201 })
  await api.patch(`/api/catalog-items/${item}`, { offers: { organizations: [], teams: [] } })
  const refused = { status: 404, body: { errors: [{ field: 'lines.0.catalog_item', code: 'not_for_sale' }] } }
  expect(await place(fromCatalog())).toMatchObject(refused)
  expect(await place(before)).toMatchObject({ status: 200 })
  const other = { ...before, lines: [{ catalog_item: item, quantity: 2 }] }
  expect(await place(other)).toMatchObject({ status: 409, body: { errors: [{ code: 'reference_taken' }] } })
  await api.patch(`/api/catalog-items/${item}`, { offers: { organizations: ['pune'], teams: [] } })
  expect(await place(fromCatalog({ lines: [{ catalog_item: 1 }] }))).toMatchObject(refused)
})

test('under a reference only the same order may come again, whatever became of it', async () => {
  const lines = [{ product: 'ielts' }, { product: 'gmat' }]
  const order = { user: jane(), lines, external_ref: `again-${count}` }
  const other = { ...jane(), email: `ben-${count}@example.com` }
  const different = [
    { user: other },
    { lines: [{ product: 'ielts' }] },
    { lines: [...lines, { product: 'gre' }] },
    { lines: [{ product: 'ielts' }, { product: 'ielts' }] },
    { team: (await api.post('/api/teams', { name: `Own ${count}` })).body.id },
  ]
  const { body } = await place(order)
  const taken = { status: 409, body: { errors: [{ field: 'external_ref', code: 'reference_taken' }] } }
  for (const step of ['', `/api/orders/${body.id}/refund`]) {
    if (step !== '') await api.post(step)
    for (const change of different)
      for (const mode of ['', '?mode=plan']) expect(await place({ ...order, ...change }, mode)).toMatchObject(taken)
    const reversed = { ...order, lines: lines.toReversed(), user: { ...jane(), email: jane().email.toUpperCase() } }
    for (const same of [order, reversed])
      expect(await place(same)).toMatchObject({ status: 200, body: { id: body.id } })
  }
  // Nobody else was made or given anything.
  expect((await api.get(`/api/users?email=${other.email}`)).body.data).toEqual([])
})

test('a pending order is no repeat of a completed one, nor does a cancelled one become it', async () => {
  const order = { user: jane(), lines: [{ product: 'gre' }], external_ref: `later-${count}` }
  const { body } = await place({ ...order, state: 'pending' })
  expect(await place({ ...order, state: 'pending' })).toMatchObject({ status: 200, body: { state: 'pending' } })
  expect(await place(order)).toMatchObject({ status: 409, body: { errors: [{ code: 'reference_taken' }] } })
  await api.post(`/api/orders/${body.id}/cancel`)
  expect(await place({ ...order, state: 'pending' })).toMatchObject({ status: 200, body: { state: 'cancelled' } })
  expect(await place(order)).toMatchObject({ status: 409 })
  expect(await access()).toEqual({})
})

test('that something sold from above was paid elsewhere is for its seller to say', async () => {
  const pune = await openApi(usher, { organization: 'pune' })
  const order = { ...fromCatalog(), external_ref: `own-${count}`, payment: 'external' }
  expect(await pune.post('/api/orders', order)).toMatchObject({ status: 403 })
  const placed = await api.post('/api/orders', { ...order, state: 'pending' })
  expect(placed).toMatchObject({ status: 201, body: { state: 'pending' } })
  expect(await pune.post(`/api/orders/${placed.body.id}/complete`)).toMatchObject({ status: 403 })
  expect(await api.post(`/api/orders/${placed.body.id}/complete`)).toMatchObject({
    status: 200,
    body: { state: 'completed' },
  })
})

test('a learner gets what is bought, by name, and loses it with the refund of the line', async () => {
  const lines = [{ product: 'ielts' }, { product: 'gmat' }]
  const placed = await place({ user: jane(), lines })
  expect(placed).toMatchObject({
    status: 201,
    body: { organization: 'acme-prep', team: null, user: { email: jane().email, last_name: 'Doe' }, credits: '0.00' },
  })
  expect(await access()).toEqual({ gmat: true, ielts: true })
  const path = `/api/orders/${placed.body.id}`
  const refunded = await api.post(`${path}/refund`, { lines: [placed.body.lines[1].id], reason: 'Too hard' })
  expect(refunded).toMatchObject({
    status: 200,
    body: {
      state: 'partially_refunded',
      lines: [{ refunded_at: null }, { refunded_at: expect.any(String), refunded_reason: 'Too hard' }],
    },
  })
  expect(await access()).toEqual({ gmat: false, ielts: true })
  expect(await api.post(`${path}/refund`)).toMatchObject({ status: 200, body: { state: 'refunded' } })
  expect(await access()).toEqual({ gmat: false, ielts: false })
  expect(await api.post(`${path}/refund`)).toMatchObject({ status: 200, body: { state: 'refunded' } })
  const { timeline } = (await api.get(path)).body
  expect(timeline.map(({ kind, state }: { kind: string; state: string }) => `${kind} ${state}`)).toEqual([
    'place_order completed',
    'refund_order partially_refunded',
    'refund_order refunded',
  ])
})

test('credits go back where they came from when an order is refunded', async () => {
  await addCredits(`teams/${team}`, '60')
  await addCredits('organizations/pune', '40')
  const { body } = await place(fromCatalog())
  await api.post(`/api/orders/${body.id}/refund`, {})
  expect([await balanceOf(`teams/${team}`), await balanceOf('organizations/pune')]).toEqual(['60.00', '40.00'])
  expect((await api.get(`/api/orders/${body.id}`)).body.credit_entries).toHaveLength(4)
  await api.post('/api/organizations/pune/credits', { amount: '-40' })
})

test('a pending order is completed, or fails, or is cancelled, and says so', async () => {
  const pending = async () =>
    `/api/orders/${(await place({ user: jane(), lines: [{ product: 'gre' }], state: 'pending' })).body.id}`
  const path = await pending()
  expect(await api.post(`${path}/refund`)).toMatchObject({
    status: 409,
    body: { detail: expect.stringMatching(/cancel/) },
  })
  expect(await api.post(`${path}/fail`)).toMatchObject({ status: 200, body: { state: 'failed' } })
  expect(await access()).toEqual({})
  expect(await api.post(`${path}/complete`, { send_welcome_email: false })).toMatchObject({
    status: 200,
    body: { state: 'completed' },
  })
  expect(await access()).toEqual({ gre: true })
  expect(await api.post(`${path}/cancel`)).toMatchObject({
    status: 409,
    body: { detail: expect.stringMatching(/refund it instead/) },
  })
  const other = await pending()
  expect(await api.post(`${other}/cancel`)).toMatchObject({ status: 200, body: { state: 'cancelled' } })
  expect(await api.post(`${other}/complete`)).toMatchObject({ status: 409 })
  const { rows } = await usher.database.pool.query(
    'select * from messages join users on users.id = user_id where email = $1',
    [jane().email],
  )
  expect(rows).toEqual([])
})

test('plan mode shows the order, its lines, the credits and the seats after, and changes nothing', async () => {
  await addCredits(`teams/${team}`, '100')
  const plan = await place(fromCatalog({ user: jane() }), '?mode=plan')
  expect(plan).toMatchObject({ status: 200, body: { mode: 'plan', plan_id: expect.any(Number) } })
  const kinds = plan.body.changes.map((change: { kind: string }) => change.kind)
  expect(kinds).toEqual(['user', 'membership', 'seats', 'seat_entry', 'order', 'order_line', 'credit_entry'])
  expect(plan.body.changes.at(-1).after).toMatchObject({ amount: '-100.00' })
  expect(plan.body.seats).toEqual([
    { team_id: team, product: 'ielts', quantity: 10, used: 0, before: { quantity: 0, used: 0 } },
  ])
  expect(await balanceOf(`teams/${team}`)).toBe('100.00')
  expect((await api.get(`/api/orders?organization=pune&team=${team}`)).body.data).toEqual([])

  const { body } = await place(fromCatalog())
  const refund = await api.post(`/api/orders/${body.id}/refund?mode=plan`, {})
  expect(refund.body.changes.map((change: { kind: string }) => change.kind)).toEqual([
    'seat_entry',
    'order',
    'order_line',
    'credit_entry',
  ])
  expect(refund.body.seats).toMatchObject([{ quantity: 0 }])
  expect((await api.get(`/api/orders/${body.id}`)).body.state).toBe('completed')
})

test('every fault is said of its field, in words', async () => {
  const bad = {
    user: { email: 'jane', first_name: ' ' },
    lines: [
      { catalog_item: item, product: 'ielts' },
      { product: 'ielts', quantity: 2 },
      { catalog_item: item, seats: 1 },
    ],
  }
  expect((await place(bad)).body.errors.map(({ field }: { field: string }) => field)).toEqual([
    'user.email',
    'user.first_name',
    'lines.0',
    'lines.1.quantity',
    'lines.2.seats',
    'team',
  ])
  const lines = [{ product: 'ielts', seats: 1 }]
  expect(
    await place({ lines, team: (await api.post('/api/teams', { name: `T${count}` })).body.id, payment: 'credits' }),
  ).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'lines.0.product', code: 'no_price' }] },
  })
  expect(await place({ lines: [{ product: '', seats: 1 }], team })).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'lines.0.product', message: 'must not be empty' }] },
  })
  expect(await place({ lines: [{ product: 'gre' }] })).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'user', code: 'required' }] },
  })
  expect(await place({ lines, team, organization: 'delhi' })).toMatchObject({ status: 404 })
  expect(
    await api.post('/api/orders', { user: jane(), lines: [{ product: 'gre' }], payment: 'external' }),
  ).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'external_ref' }] },
  })
})

test('the same Idempotency-Key buys once', async () => {
  const order = { user: jane(), lines: [{ product: 'gre' }], payment: 'external' }
  const headers = { 'idempotency-key': `key-${count}` }
  const [first, again] = [await api.post('/api/orders', order, headers), await api.post('/api/orders', order, headers)]
  expect(first).toMatchObject({ status: 201, body: { reference: null } })
  expect(again).toMatchObject({ status: 201, body: { id: first.body.id } })
  // The server ended before the answer was kept.
  await usher.database.pool.query('delete from idempotent_answers')
  const last = await api.post('/api/orders', order, headers)
  expect(last).toMatchObject({ status: 200, body: { id: first.body.id } })
})

test('an order is not undone but refunded, and the log says how', async () => {
  const placed = await place({ user: jane(), lines: [{ product: 'gre' }] })
  const undo = (operation: unknown) => api.post(`/api/operations/${operation}/undo`)
  expect(await undo(placed.headers.get('usher-operation'))).toMatchObject({
    status: 409,
    body: { detail: 'An order is not undone: refund it instead.', errors: [{ code: 'refund_order' }] },
  })
  expect((await api.get(`/api/operations/${placed.headers.get('usher-operation')}`)).body).toMatchObject({
    not_undoable: { code: 'refund_order', order: { id: placed.body.id } },
  })
  const pending = await place({ user: jane(), lines: [{ product: 'gre' }], state: 'pending' })
  expect((await undo(pending.headers.get('usher-operation'))).body).toMatchObject({
    errors: [{ code: 'cancel_order' }],
  })
  const refund = await api.post(`/api/orders/${placed.body.id}/refund`)
  expect(await undo(refund.headers.get('usher-operation'))).toMatchObject({
    status: 409,
    body: { detail: expect.stringMatching(/place another one/) },
  })
  const { body } = await api.get(`/api/operations/${refund.headers.get('usher-operation')}`)
  expect(body.changes).toMatchObject([
    { action: 'update', kind: 'order', before: { state: 'completed' }, after: { state: 'refunded' } },
    { action: 'update', kind: 'grant' },
  ])
})

test('orders beside are not there, and each call takes its permission', async () => {
  const { body } = await place({ team, lines: [{ catalog_item: item }] })
  const path = `/api/orders/${body.id}`
  const delhi = await openApi(usher, { organization: 'delhi' })
  const tries = [
    delhi.get(path),
    delhi.get('/api/orders?organization=pune'),
    delhi.post('/api/orders', { team, lines: [{ catalog_item: item }], payment: 'credits', external_ref: 'x' }),
    ...['complete', 'cancel', 'fail', 'refund'].map(word => delhi.post(`${path}/${word}`)),
  ]
  expect((await Promise.all(tries)).map(({ status }) => status)).toEqual(tries.map(() => 404))
  const buyer = await openApi(usher, { scopes: ['orders.view', 'orders.create'] })
  expect(await buyer.get(path)).toMatchObject({ status: 200 })
  expect(await buyer.post(`${path}/refund`)).toMatchObject({ status: 403 })
  // To say that something is paid is to complete an order.
  const paid = { team, lines: [{ catalog_item: item }], payment: 'external', external_ref: 'paid-elsewhere' }
  expect(await buyer.post('/api/orders', paid)).toMatchObject({ status: 403 })
  expect(await buyer.post('/api/orders', { ...paid, state: 'pending' })).toMatchObject({ status: 201 })
})
