import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'

let usher: TestServer
let api: Api
let team: number
let other: number
let count = 0

beforeAll(async () => {
  usher = await startTestServer()
  api = await openApi(usher)
  await api.post('/api/organizations', { name: 'Pune', slug: 'pune' })
  await api.post('/api/organizations', { name: 'Delhi', slug: 'delhi' })
})
afterAll(() => usher.close())
beforeEach(async () => {
  team = await makeTeam(`Evening ${++count}`)
  other = await makeTeam(`Morning ${count}`)
})

async function makeTeam(name: string, organization = 'acme-prep'): Promise<number> {
  return (await api.post('/api/teams', { name, organization })).body.id
}

async function addSeats(quantity: number, product = 'ielts'): Promise<string> {
  const { body } = await api.post(`/api/teams/${team}/seats`, { product, quantity, external_ref: `order-${++count}` })
  return `/api/seats/${body.id}`
}

/** Gives somebody new a seat of the team. */
async function seat(name: string, product = 'ielts'): Promise<number> {
  const user = { email: `${name}-${count}@example.com`, first_name: name }
  const order = { user, team: { strategy: 'specific', id: team }, products: [product], from: 'seats' }
  const { body } = await api.post('/api/provision', order)
  return body.user?.id
}

const statuses = async (userId: number) => {
  const { rows } = await usher.database.pool.query(
    'select revoked_at is null as open from enrollments where user_id = $1',
    [userId],
  )
  return rows.map(row => row.open)
}

test('seats that are added increment what the team has, and the same reference adds them once', async () => {
  const path = `/api/teams/${team}/seats`
  const order = { product: 'ielts', quantity: 10, external_ref: 'order-1042' }
  const made = await api.post(path, order)
  expect(made).toMatchObject({
    status: 201,
    body: {
      organization: 'acme-prep',
      team: expect.stringMatching(/^Evening/),
      team_id: team,
      product: 'ielts',
      added: 10,
      quantity: 10,
      used: 0,
      reserved: 0,
      left: 10,
      used_share: 0,
      access: null,
      waitlist: false,
    },
  })
  expect(await api.post(path, order)).toMatchObject({ status: 200, body: { added: 0, quantity: 10 } })
  const more = await api.post(path, { ...order, external_ref: 'order-1043', quantity: 5 })
  expect(more).toMatchObject({ status: 201, body: { id: made.body.id, added: 5, quantity: 15 } })
  expect((await api.get(`/api/seats/${made.body.id}`)).body).toMatchObject({ quantity: 15, left: 15 })
})

test('adding seats needs a reference or an Idempotency-Key: without one it is refused in words', async () => {
  const path = `/api/teams/${team}/seats`
  const order = { product: 'ielts', quantity: 10 }
  expect(await api.post(path, order)).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'external_ref', message: expect.stringMatching(/Idempotency-Key/) }] },
  })
  expect(await api.post(path, order, { 'idempotency-key': 'one-of-mine' })).toMatchObject({ status: 201 })
  expect(await api.post(path, { ...order, product: 'latin', external_ref: 'a' })).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'product', code: 'unknown_product' }] },
  })
})

test('seats of a product that is archived are not added, those that are there stay', async () => {
  const product = await api.post('/api/products', { name: 'old', display_name: 'Old', courses: ['ielts'] })
  const path = await addSeats(2, 'old')
  await api.delete(`/api/products/${product.body.id}`)
  expect(await api.post(`/api/teams/${team}/seats`, { product: 'old', quantity: 1, external_ref: 'b' })).toMatchObject({
    status: 400,
    body: { errors: [{ code: 'unknown_product' }] },
  })
  expect(await api.patch(path, { quantity: 1 })).toMatchObject({ status: 200, body: { quantity: 1 } })
})

test('the number is set; below what is used it is refused, or takes the newest or oldest claims back', async () => {
  const path = await addSeats(3)
  const ann = await seat('ann')
  const bob = await seat('bob')
  const refused = await api.patch(path, { quantity: 1 })
  expect(refused).toMatchObject({ status: 409, body: { errors: [{ field: 'quantity', code: 'seats_in_use' }] } })
  expect(await api.patch(path, { reclaim: 'newest' })).toMatchObject({ status: 400 })
  const lowered = await api.patch(path, { quantity: 1, reclaim: 'newest' })
  expect(lowered).toMatchObject({ status: 200, body: { quantity: 1, used: 1, left: 0, used_share: 1 } })
  expect([await statuses(ann), await statuses(bob)]).toEqual([[true], [false]])
  const { rows } = await usher.database.pool.query('select kind from operations where id = $1', [
    lowered.headers.get('usher-operation'),
  ])
  expect(rows).toEqual([{ kind: 'change_seats' }])
})

