import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi, openApiWith } from '../../test/api.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'
import { createOrganization } from '../organizations/create-organization.ts'

let usher: TestServer
let api: Api

beforeAll(async () => {
  usher = await startTestServer()
  api = await openApi(usher)
})
afterAll(() => usher.close())

test('a key is shown once, works, is changed, and is revoked for good', async () => {
  const made = await api.post('/api/keys', { name: 'Pabbly', scopes: ['read', 'teams.edit'] })
  expect(made).toMatchObject({
    status: 201,
    body: { name: 'Pabbly', scopes: ['read', 'teams.edit'], api_version: '2026-12-01', revoked_at: null },
  })
  const { key, ...shown } = made.body
  expect(key).toMatch(/^usher_live_\w{49}$/)
  const path = `/api/keys/${shown.id}`
  expect((await api.get(path)).body).toEqual(shown)
  const pabbly = openApiWith(usher, key)
  expect(await pabbly.get('/api/teams')).toMatchObject({ status: 200 })
  expect(await pabbly.post('/api/teams', { name: 'Evening class' })).toMatchObject({ status: 403 })

  const stale = { 'if-match': '"another"' }
  expect(await api.patch(path, { name: 'Zapier' }, stale)).toMatchObject({ status: 412 })
  expect(await api.patch(path, { name: 'Zapier' })).toMatchObject({ status: 200, body: { name: 'Zapier' } })
  expect(await api.delete(path)).toMatchObject({ status: 204 })
  await expect.poll(async () => (await pabbly.get('/api/teams')).status).toBe(401)
  expect((await pabbly.get('/api/teams')).body).toMatchObject({ detail: 'This key was revoked.' })
  expect(await api.patch(path, { name: 'Back' })).toMatchObject({ status: 409 })
  expect((await api.get('/api/keys')).body.data).not.toContainEqual(expect.objectContaining({ id: shown.id }))
  expect((await api.get('/api/keys?revoked=true')).body.data).toContainEqual(expect.objectContaining({ id: shown.id }))

  const { rows } = await usher.database.pool.query('select to_jsonb(changes)::text as text from changes')
  expect(rows.length).toBeGreaterThanOrEqual(3)
  expect(rows.filter(row => row.text.includes(key))).toEqual([])
})

test('a new key may provision and nothing else unless more is said', async () => {
  const { body } = await api.post('/api/keys', { name: 'Shop' })
  expect(body).toMatchObject({ scopes: ['provision'], expires_at: null, allowed_addresses: [], rate_limit: null })
  const shop = openApiWith(usher, body.key)
  expect(await shop.get('/api/v1/ping')).toMatchObject({ status: 200 })
  expect(await shop.get('/api/teams')).toMatchObject({
    status: 403,
    body: { detail: expect.stringContaining('teams.view') },
  })
})

test('a key that may not provision is refused by the student API, in its words, and the log has it', async () => {
  const reader = await openApi(usher, { scopes: ['read'] })
  expect(await reader.get('/api/v1/ping')).toMatchObject({
    status: 403,
    body: { status: 'error', code: 'not_permitted' },
  })
  const log = await api.get('/api/operations?result=refused&limit=1')
  expect(log.body.data[0]).toMatchObject({ kind: 'ping', problems: [{ code: 'not_permitted' }] })
})

test('an expired key is refused, by the student API too', async () => {
  const { body } = await api.post('/api/keys', { name: 'Trial', expires_at: '2099-01-01T00:00:00Z' })
  const trial = openApiWith(usher, body.key)
  expect(await trial.get('/api/v1/ping')).toMatchObject({ status: 200 })
  await usher.database.pool.query('update keys set expires_at = now() where id = $1', [body.id])
  await expect.poll(async () => (await trial.get('/api/v1/ping')).status).toBe(401)
  expect((await trial.get('/api/v1/ping')).body).toMatchObject({ code: 'invalid_key' })
  expect(await trial.get('/api/teams')).toMatchObject({ status: 401, body: { detail: 'This key has expired.' } })
})

