import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'
import { settleRefunds } from '../jobs/settle-refunds.ts'
import { createEngine } from '../provisioning/engine.ts'

let usher: TestServer
let api: Api
/** A shop's. */
let shop: Api
let count = 0

beforeAll(async () => {
  usher = await startTestServer()
  api = await openApi(usher)
  shop = await openApi(usher, { scopes: ['provision'] })
})
afterAll(() => usher.close())
beforeEach(() => {
  count++
})

const jane = () => ({ email: `jane-${count}@example.com`, first_name: 'Jane' })
const buy = (external_ref: string, more: object = {}) =>
  shop.post('/api/v1/provision/student/', { ...jane(), courses: ['ielts'], external_ref, ...more })
const refund = (external_ref: string, more: object = {}, mode = '') =>
  shop.post(`/api/refunds${mode}`, { external_ref, ...more })
const statuses = async () => {
  const { data } = (await api.get(`/api/enrollments?user=${encodeURIComponent(jane().email)}`)).body
  return Object.fromEntries(data.map((row: { course: string; status: string }) => [row.course, row.status]))
}

test('of two orders of one course the first is refunded, and the second stays', async () => {
  const first = (await buy(`first-${count}`)).body.enrollments[0]
  const second = (await buy(`second-${count}`)).body.enrollments[0]
  expect(second.expires_at > first.expires_at).toBe(true)
  const plan = await refund(`first-${count}`, { reason: 'Changed her mind' }, '?mode=plan')
  expect(plan.body.changes.map((change: { kind: string }) => change.kind)).toEqual(['enrollment', 'grant', 'refund'])
  expect(await refund(`first-${count}`, { reason: 'Changed her mind' })).toMatchObject({
    status: 200,
    body: {
      reference: `first-${count}`,
      order: null,
      enrollments: [{ enrollment_id: first.enrollment_id, course: 'ielts', status: 'active' }],
    },
  })
  const again = await refund(`first-${count}`)
  expect(again).toMatchObject({ status: 200, body: { enrollments: [] } })
  const { body } = await api.get(`/api/grants?enrollment=${first.enrollment_id}`)
  expect(body.data).toMatchObject([
    { reference: `first-${count}`, revoked_reason: 'Changed her mind' },
    { reference: `second-${count}`, revoked_at: null },
  ])
  // The order that comes once more is the repeat that it is.
  expect(await buy(`first-${count}`)).toMatchObject({ status: 200, body: { already_provisioned: true } })
  expect(await refund(`second-${count}`)).toMatchObject({ body: { enrollments: [{ status: 'revoked' }] } })
})

test('a refund that comes before its order is kept, and the order gives nothing', async () => {
  expect(await refund(`early-${count}`)).toMatchObject({ status: 200, body: { order: null, enrollments: [] } })
  expect(await buy(`early-${count}`)).toMatchObject({ status: 409, body: { code: 'reference_refunded' } })
  const lines = [{ product: 'ielts' }]
  const order = { user: jane(), lines, payment: 'external', external_ref: `early-${count}` }
  expect(await api.post('/api/orders', order)).toMatchObject({
    status: 409,
    body: { errors: [{ field: 'external_ref', code: 'reference_refunded' }] },
  })
  expect((await api.get(`/api/users?email=${jane().email}`)).body.data).toEqual([])
  expect(await buy(`other-${count}`)).toMatchObject({ status: 201 })
})

test('by a reference that was refunded neither time nor seats come', async () => {
  const { body } = await buy(`base-${count}`)
  const team = (await api.post('/api/teams', { name: `Team ${count}` })).body.id
  await refund(`spent-${count}`)
  const taken = { status: 409, body: { errors: [{ field: 'external_ref', code: 'reference_refunded' }] } }
  const longer = { access: { months: 1 }, external_ref: `spent-${count}` }
  expect(await api.post(`/api/enrollments/${body.enrollments[0].enrollment_id}/extend`, longer)).toMatchObject(taken)
  const seats = { product: 'ielts', quantity: 2, external_ref: `spent-${count}` }
  expect(await api.post(`/api/teams/${team}/seats`, seats)).toMatchObject(taken)
})

test('a reference is read alike in every face, whatever blanks stand in it', async () => {
  const spellings = [`c  d${count}`, ` c d${count}`, `c\u00a0d${count} `]
  await buy(spellings[0] as string)
  const user = jane()
  for (const external_ref of spellings)
    expect(await api.post('/api/provision', { user, courses: ['ielts'], external_ref })).toMatchObject({ status: 200 })
  const refunded = { reference: `c d${count}`, enrollments: [{ status: 'revoked' }] }
  expect(await refund(spellings[2] as string)).toMatchObject({ body: refunded })
  expect(await refund('  ')).toMatchObject({ status: 400, body: { errors: [{ field: 'external_ref' }] } })
})