test('terms and number change together or not at all, and hold for who comes from then on', async () => {
  const path = await addSeats(2)
  const before = await seat('ann')
  const both = { quantity: 0, access: { months: 3 }, waitlist: true }
  expect(await api.patch(path, both)).toMatchObject({ status: 409 })
  expect((await api.get(path)).body).toMatchObject({ quantity: 2, access: null, waitlist: false })
  expect(await api.patch(path, { ...both, quantity: 3 })).toMatchObject({
    status: 200,
    body: { quantity: 3, access: { months: 3 }, waitlist: true },
  })
  const after = await seat('bob')
  const { rows } = await usher.database.pool.query('select months from grants where user_id = any($1) order by id', [
    [before, after],
  ])
  expect(rows.at(-1)).toEqual({ months: 3 })
  expect(rows.at(0)).not.toEqual({ months: 3 })
  expect(await api.patch(path, { access: null })).toMatchObject({ body: { access: null, waitlist: true } })
  expect(await api.patch(path, { access: { months: 1, days: 2 } })).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'access' }] },
  })
})

test('what another changed meanwhile is not overwritten', async () => {
  const path = await addSeats(2)
  const { headers } = await api.get(path)
  const seen = { 'if-match': headers.get('etag') ?? '' }
  expect(await api.patch(path, { waitlist: true }, seen)).toMatchObject({ status: 200 })
  expect(await api.patch(path, { quantity: 9 }, seen)).toMatchObject({
    status: 412,
    body: { code: 'precondition_failed' },
  })
  expect((await api.get(path)).body).toMatchObject({ quantity: 2 })
})

test('plan mode shows what would be changed, and changes nothing', async () => {
  const path = await addSeats(2)
  expect(await api.patch(`${path}?mode=plan`, { quantity: 9, waitlist: true })).toMatchObject({
    status: 200,
    body: {
      mode: 'plan',
      changes: [
        { action: 'update', kind: 'seats' },
        { action: 'create', kind: 'seat_entry' },
      ],
    },
  })
  expect((await api.get(path)).body).toMatchObject({ quantity: 2, waitlist: false })
})

test('free seats move to another team as one operation, once for each reference; those in use stay', async () => {
  const path = await addSeats(5)
  await seat('ann')
  const move = { team: other, quantity: 3, external_ref: 'move-1' }
  expect(await api.post(`${path}/move`, move)).toMatchObject({
    status: 200,
    body: { from: { team_id: team, quantity: 2, left: 1 }, to: { team_id: other, quantity: 3, used: 0 } },
  })
  expect(await api.post(`${path}/move`, move)).toMatchObject({ status: 200, body: { from: { quantity: 2 } } })
  expect(await api.post(`${path}/move`, { team: other, quantity: 2 })).toMatchObject({
    status: 409,
    body: { errors: [{ field: 'quantity', code: 'no_seats_left' }] },
  })
  expect(await api.post(`${path}/move`, { team, quantity: 1 })).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'team', code: 'same_team' }] },
  })
})

test('who holds a seat is listed, reserved or taken, and who waits; a seat that is taken back goes to the next one', async () => {
  const path = await addSeats(1)
  await api.patch(path, { waitlist: true })
  const ann = await seat('ann')
  const bob = await seat('bob')
  const cleo = await seat('cleo')
  expect((await api.get(path)).body).toMatchObject({ used: 1, waiting: 2 })
  const beside = await addSeats(1, 'gmat')
  await api.patch(beside, { waitlist: true })
  for (const name of ['dan', 'eve']) await seat(name, 'gmat')
  const waiting = async (query = '') => (await api.get(`${path}/waiting${query}`)).body
  expect((await waiting()).data).toMatchObject([
    { user_id: bob, first_name: 'bob', created_at: expect.any(String) },
    { user_id: cleo },
  ])
  const first = await waiting('?limit=1&expand=user&count=true')
  expect(first).toMatchObject({ total_count: 2, data: [{ user_id: bob, expanded: { user: { id: bob } } }] })
  expect(await waiting(`?limit=1&cursor=${first.next_cursor}`)).toMatchObject({ data: [{ user_id: cleo }] })
  const claims = await api.get(`${path}/claims`)
  expect(claims.body.data).toMatchObject([{ user_id: ann, first_name: 'ann', taken_at: expect.any(String) }])
  expect(await api.delete(`${path}/claims/${bob}`)).toMatchObject({ status: 404 })
  expect(await api.delete(`${path}/claims/${ann}`)).toMatchObject({ status: 204, body: null })
  expect((await api.get(`${path}/claims`)).body.data).toMatchObject([{ user_id: bob }])
  expect((await api.get(path)).body).toMatchObject({ used: 1, waiting: 1 })
  expect((await waiting()).data).toMatchObject([{ user_id: cleo }])
  expect([await statuses(ann), await statuses(bob)]).toEqual([[false], [true]])
  await usher.database.pool.query('update claims set taken_at = null where user_id = $1', [bob])
  expect((await api.get(path)).body).toMatchObject({ used: 1, reserved: 1 })
})