test('a call whose key is revoked while its body comes in is refused', async () => {
  const { body } = await api.post('/api/keys', { name: 'Slow', scopes: ['teams.create'] })
  let send: ReadableStreamDefaultController<Uint8Array> | undefined
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      send = controller
      controller.enqueue(new TextEncoder().encode('{"name":'))
    },
  })
  const headers = { 'x-api-key': body.key, 'content-type': 'application/json' }
  const slow = fetch(`${usher.url}/api/teams`, { method: 'POST', headers, body: stream, duplex: 'half' })
  const hasBegun = async () => (await api.get(`/api/keys/${body.id}`)).body.last_used_at !== null
  await expect.poll(hasBegun, { timeout: 3000 }).toBe(true)
  await api.delete(`/api/keys/${body.id}`)
  await expect.poll(async () => (await openApiWith(usher, body.key).get('/api/teams')).status).toBe(401)
  send?.enqueue(new TextEncoder().encode('"Too late"}'))
  send?.close()
  expect((await slow).status).toBe(401)
})

test('a key with a list of addresses works from there and from nowhere else', async () => {
  const { body } = await api.post('/api/keys', {
    name: 'Office',
    scopes: ['provision', 'teams.view'],
    allowed_addresses: ['203.0.113.0/24', '2001:db8::/32'],
  })
  const office = openApiWith(usher, body.key)
  for (const address of ['203.0.113.7', '2001:db8::7'])
    expect(await office.get('/api/teams', { 'x-forwarded-for': address })).toMatchObject({ status: 200 })
  const elsewhere = { 'x-forwarded-for': '198.51.100.1' }
  expect(await office.get('/api/teams', elsewhere)).toMatchObject({
    status: 401,
    body: { detail: 'This key may not be used from this address.' },
  })
  expect(await office.get('/api/v1/ping', elsewhere)).toMatchObject({ status: 401, body: { code: 'invalid_key' } })
})

test.each([
  [{ scopes: ['teams.view', 'keys.delete'] }, 'scopes'],
  [{ scopes: ['manage'] }, 'scopes'],
  [{ expires_at: null }, 'expires_at'],
  [{ expires_at: '2099-01-02T00:00:00Z' }, 'expires_at'],
  [{ allowed_addresses: [] }, 'allowed_addresses'],
  [{ allowed_addresses: ['127.0.0.0/8'] }, 'allowed_addresses'],
  [{ allowed_addresses: ['127.0.0.1', '203.0.113.7'] }, 'allowed_addresses'],
  [{ rate_limit: 0 }, 'rate_limit'],
  [{ rate_limit: null }, 'rate_limit'],
  [{ rate_limit: 101 }, 'rate_limit'],
])('a key gives nobody, itself included, more than it has: %j', async (more, field) => {
  const { narrow, id } = await makeNarrowKey()
  const refused = { status: 403, body: { code: 'forbidden', errors: [{ field }] } }
  expect(await narrow.post('/api/keys', { name: 'Mine', scopes: ['teams.view'], ...more })).toMatchObject(refused)
  expect(await narrow.patch(`/api/keys/${id}`, more)).toMatchObject(refused)
})

test('a key that may do more than the caller is changed by it only to narrow it', async () => {
  const { body } = await api.post('/api/keys', {
    name: 'Strong',
    scopes: ['read', 'teams.edit'],
    expires_at: '2098-01-01T00:00:00Z',
    allowed_addresses: ['203.0.113.0/24'],
    rate_limit: 10,
  })
  const path = `/api/keys/${body.id}`
  const weak = await openApi(usher, { scopes: ['keys.view', 'keys.edit'] })
  for (const changes of [
    { allowed_addresses: [], expires_at: null },
    { allowed_addresses: ['203.0.113.7', '127.0.0.1'] },
    { expires_at: '2098-01-02T00:00:00Z' },
    { rate_limit: 11 },
    { rate_limit: null },
    { scopes: ['keys.view', 'keys.edit'] },
    { name: 'Mine' },
  ])
    expect(await weak.patch(path, changes)).toMatchObject({ status: 403, body: { errors: [{ field: 'scopes' }] } })
  expect((await api.get(path)).body).toEqual({ ...body, key: undefined })
  const less = { allowed_addresses: ['203.0.113.7'], expires_at: '2097-01-01T00:00:00Z', rate_limit: 9 }
  expect(await weak.patch(path, less)).toMatchObject({ status: 200, body: { rate_limit: 9 } })
  expect(await api.patch(path, { allowed_addresses: [], rate_limit: null })).toMatchObject({ status: 200 })
})