test('an order number is one reference as a number and as text, whatever is asked with it', async () => {
  const number = 104_200_000 + 100 * count
  const say = (of: number) => [of, String(of)] as const
  await buy(say(number)[1])
  const { body } = await shop.post('/api/v1/provision/student/', {
    ...jane(),
    courses: ['ielts'],
    external_ref: number,
  })
  expect(body).toMatchObject({ already_provisioned: true })
  const path = `/api/enrollments/${body.enrollments[0].enrollment_id}`
  const { id: team } = (await api.post('/api/teams', { name: `Numbers ${count}` })).body
  const { id: other } = (await api.post('/api/teams', { name: `More numbers ${count}` })).body
  const seats = (await api.post(`/api/teams/${team}/seats`, { product: 'ielts', quantity: 5, external_ref: 'five' }))
    .body
  const asked: [path: string, body: object][] = [
    ['/api/provision', { user: jane(), courses: ['ielts'] }],
    [`${path}/extend`, { access: { days: 3 } }],
    [`/api/teams/${team}/seats`, { product: 'gmat', quantity: 2 }],
    [`/api/seats/${seats.id}/move`, { team: other, quantity: 2 }],
    ['/api/orders', { team, payment: 'external', lines: [{ product: 'gre', seats: 2 }] }],
  ]
  for (const [index, [path, body]] of asked.entries()) {
    const [asNumber, asText] = say(number + index)
    const [first, again] = [
      await api.post(path, { ...body, external_ref: asNumber }),
      await api.post(path, { ...body, external_ref: asText }),
    ]
    expect([path, first.status, again.status]).toEqual([path, expect.toBeOneOf([200, 201]), 200])
  }
  expect(await api.post(`${path}/revoke`, { external_ref: number + 1 })).toMatchObject({ status: 200 })
  expect(await refund(number as never)).toMatchObject({
    body: { reference: String(number), enrollments: [{ status: 'revoked' }] },
  })
  for (const external_ref of [1.5, 2 ** 60, true, ['1']])
    expect(await refund(external_ref as never)).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'external_ref' }] },
    })
})

test('one course of a purchase is refunded, before or after it came', async () => {
  await buy(`both-${count}`, { courses: ['ielts', 'gmat'] })
  expect(await refund(`both-${count}`, { courses: ['gmat'] })).toMatchObject({
    body: { enrollments: [{ course: 'gmat', status: 'revoked' }] },
  })
  expect(await statuses()).toEqual({ ielts: 'active', gmat: 'revoked' })
  await refund(`part-${count}`, { courses: ['gre'] })
  expect(await buy(`part-${count}`, { courses: ['gre'] })).toMatchObject({ status: 409 })
  expect(await buy(`part-${count}`, { courses: ['ielts'] })).toMatchObject({ status: 200 })
  expect(await refund(`part-${count}`, { courses: ['nonsense'] })).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'courses', code: 'unknown_course' }] },
  })
})

test('the order of a reference is refunded by it, or cancelled while it waits, by who may edit orders', async () => {
  const order = { user: jane(), lines: [{ product: 'ielts' }], payment: 'external' }
  const { body } = await api.post('/api/orders', { ...order, external_ref: `shop-${count}` })
  expect(await refund(`shop-${count}`)).toMatchObject({ status: 403 })
  const answer = await api.post('/api/refunds', { external_ref: `shop-${count}` })
  expect(answer).toMatchObject({ status: 200, body: { order: body.id } })
  expect((await api.get(`/api/orders/${body.id}`)).body.state).toBe('refunded')
  const pending = await api.post('/api/orders', { ...order, external_ref: `waits-${count}`, state: 'pending' })
  expect(await api.post('/api/refunds', { external_ref: `waits-${count}` })).toMatchObject({ status: 200 })
  expect((await api.get(`/api/orders/${pending.body.id}`)).body.state).toBe('cancelled')
})

test('the same reference of an organization beside is not touched', async () => {
  await api.post('/api/organizations', { name: 'Beside', slug: `beside-${count}` })
  await api.post('/api/courses', {
    organization: `beside-${count}`,
    name: 'ielts',
    display_name: 'IELTS',
    access: null,
  })
  await buy(`same-${count}`)
  const beside = await openApi(usher, { organization: `beside-${count}`, scopes: ['provision'] })
  expect(await beside.post('/api/refunds', { external_ref: `same-${count}` })).toMatchObject({
    body: { enrollments: [] },
  })
  expect(await statuses()).toEqual({ ielts: 'active' })
  expect(await beside.post('/api/refunds', { external_ref: 'x', organization: 'acme-prep' })).toMatchObject({
    status: 404,
  })
})