test('somebody of the team is given a seat, once; whoever is not in it gets none', async () => {
  const path = await addSeats(1)
  const join = async (name: string) =>
    (await api.post(`/api/teams/${team}/members`, { email: `${name}-${count}@example.com`, first_name: name })).body
      .user.id
  const [ann, bob] = [await join('ann'), await join('bob')]
  const stranger = (await api.post('/api/users', { email: `eve-${count}@example.com`, first_name: 'Eve' })).body
  const give = (user_id: number) => api.post(`${path}/claims`, { user_id })
  expect(await give(stranger.id)).toMatchObject({ status: 404 })
  const plan = await api.post(`${path}/claims?mode=plan`, { user_id: ann })
  expect(plan.body.changes.map(({ kind }: { kind: string }) => kind)).toEqual(
    expect.arrayContaining(['claim', 'grant']),
  )
  expect(JSON.stringify(plan.body)).not.toContain('intent')
  expect(await api.post(`/api/plans/${plan.body.plan_id}/apply`)).toMatchObject({ status: 201 })
  for (const _ of ['again', 'and again'])
    expect(await give(ann)).toMatchObject({
      status: 201,
      body: { claim: { user_id: ann, first_name: 'ann' } },
    })
  expect(await statuses(ann)).toEqual([true])
  expect(await give(bob)).toMatchObject({ status: 409, body: { errors: [{ field: 'products' }] } })
  await api.patch(path, { waitlist: true })
  expect(await give(bob)).toMatchObject({ status: 201, body: { claim: null } })
  expect((await api.get(path)).body).toMatchObject({ used: 1, waiting: 1 })
})

test('all seats of an allocation are taken away when nobody holds one', async () => {
  const path = await addSeats(1)
  const ann = await seat('ann')
  expect(await api.delete(path)).toMatchObject({ status: 409 })
  await api.delete(`${path}/claims/${ann}`)
  expect(await api.delete(path)).toMatchObject({ status: 204 })
  expect((await api.get(path)).body).toMatchObject({ quantity: 0, used_share: 0 })
})

test('at 75 % and at 100 % the log says so, once for each crossing', async () => {
  const path = await addSeats(4)
  const { body } = await api.get(path)
  const events = async () => {
    const { rows } = await usher.database.pool.query(
      `select operations.kind, after from changes join operations on operations.id = operation_id
       where object_id = $1 and operations.kind like 'seats_%' order by at, operations.id`,
      [body.id],
    )
    return rows.map(row => `${row.kind} ${row.after.used}/${row.after.quantity}`)
  }
  await seat('ann')
  await seat('bob')
  expect(await events()).toEqual([])
  const cid = await seat('cid')
  expect(await events()).toEqual(['seats_nearly_used 3/4'])
  await seat('dan')
  expect(await events()).toEqual(['seats_nearly_used 3/4', 'seats_used_up 4/4'])
  // From full to full, with fewer: nothing was crossed.
  await api.patch(path, { quantity: 3, reclaim: 'newest' })
  await seat('eve')
  expect(await events()).toHaveLength(2)
  await api.delete(`${path}/claims/${cid}`)
  await seat('fay')
  expect(await events()).toHaveLength(4)
  await api.patch(path, { quantity: 100 })
  await api.patch(path, { quantity: 4 })
  expect((await events()).slice(4)).toEqual(['seats_nearly_used 3/4'])
})

test('many who come at once cross each mark once', async () => {
  const path = await addSeats(12)
  await Promise.all(Array.from({ length: 12 }, (_, index) => seat(`many${index}`)))
  const { body } = await api.get(path)
  expect(body).toMatchObject({ used: 12 })
  const { rows } = await usher.database.pool.query(
    `select operations.kind from changes join operations on operations.id = operation_id
     where object_id = $1 and operations.kind like 'seats_%' order by operations.kind`,
    [body.id],
  )
  expect(rows).toEqual([{ kind: 'seats_nearly_used' }, { kind: 'seats_used_up' }])
})