test('what a key does not say of a new one is as with itself', async () => {
  const { narrow } = await makeNarrowKey()
  expect(await narrow.post('/api/keys', { name: 'Child', scopes: ['teams.view'] })).toMatchObject({
    status: 201,
    body: { expires_at: '2099-01-01T00:00:00.000Z', allowed_addresses: ['127.0.0.1'], rate_limit: 100 },
  })
})

test('keys are made for organizations below and for none beside or above', async () => {
  const by = { actor: { kind: 'system' }, source: 'test', ip: null, receivedAt: new Date() } as const
  const { id: parentId } = await usher.database.kysely
    .selectFrom('organizations')
    .select('id')
    .where('slug', '=', 'acme-prep')
    .executeTakeFirstOrThrow()
  await usher.database.kysely.transaction().execute(async transaction => {
    await createOrganization(transaction, { name: 'Pune', slug: 'pune', parentId }, by)
    await createOrganization(transaction, { name: 'Beta', slug: 'beta' }, by)
  })
  expect(await api.post('/api/keys', { name: 'Below', organization: 'pune' })).toMatchObject({
    status: 201,
    body: { organization: 'pune' },
  })
  expect(await api.post('/api/keys', { name: 'Beside', organization: 'beta' })).toMatchObject({ status: 404 })
  const pune = await openApi(usher, { organization: 'pune' })
  expect(await pune.post('/api/keys', { name: 'Above', organization: 'acme-prep' })).toMatchObject({ status: 404 })
})

test.each([
  [{ scopes: ['teams.veiw'] }, 'scopes'],
  [{ scopes: [] }, 'scopes'],
  [{ expires_at: '2020-01-01T00:00:00Z' }, 'expires_at'],
  [{ allowed_addresses: ['example.com'] }, 'allowed_addresses'],
  [{ rate_limit: -1 }, 'rate_limit'],
  [{ name: ' ' }, 'name'],
])('%j is refused by its field', async (fault, field) => {
  const { status, body } = await api.post('/api/keys', { name: 'Faulty', ...fault })
  expect({ status, field: body.errors[0].field.split('.')[0] }).toEqual({ status: 400, field })
})

async function makeNarrowKey() {
  const { body } = await api.post('/api/keys', {
    name: 'Narrow',
    scopes: ['teams.view', 'keys.view', 'keys.create', 'keys.edit'],
    expires_at: '2099-01-01T00:00:00Z',
    allowed_addresses: ['127.0.0.1'],
    rate_limit: 100,
  })
  return { narrow: openApiWith(usher, body.key), id: body.id }
}

test('a key of letters and digits opens every API, in the header, as a Bearer token and in the address', async () => {
  const { status, body } = await api.post('/api/keys', { name: 'Scripts', scopes: ['manage'], format: 'alphanumeric' })
  expect([status, body.key]).toEqual([201, expect.stringMatching(/^[A-Za-z0-9]{25,}$/)])
  expect(body.prefix).toBe(body.key.slice(0, 17))
  const { key } = body
  for (const [path, headers] of [
    ['/api/teams', { authorization: `Bearer ${key}` }],
    ['/api/v1/ping', { 'x-api-key': key }],
    [`/v2/groups?api_key=${key}`, {}],
  ] as const)
    expect((await fetch(usher.url + path, { headers })).status).toBe(200)
  expect(await api.post('/api/keys', { name: 'Scripts', format: 'short' })).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'format' }] },
  })
})