test('what crossed its refund is taken back a little later', async () => {
  await buy(`crossed-${count}`)
  await refundedBefore(`crossed-${count}`)
  await settle()
  expect(await statuses()).toEqual({ ielts: 'revoked' })
  const { rows } = await usher.database.pool.query(
    `select count(*) from refunds where settled_at is null and created_at < now() - interval '1 minute'`,
  )
  expect(rows).toEqual([{ count: 0 }])
})

test('an order that crossed its refund is refunded a little later, or cancelled; not what was sold from above', async () => {
  const order = { user: jane(), lines: [{ product: 'ielts' }], payment: 'external' }
  const team = (await api.post('/api/teams', { name: `Crossed ${count}` })).body.id
  const below = `below-${count}`
  await api.post('/api/organizations', { name: 'Below', slug: below })
  await api.post(`/api/organizations/${below}/credits`, { amount: '10' })
  const teamBelow = (await api.post('/api/teams', { organization: below, name: 'Below' })).body.id
  const offers = { organizations: [below], teams: [] }
  const item = { name: `Item ${count}`, product: 'ielts', seats: 1, credits: '1.00', offers }
  const lines = [{ catalog_item: (await api.post('/api/catalog-items', item)).body.id }]
  const seats = { team, lines: [{ product: 'gmat', seats: 2 }], payment: 'external' }
  const placed = [
    await api.post('/api/orders', { ...order, external_ref: `crossed-${count}-1` }),
    await api.post('/api/orders', { ...order, external_ref: `crossed-${count}-2`, state: 'pending' }),
    await api.post('/api/orders', { ...seats, external_ref: `crossed-${count}-3` }),
    await api.post('/api/orders', {
      ...{ organization: below, team: teamBelow, lines, payment: 'credits', external_ref: `crossed-${count}-4` },
    }),
  ]
  for (const number of [1, 2, 3]) await refundedBefore(`crossed-${count}-${number}`)
  await refundedBefore(`crossed-${count}-4`, below)
  await settle()
  const states = await Promise.all(
    placed.map(async ({ body: { id } }) => (await api.get(`/api/orders/${id}`)).body.state),
  )
  expect(states).toEqual(['refunded', 'cancelled', 'refunded', 'completed'])
  expect(await statuses()).toEqual({ ielts: 'revoked' })
  expect((await api.get(`/api/teams/${team}/seats`)).body.data).toMatchObject([{ product: 'gmat', quantity: 0 }])
})

/** As if a refund had been asked two minutes ago, and had not seen what came by the reference. */
async function refundedBefore(reference: string, organization = 'acme-prep') {
  await usher.database.pool.query(
    `insert into refunds (organization_id, reference, operation_id, created_at)
     select id, $1, 1, now() - interval '2 minutes' from organizations where slug = $2`,
    [reference, organization],
  )
}

async function settle() {
  const now = () => new Date()
  const { database } = usher
  const engine = createEngine({ pool: database.pool, passwordLinkDays: 7, now, onMail() {} })
  await settleRefunds({ engine, database }, now())
}

test('a refund that cannot be settled holds up no other, and is tried again', async () => {
  const { pool } = usher.database
  for (const name of ['bad', 'good']) await buy(`${name}-${count}`, { email: `${name}-${count}@example.com` })
  await pool.query(
    `insert into refunds (organization_id, reference, operation_id, created_at)
     select id, reference, 1, now() - interval '2 minutes' from organizations, unnest($1::text[]) as reference
     where slug = 'acme-prep'`,
    [[`bad-${count}`, `good-${count}`]],
  )
  await pool.query(`
    create function fail() returns trigger language plpgsql as $$ begin raise exception 'the disk is full'; end $$;
    create trigger fails before update on grants for each row when (old.reference = 'bad-${count}') execute function fail()`)
  const now = () => new Date()
  const { database } = usher
  const engine = createEngine({ pool: database.pool, passwordLinkDays: 7, now, onMail() {} })
  await expect(settleRefunds({ engine, database }, now())).rejects.toThrow(`refunds of bad-${count}`)
  const { rows } = await pool.query(
    `select reference, settled_at is not null as settled from refunds where reference = any($1) order by reference`,
    [[`bad-${count}`, `good-${count}`]],
  )
  expect(rows.map(({ settled }) => settled)).toEqual([false, true])
  await pool.query('drop trigger fails on grants')
  await settleRefunds({ engine, database }, now())
  const open = await pool.query(`select from grants where reference = $1 and revoked_at is null`, [`bad-${count}`])
  expect(open.rowCount).toBe(0)
})

test('a refund is not undone, and the log says what to do instead', async () => {
  await buy(`undo-${count}`)
  const { headers } = await refund(`undo-${count}`)
  expect(await api.post(`/api/operations/${headers.get('usher-operation')}/undo`)).toMatchObject({
    status: 409,
    body: { detail: expect.stringMatching(/another reference/) },
  })
})