test('the seats of all teams are listed, by team and by product, with the share that is used', async () => {
  const mine = await makeTeam(`Pune ${count}`, 'pune')
  const second = await makeTeam(`Pune too ${count}`, 'pune')
  await api.post('/api/courses', { organization: 'pune', name: 'sat', display_name: 'SAT', access: null })
  await api.post('/api/courses', { organization: 'pune', name: 'act', display_name: 'ACT', access: null })
  for (const [id, product] of [
    [mine, 'sat'],
    [mine, 'act'],
    [second, 'sat'],
  ] as const)
    await api.post(`/api/teams/${id}/seats`, { product, quantity: 3, external_ref: `${id}-${product}` })
  const order = { organization: 'pune', user: { email: 'pia@example.com', first_name: 'Pia' }, courses: ['sat'] }
  await api.post('/api/provision', { ...order, team: { strategy: 'specific', id: second } })
  const list = async (query: string) => (await api.get(`/api/seats?organization=pune${query}`)).body.data
  expect(await list('')).toMatchObject([
    { team_id: mine, product: 'sat', used_share: 0 },
    { team_id: mine, product: 'act' },
    { team_id: second, product: 'sat', used: 1, used_share: 0.3333 },
  ])
  expect(await list(`&team=${mine}`)).toHaveLength(2)
  expect(await list('&product=sat')).toHaveLength(2)
  const page = await api.get('/api/seats?organization=pune&limit=2&count=true')
  expect(page.body).toMatchObject({ total_count: 3 })
  expect(await list(`&limit=2&cursor=${page.body.next_cursor}`)).toMatchObject([{ team_id: second }])
  expect((await api.get(`/api/teams/${mine}/seats`)).body.data).toHaveLength(2)
})

test('seats beside and above are not there, neither to see nor to move to', async () => {
  const path = await addSeats(3)
  const holder = await seat('ann')
  const foreign = await makeTeam(`Pune own ${count}`, 'pune')
  const delhi = await openApi(usher, { organization: 'delhi' })
  const tries = [
    delhi.get(path),
    delhi.patch(path, { quantity: 1 }),
    delhi.delete(path),
    delhi.post(`${path}/move`, { team: other, quantity: 1 }),
    delhi.get(`${path}/claims`),
    delhi.get(`${path}/waiting`),
    delhi.delete(`${path}/claims/${holder}`),
    delhi.get(`/api/teams/${team}/seats`),
    delhi.post(`/api/teams/${team}/seats`, { product: 'ielts', quantity: 1, external_ref: 'x' }),
    delhi.get('/api/seats?organization=acme-prep'),
    // Within reach, but another organization's.
    api.post(`${path}/move`, { team: foreign, quantity: 1 }),
  ]
  expect((await Promise.all(tries)).map(({ status }) => status)).toEqual(tries.map(() => 404))
  expect((await api.get(path)).body).toMatchObject({ quantity: 3, used: 1 })
})

test('how long access by sold seats lasts is for their seller to say, and goes along when they are moved', async () => {
  const [pune, first, second] = [
    await openApi(usher, { organization: 'pune' }),
    await makeTeam(`Buyers ${count}`, 'pune'),
    await makeTeam(`Others ${count}`, 'pune'),
  ]
  const offers = { organizations: ['pune'], teams: [] }
  const terms = { product: 'ielts', seats: 3, credits: '1', access: { days: 30 }, offers }
  const item = (await api.post('/api/catalog-items', { name: `Three seats ${count}`, ...terms })).body.id
  const lines = [{ catalog_item: item }]
  await api.post('/api/orders', { team: first, lines, payment: 'external', external_ref: `sold-${count}` })
  const path = `/api/seats/${(await pune.get(`/api/teams/${first}/seats`)).body.data[0].id}`

  for (const access of [{ until: '2099-01-01T00:00:00Z' }, null])
    expect(await pune.patch(path, { access })).toMatchObject({ status: 403, body: { errors: [{ field: 'access' }] } })
  expect(await pune.patch(path, { waitlist: true })).toMatchObject({ status: 200, body: { access: { days: 30 } } })
  expect(await pune.post(`${path}/move`, { team: second, quantity: 1 })).toMatchObject({
    status: 200,
    body: { to: { team_id: second, quantity: 1, access: { days: 30 } } },
  })
  expect(await api.patch(path, { access: { days: 60 } })).toMatchObject({ status: 200, body: { access: { days: 60 } } })
})

test('each call takes its permission', async () => {
  const path = await addSeats(3)
  const viewer = await openApi(usher, { scopes: ['seats.view'] })
  expect(await viewer.get(path)).toMatchObject({ status: 200 })
  expect(await viewer.patch(path, { quantity: 1 })).toMatchObject({ status: 403 })
  expect(await viewer.post(`/api/teams/${team}/seats`, {})).toMatchObject({ status: 403 })
  expect(await viewer.delete(path)).toMatchObject({ status: 403 })
})
