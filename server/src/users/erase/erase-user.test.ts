import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from '../../../test/api.ts'
import { runUsher } from '../../../test/run-usher.ts'
import { startTestServer, type TestServer } from '../../../test/server.ts'
import { signIn } from '../../../test/sessions.ts'
import { settleMessage } from '../../mail/queue.ts'

let usher: TestServer
let api: Api

/** Words that stand nowhere unless somebody kept them of the person. */
const words = ['zaphnath', 'quillon', 'vexley', 'ext-77xyz', 'phone-31337', 'tag-of-hers']
const email = 'zaphnath@example.com'
const person = { email, first_name: 'Quillon', last_name: 'Vexley' }

beforeAll(async () => {
  usher = await startTestServer()
  api = await openApi(usher)
  await api.post('/api/custom-fields', { name: 'phone', label: 'Phone', kind: 'text' })
  await api.post('/api/webhooks', {
    url: 'https://hooks.example.com/x',
    events: ['user.created', 'user.email_changed', 'user.merged', 'user.erased', 'enrollment.started'],
  })
})
afterAll(() => usher.close())

/** Every table with one of the words in any of its columns. */
async function findTraces(): Promise<string[]> {
  const { pool } = usher.database
  const { rows } = await pool.query(`select tablename from pg_tables where schemaname = 'public'`)
  const found = await Promise.all(
    rows.map(async ({ tablename }) => {
      const where = words.map((_, index) => `lower(kept::text) like '%' || $${index + 1} || '%'`).join(' or ')
      const { rowCount } = await pool.query(`select from ${tablename} as kept where ${where}`, words)
      return rowCount ? [`${tablename}: ${rowCount}`] : []
    }),
  )
  return found.flat().sort()
}

async function counts() {
  const { rows } = await usher.database.pool.query(`select
    (select count(*) from grants) as grants, (select count(*) from orders) as orders, (select count(*) from users where alias_of is null) as users,
    (select count(*) from enrollments) as enrollments, (select sum(quantity) from seat_entries) as seats,
    (select count(*) from operations where kind = 'provision') as provisions`)
  return rows[0]
}

async function makeTraces(): Promise<number> {
  const team = { strategy: 'auto' }
  const seats = [{ product: 'ielts', quantity: 2 }]
  const user = { ...person, external_id: 'ext-77xyz', tags: ['tag-of-hers'], custom_fields: { phone: 'phone-31337' } }
  const body = { user, team, seats, courses: ['ielts'], groups: ['Evening'], external_ref: 'o-1' }
  const made = await api.post('/api/provision', body, { 'idempotency-key': 'once' })
  expect(made.status).toBe(201)
  const { id } = made.body.user
  await usher.call('/provision/student/', { ...person, courses: ['gmat'], external_ref: 'o-2' })
  await usher.call('/provision/student/', { ...person, courses: ['nonsense'], external_ref: 'o-3' })
  await api.patch(`/api/users/${id}`, { last_name: 'Vexley-Moor', tags: ['tag-of-hers', 'vip'] })
  const order = { user: person, lines: [{ product: 'gre' }], payment: 'external', external_ref: 'o-4' }
  const { body: placed } = await api.post('/api/orders', order)
  await api.post(`/api/orders/${placed.id}/refund`, { reason: `Quillon Vexley-Moor <${email}> asked` })
  await api.post('/api/invitations', { email, first_name: 'Quillon', team: made.body.team.id, products: ['ielts'] })
  const sent = { method: 'POST', headers: { 'content-type': 'application/json' } }
  await fetch(`${usher.url}/api/auth/sign-in`, { ...sent, body: JSON.stringify({ email, password: 'wrong wrong' }) })
  await usher.database.pool.query(
    `insert into sessions (user_id, token_hash, expires_at, ip_address, user_agent)
     values ($1, 'x', now() + interval '1 day', '203.0.113.7', 'zaphnath browser')`,
    [id],
  )
  await usher.database.pool.query(`update messages set state = 'failed', error = $2 where user_id = $1`, [
    id,
    `550 <${email}> unknown`,
  ])
  // What was done by the address of before stays findable by it: until now.
  await api.patch(`/api/users/${id}`, { email: `new-${email}` })
  await usher.database.pool.query(
    `with connection as (
       insert into connections (organization_id, kind, name, settings, rate, paused_at)
       select id, 'thinkific', 'School', '{}', 1, now() from organizations where slug = 'acme-prep' returning id
     ), known as (
       insert into external_things (connection_id, kind, theirs, ours, name, data)
       select connection.id, 'user', 'their-' || users.id, users.id, $2, jsonb_build_object('email', $2::text)
       from connection, users where users.id = $1 or alias_of = $1
     ), enrolled as (
       insert into external_enrollments (connection_id, user_id, course)
       select connection.id, users.id, '4711' from connection, users where users.id = $1 or alias_of = $1
     )
     insert into due_people (connection_id, user_id, urgency, due_at, problem)
     select connection.id, users.id, 1, 'infinity', jsonb_build_array($2::text)
     from connection, users where users.id = $1 or alias_of = $1`,
    [id, email],
  )
  return id
}

