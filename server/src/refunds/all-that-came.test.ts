/** A refund takes back all that came by its reference, through whichever calls and to whomever, and nothing else. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'
import { settleRefunds } from '../jobs/settle-refunds.ts'
import { createEngine } from '../provisioning/engine.ts'

let usher: TestServer
let api: Api
let team: number
let count = 0

beforeAll(async () => {
  usher = await startTestServer()
  api = await openApi(usher)
  await api.post('/api/products', { name: 'both', display_name: 'Both', courses: ['ielts', 'gmat'] })
})
afterAll(() => usher.close())
beforeEach(async () => {
  count++
  team = (await api.post('/api/teams', { name: `Team ${count}` })).body.id
})

const person = (name: string) => ({ email: `${name}-${count}@example.com`, first_name: 'Jane' })
const reference = () => `order-${count}`
const refund = (more: object = {}, mode = '') => api.post(`/api/refunds${mode}`, { external_ref: reference(), ...more })
const provision = (name: string, more: object) =>
  done(api.post('/api/provision', { user: person(name), external_ref: reference(), ...more }))
const buy = (more: object) => done(api.post('/api/orders', { payment: 'external', external_ref: reference(), ...more }))
const here = () => ({ strategy: 'specific', id: team })

async function done(answer: ReturnType<Api['post']>) {
  const { status, body, headers } = await answer
  expect(status, JSON.stringify(body)).toBeLessThan(300)
  return { status, body, headers }
}
async function access(name: string) {
  const { data } = (await api.get(`/api/enrollments?user=${encodeURIComponent(person(name).email)}`)).body
  return Object.fromEntries(data.map((row: { course: string; status: string }) => [row.course, row.status]))
}
async function seats() {
  const { data } = (await api.get(`/api/teams/${team}/seats`)).body
  return Object.fromEntries(
    data.map((row: { product: string; quantity: number; used: number }) => [row.product, [row.quantity, row.used]]),
  )
}
const stateOf = async (order: number) => (await api.get(`/api/orders/${order}`)).body.state

test.each(['pending', 'completed'])(
  'an order, %s, and provisions of three people go in one operation, once',
  async state => {
    const order = await buy({ user: person('ann'), lines: [{ product: 'ielts' }], state })
    await provision('ann', { courses: ['gmat'] })
    await provision('bob', { courses: ['ielts'] })
    await done(
      api.post('/api/v1/provision/student/', { ...person('eve'), courses: ['gre'], external_ref: reference() }),
    )
    const before = await countOperations()
    const answer = await done(refund())
    expect(answer.body.order).toBe(order.body.id)
    const taken = answer.body.enrollments.map((row: { course: string }) => row.course).toSorted()
    expect(taken).toEqual(state === 'pending' ? ['gmat', 'gre', 'ielts'] : ['gmat', 'gre', 'ielts', 'ielts'])
    expect(await countOperations()).toBe(before + 1)
    expect(await stateOf(order.body.id)).toBe(state === 'pending' ? 'cancelled' : 'refunded')
    for (const name of ['ann', 'bob', 'eve'])
      expect(new Set(Object.values(await access(name)))).toEqual(new Set(['revoked']))
    const again = await done(refund())
    expect(again.body).toMatchObject({ order: order.body.id, enrollments: [], seats: [] })
    // And nothing comes by it any more.
    const late = { user: person('late'), courses: ['ielts'], external_ref: reference() }
    expect(await api.post('/api/provision', late)).toMatchObject({ status: 409 })
  },
)

test('what a refund of an order takes back beside it is not taken by who may not edit orders', async () => {
  await buy({ user: person('ann'), lines: [{ product: 'ielts' }] })
  await provision('bob', { courses: ['ielts'] })
  const shop = await openApi(usher, { scopes: ['provision'] })
  expect(await shop.post('/api/refunds', { external_ref: reference() })).toMatchObject({ status: 403 })
  expect(await access('bob')).toEqual({ ielts: 'active' })
})

test('seats that a provision added go, with the one that its buyer took', async () => {
  await provision('ann', { team: here(), seats: [{ product: 'both', quantity: 3 }], products: ['both'] })
  expect(await seats()).toEqual({ both: [3, 1] })
  const plan = await refund({}, '?mode=plan')
  expect(plan.body.changes.map(({ kind }: { kind: string }) => kind)).toContain('seat_entry')
  expect((await done(refund())).body).toMatchObject({
    enrollments: [{ status: 'revoked' }, { status: 'revoked' }],
    seats: [{ team, product: 'both', taken: 3, quantity: 0, used: 0 }],
  })
  expect(await seats()).toEqual({ both: [0, 0] })
  expect(await access('ann')).toEqual({ ielts: 'revoked', gmat: 'revoked' })
  expect((await done(refund())).body.seats).toEqual([])
  expect(await seats()).toEqual({ both: [0, 0] })
})

test('seats that others hold go only when it is said whose; until then nothing does', async () => {
  await provision('ann', { team: here(), seats: [{ product: 'ielts', quantity: 3 }], courses: ['ielts'] })
  for (const name of ['bob', 'cat'])
    await done(api.post('/api/provision', { user: person(name), team: here(), courses: ['ielts'] }))
  await done(api.post(`/api/teams/${team}/seats`, { product: 'ielts', quantity: 1, external_ref: `other-${count}` }))
  expect(await refund()).toMatchObject({
    status: 409,
    body: { errors: [{ field: 'reclaim', code: 'seats_held', message: expect.stringContaining('hold 1 of them') }] },
  })
  expect([await access('ann'), await seats()]).toEqual([{ ielts: 'active' }, { ielts: [4, 3] }])
  expect(await done(refund({ reclaim: 'newest' }))).toMatchObject({
    body: { seats: [{ taken: 3, quantity: 1, used: 1 }] },
  })
  expect([await access('bob'), await access('cat')]).toEqual([{ ielts: 'active' }, { ielts: 'revoked' }])
})

test('seats of an order, of a provision and those that were added by hand under one reference go together', async () => {
  await buy({ team, lines: [{ product: 'ielts', seats: 2 }] })
  await provision('ann', { team: here(), seats: [{ product: 'ielts', quantity: 3 }] })
  await done(api.post(`/api/teams/${team}/seats`, { product: 'gmat', quantity: 4, external_ref: reference() }))
  await done(api.post(`/api/teams/${team}/seats`, { product: 'ielts', quantity: 1, external_ref: `other-${count}` }))
  expect((await done(refund())).body.seats).toMatchObject([
    { product: 'ielts', taken: 5, quantity: 1 },
    { product: 'gmat', taken: 4, quantity: 0 },
  ])
  expect(await seats()).toEqual({ ielts: [1, 0], gmat: [0, 0] })
})

test('seats that were moved away cannot be taken back, and a move is no purchase', async () => {
  await provision('ann', { team: here(), seats: [{ product: 'ielts', quantity: 3 }], groups: [`Group ${count}`] })
  const to = (await api.post('/api/teams', { name: `To ${count}` })).body.id
  const [{ id }] = (await api.get(`/api/teams/${team}/seats`)).body.data
  await done(api.post(`/api/seats/${id}/move`, { team: to, quantity: 2, external_ref: `move-${count}` }))
  await provision('ann', { external_ref: `move-${count}`, team: { strategy: 'specific', id: to }, courses: ['gmat'] })
  expect(await refund({ external_ref: `move-${count}` })).toMatchObject({
    ...{ status: 200, body: { seats: [], enrollments: [{ course: 'gmat', status: 'revoked' }] } },
  })
  expect(await refund()).toMatchObject({
    status: 409,
    body: { errors: [{ field: 'external_ref', code: 'seats_gone' }] },
  })
  expect(await seats()).toEqual({ ielts: [1, 0] })
})

test('seats that were undone are not taken a second time', async () => {
  await done(api.post(`/api/teams/${team}/seats`, { product: 'ielts', quantity: 5, external_ref: `other-${count}` }))
  const added = await done(
    api.post(`/api/teams/${team}/seats`, { product: 'ielts', quantity: 2, external_ref: reference() }),
  )
  await done(api.post(`/api/operations/${added.headers.get('usher-operation')}/undo`))
  await buy({ team, lines: [{ product: 'ielts', seats: 1 }] })
  expect((await done(refund())).body.seats).toMatchObject([{ taken: 1, quantity: 5 }])
  expect(await seats()).toEqual({ ielts: [5, 0] })
})

test('a seat of the team, and a place in a group, that a purchase gave go with it; what was there before stays', async () => {
  await done(api.post(`/api/teams/${team}/seats`, { product: 'ielts', quantity: 2, external_ref: `other-${count}` }))
  const [mine, other] = [`Mine ${count}`, `Other ${count}`]
  const first = await done(api.post('/api/provision', { user: person('ann'), groups: [other] }))
  await provision('ann', { team: here(), courses: ['ielts'], groups: [mine, other] })
  const group = (await api.get('/api/groups?limit=100')).body.data.find((row: { name: string }) => row.name === mine)
  await done(api.post(`/api/groups/${group.id}/courses`, { courses: ['gre'] }))
  expect(await access('ann')).toEqual({ ielts: 'active', gre: 'active' })
  await done(refund())
  expect(await access('ann')).toEqual({ ielts: 'revoked', gre: 'revoked' })
  expect(await seats()).toEqual({ ielts: [2, 0] })
  const members = await api.get(`/api/groups/${first.body.groups[0].id}/members`)
  expect(members.body.data).toHaveLength(1)
})

test('one course of what came as one is not refunded alone', async () => {
  await provision('ann', { team: here(), seats: [{ product: 'both', quantity: 3 }], products: ['both'] })
  expect(await refund({ courses: ['gmat'] })).toMatchObject({
    status: 409,
    body: { errors: expect.arrayContaining([expect.objectContaining({ field: 'courses', code: 'not_alone' })]) },
  })
  expect(await done(refund({ courses: ['gmat', 'ielts'] }))).toMatchObject({ body: { seats: [{ taken: 3 }] } })
})

test('whoever waits is not given a seat that is taken back', async () => {
  await provision('ann', { team: here(), seats: [{ product: 'ielts', quantity: 2 }], courses: ['ielts'] })
  const [{ id }] = (await api.get(`/api/teams/${team}/seats`)).body.data
  await done(api.patch(`/api/seats/${id}`, { waitlist: true }))
  for (const name of ['bob', 'cat'])
    await done(api.post('/api/provision', { user: person(name), team: here(), courses: ['ielts'] }))
  expect(await seats()).toEqual({ ielts: [2, 2] })
  await done(api.patch(`/api/seats/${id}`, { quantity: 1, reclaim: 'oldest' }))
  expect(await seats()).toEqual({ ielts: [1, 1] })
  await done(api.patch(`/api/seats/${id}`, { quantity: 2 }))
  expect(await done(refund({ reclaim: 'oldest' }))).toMatchObject({ body: { seats: [{ quantity: 0, used: 0 }] } })
})

test('seats and an order that crossed their refund go a little later, whoever sits on them', async () => {
  await provision('ann', { team: here(), seats: [{ product: 'ielts', quantity: 2 }], courses: ['ielts'] })
  const order = await buy({ user: person('bob'), lines: [{ product: 'gmat' }] })
  await done(api.post('/api/provision', { user: person('cat'), team: here(), courses: ['ielts'] }))
  await usher.database.pool.query(
    `insert into refunds (organization_id, reference, operation_id, created_at)
     select id, $1, 1, now() - interval '2 minutes' from organizations where slug = 'acme-prep'`,
    [reference()],
  )
  const now = () => new Date()
  const engine = createEngine({ pool: usher.database.pool, passwordLinkDays: 7, now, onMail() {} })
  await settleRefunds({ engine, database: usher.database }, now())
  expect([await seats(), await stateOf(order.body.id)]).toEqual([{ ielts: [0, 0] }, 'refunded'])
  expect([await access('ann'), await access('cat')]).toEqual([{ ielts: 'revoked' }, { ielts: 'revoked' }])
  const before = await countOperations()
  await usher.database.pool.query('update refunds set settled_at = null, created_at = $1', [new Date(0)])
  await settleRefunds({ engine, database: usher.database }, now())
  expect(await countOperations()).toBe(before)
})

async function countOperations(): Promise<number> {
  const { rows } = await usher.database.pool.query('select count(*)::int as count from operations')
  return rows[0].count
}