test('of somebody who is erased no name or address is left in any table, and what counts adds up', async () => {
  const id = await makeTraces()
  expect((await findTraces()).length).toBeGreaterThan(8)
  const before = await counts()

  const plan = await api.post(`/api/users/${id}/erase?mode=plan`)
  expect(plan).toMatchObject({ status: 200, body: { changes: [{ kind: 'user', after: { id, erased: true } }] } })
  expect((await api.get(`/api/users/${id}`)).body.email).toBe(`new-${email}`)

  expect(await api.post(`/api/users/${id}/erase`)).toMatchObject({ status: 204 })
  expect(await findTraces()).toEqual([])
  expect(await counts()).toEqual(before)
  expect(await api.get(`/api/users/${id}`)).toMatchObject({ status: 404 })
  const { rows } = await usher.database.pool.query(
    'select count(*) from enrollments where user_id = $1 and revoked_at is null',
    [id],
  )
  expect(rows).toEqual([{ count: 0 }])
  const doctor = await runUsher(usher.databaseUrl, ['doctor'])
  expect(doctor.stdout).toMatch(/^enrollments +well/m)
  expect(doctor.stdout).not.toMatch(/^(seats|credits|enrollments|seat holders|seat grants)(?! +well)/m)
})

test('an answer that was kept speaks of nobody any more, and nothing is done a second time', async () => {
  const user = { email: 'kept@example.com', first_name: 'Kept' }
  const again = () => api.post('/api/provision', { user, courses: ['ielts'] }, { 'idempotency-key': 'kept' })
  const { body } = await again()
  expect(await again()).toMatchObject({ status: 201, body: { user: { id: body.user.id } } })
  await api.post(`/api/users/${body.user.id}/erase`)
  expect(await again()).toMatchObject({ status: 409, body: { code: 'idempotency_answer_lost' } })
  expect((await api.get('/api/users?email=kept@example.com')).body.data).toEqual([])
})

test('a mail that is on its way meanwhile brings nothing back', async () => {
  const { kysely, pool } = usher.database
  const user = { email: 'on-the-way@example.com', first_name: 'Way' }
  const { id } = (await api.post('/api/provision', { user, courses: ['ielts'] })).body.user
  const claimedAt = new Date()
  const { rows } = await pool.query(
    `update messages set state = 'sending', claimed_at = $2 where user_id = $1 returning id`,
    [id, claimedAt],
  )
  await api.post(`/api/users/${id}/erase`)
  const claim = { id: rows[0].id, claimedAt }
  await settleMessage(kysely, claim, { state: 'failed', tried: true, error: `550 <${user.email}> unknown` })
  expect((await pool.query(`select from messages where error like '%on-the-way%'`)).rowCount).toBe(0)
})

test('the address is free again: whoever has it next is somebody else', async () => {
  const add = async () => (await api.post('/api/users', { email: 'next@example.com', first_name: 'Next' })).body.id
  const first = await add()
  await api.post(`/api/users/${first}/erase`)
  const second = await add()
  expect(second).not.toBe(first)
  expect((await api.get(`/api/users/${second}`)).body).toMatchObject({ first_name: 'Next' })
})

test('nobody erases whom others know too, nor who may do more', async () => {
  await api.post('/api/organizations', { name: 'North', slug: 'north' })
  await api.post('/api/organizations', { name: 'South', slug: 'south' })
  const north = await openApi(usher, { organization: 'north' })
  const south = await openApi(usher, { organization: 'south' })
  const shared = { email: 'shared@example.com', first_name: 'Sha' }
  const { id } = (await north.post('/api/users', shared)).body
  await south.post('/api/users', shared)
  for (const one of [north, south]) expect(await one.post(`/api/users/${id}/erase`)).toMatchObject({ status: 403 })
  const { id: own } = (await north.post('/api/users', { ...shared, email: 'own@example.com' })).body
  expect(await south.post(`/api/users/${own}/erase`)).toMatchObject({ status: 404 })
  const weak = await openApi(usher, { organization: 'north', scopes: ['users.view', 'users.delete'] })
  const admin = await signIn(usher, { organization: 'north', role: 'admin' })
  expect(await weak.post(`/api/users/${admin.id}/erase`)).toMatchObject({ status: 403 })
  expect(await weak.post(`/api/users/${own}/erase`)).toMatchObject({ status: 204 })
  // Who is above knows both organizations.
  expect(await api.post(`/api/users/${id}/erase`)).toMatchObject({ status: 204 })
})

test('whoever runs the server erases anybody, and says that it is meant', async () => {
  await api.post('/api/users', { email: 'gone@example.com', first_name: 'Gone' })
  const command = ['user', 'erase', '--email', 'gone@example.com']
  expect(await runUsher(usher.databaseUrl, command)).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('--yes'),
  })
  expect(await runUsher(usher.databaseUrl, [...command, '--yes'])).toMatchObject({ status: 0 })
  expect((await api.get('/api/users?email=gone@example.com')).body.data).toEqual([])
  expect(await runUsher(usher.databaseUrl, [...command, '--yes'])).toMatchObject({ status: 1 })
})
