import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'
import { type Receiver, startReceiver } from '../../test/webhook-receiver.ts'
import { usherFormat } from './format.ts'

let usher: TestServer
let api: Api
let receiver: Receiver
beforeAll(async () => {
  usher = await startTestServer()
  api = await openApi(usher)
})
afterAll(() => usher.close())
beforeEach(async () => {
  receiver = await startReceiver()
})
afterEach(async () => {
  await usher.database.pool.query('truncate webhooks, deliveries')
  await receiver.close()
})

const patience = { timeout: 8000 }
const provision = (email: string) =>
  api.post('/api/provision', { user: { email, first_name: 'Jane' }, courses: ['ielts'] })
const add = async (changes: object = {}) => (await api.post('/api/webhooks', { url: receiver.url, ...changes })).body

async function arrived(count: number) {
  await vi.waitFor(() => expect(receiver.received.length).toBeGreaterThanOrEqual(count), patience)
  return receiver.received
}

function isSigned(secret: string, { headers, raw }: Receiver['received'][number]): boolean {
  const at = new Date(Number(headers['webhook-timestamp']) * 1000)
  const id = String(headers['webhook-id'])
  const { 'webhook-signature': signature } = usherFormat.sign({ id, at, body: raw, secrets: [secret] })
  return String(headers['webhook-signature'])
    .split(' ')
    .includes(signature as string)
}

test('a webhook is made, is told what happens, and its secret is shown once', async () => {
  const { secret, ...made } = await add({ description: 'Our CRM', events: ['enrollment.started'] })
  expect(made).toMatchObject({ enabled: true, format: 'usher', organization: 'acme-prep', failing_since: null })
  expect(secret).toMatch(/^whsec_/)
  expect((await api.get(`/api/webhooks/${made.id}`)).body).toEqual(made)
  expect((await api.get('/api/webhooks')).body.data).toEqual([made])
  await provision('jane@example.com')
  const [told] = await arrived(1)
  expect(told?.body).toMatchObject({ type: 'enrollment.started', data: { user: { email: 'jane@example.com' } } })
  expect(isSigned(secret, told as Receiver['received'][number])).toBe(true)
  const { rows } = await usher.database.pool.query('select secret from webhooks')
  expect(rows[0].secret.includes(Buffer.from(secret))).toBe(false)
})

test('what was told is listed, can be read with its answer, and told again under the same id', async () => {
  const { id } = await add({ events: ['enrollment.started', 'user.created'] })
  receiver.answer(400)
  await provision('ann@example.com')
  const list = `/api/webhooks/${id}/deliveries`
  await vi.waitFor(async () => {
    const { data } = (await api.get(`${list}?state=pending&sort=id`)).body
    expect(data[0]).toMatchObject({ event: 'user.created', attempts: 1, status: 400, error: 'Answered 400' })
  }, patience)
  const [first] = (await api.get(`${list}?event=user.created`)).body.data
  expect((await api.get(`${list}/${first.id}`)).body).toMatchObject({
    answer: 'so it is',
    request: receiver.received[0]?.raw,
  })

  receiver.answer(200)
  const path = `${list}/${first.id}/redeliver`
  expect(await api.post(`${path}?mode=plan`)).toMatchObject({ status: 200, body: { mode: 'plan' } })
  expect(await api.post(path)).toMatchObject({ status: 200, body: { state: 'pending', attempts: 0 } })
  await vi.waitFor(
    async () => expect((await api.get(`${list}/${first.id}`)).body).toMatchObject({ state: 'delivered', due_at: null }),
    patience,
  )
  const ids = receiver.received
    .filter(({ body }) => body.type === 'user.created')
    .map(({ headers }) => headers['webhook-id'])
  expect(new Set(ids).size).toBe(1)
  await api.patch(`/api/webhooks/${id}`, { enabled: false })
  expect(await api.post(path)).toMatchObject({ status: 409 })
})

test('a test says what came back, and is signed', async () => {
  const { id, secret } = await add()
  expect(await api.post(`/api/webhooks/${id}/test`)).toMatchObject({
    status: 200,
    body: { delivered: true, status: 200, answer: 'thank you', error: null },
  })
  const [told] = receiver.received
  expect(told?.body).toMatchObject({ type: 'webhook.test', data: {} })
  expect(isSigned(secret, told as Receiver['received'][number])).toBe(true)
  receiver.answer(302)
  expect((await api.post(`/api/webhooks/${id}/test`)).body).toMatchObject({
    delivered: false,
    error: 'Answered 302: redirects are not followed',
  })
})

test('a new secret holds at once, the one before it for a day', async () => {
  const { id, secret } = await add({ events: ['user.created'] })
  const { body } = await api.post(`/api/webhooks/${id}/rotate-secret`)
  expect(body.secret).not.toBe(secret)
  const inADay = new Date(body.old_secret_until).getTime() - Date.now()
  expect(inADay / 3_600_000).toBeCloseTo(24, 1)
  await provision('bob@example.com')
  const [told] = (await arrived(1)) as [Receiver['received'][number]]
  expect([body.secret, secret].map(one => isSigned(one, told))).toEqual([true, true])
})

test('a secret that the receiver has already is taken, if it is one', async () => {
  const secret = `whsec_${Buffer.alloc(24, 1).toString('base64')}`
  expect(await add({ secret })).toMatchObject({ secret })
  expect(await add({ secret: 'whsec_short' })).toMatchObject({ code: 'invalid', errors: [{ field: 'secret' }] })
})

test.each([
  ['no address', { url: 'hooks' }, 'url'],
  ['another protocol', { url: 'ftp://hooks.example.com' }, 'url'],
  ['a password in it', { url: 'https://me:secret@hooks.example.com' }, 'url'],
  ['an event that there is not', { events: ['nothing.happened'] }, 'events.0'],
  ['no events', { events: [] }, 'events'],
  ['an event that the format has no words for', { format: 'northpass', events: ['order.completed'] }, 'events'],
  ['a strict format that nobody answers', { format: 'northpass', url: 'http://127.0.0.1:9/' }, 'url'],
])('%s is refused by the name of its field', async (_, changes, field) => {
  const answer = await api.post('/api/webhooks', { url: receiver.url, ...changes })
  expect(answer).toMatchObject({ status: 400, body: { errors: [{ field }] } })
  expect((await api.get('/api/webhooks')).body.data).toEqual([])
})

test('nobody has told elsewhere what they may not see themselves', async () => {
  const weak = await openApi(usher, { scopes: ['settings.edit', 'settings.view', 'seats.view'] })
  const body = { url: receiver.url, events: ['seats.used_up'] }
  expect(await weak.post('/api/webhooks', { ...body, events: ['user.created'] })).toMatchObject({ status: 403 })
  expect(await weak.post('/api/webhooks', body)).toMatchObject({ status: 201 })
  const { id } = await add({ events: ['user.created'] })
  expect(await weak.patch(`/api/webhooks/${id}`, { url: `${receiver.url}/mine` })).toMatchObject({ status: 403 })
  await provision('cid@example.com')
  const [{ id: delivery }] = (await weak.get(`/api/webhooks/${id}/deliveries`)).body.data
  expect(await weak.get(`/api/webhooks/${id}/deliveries/${delivery}`)).toMatchObject({ status: 403 })
})

test('a webhook is changed by who has seen it, switched off and on, and deleted with what it was told', async () => {
  const { id } = await add({ events: ['user.created'] })
  const path = `/api/webhooks/${id}`
  const { headers } = await api.get(path)
  expect(await api.patch(path, { description: 'CRM' }, { 'if-match': '"other"' })).toMatchObject({ status: 412 })
  const ifMatch = { 'if-match': headers.get('etag') ?? '' }
  expect(await api.patch(path, { enabled: false }, ifMatch)).toMatchObject({ status: 200, body: { enabled: false } })
  await provision('dan@example.com')
  expect(await api.patch(path, { enabled: true })).toMatchObject({ body: { enabled: true, disabled_at: null } })
  await provision('eve@example.com')
  const [told] = await arrived(1)
  expect(told?.body.data.user.email).toBe('eve@example.com')
  expect(await api.delete(path)).toMatchObject({ status: 204 })
  expect(await api.get(path)).toMatchObject({ status: 404 })
  const { rows } = await usher.database.pool.query('select count(*) from deliveries')
  expect(rows).toEqual([{ count: 0 }])
})

test('an organization has as many as it may have, also when two make the last one at once', async () => {
  const answers = await Promise.all(
    Array.from({ length: 25 }, () =>
      api.post('/api/webhooks', { url: 'http://127.0.0.1:9/', events: ['user.created'] }),
    ),
  )
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(20)
  expect(answers.filter(({ status }) => status === 409)).toHaveLength(5)
})

test('that somebody set a password for the first time is told', async () => {
  await add({ events: ['user.activated'] })
  await provision('fay@example.com')
  for (const password of ['correct horse battery', 'another horse battery']) {
    const { rows } = await usher.database.pool.query(
      `update users set password_link_id = 7, password_link_expires_at = now() + interval '1 day'
        where email = 'fay@example.com' returning id`,
    )
    const link = usher.passwordLinks.mailedUrl(rows[0].id, 7)
    const answer = await fetch(link.replace('/set-password/', '/api/password-links/'), {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: usher.url },
      body: JSON.stringify({ password }),
    })
    expect(answer.status).toBe(200)
  }
  const [told] = await arrived(1)
  expect(told?.body).toMatchObject({ type: 'user.activated', data: { user: { email: 'fay@example.com' } } })
  expect((await usher.database.pool.query('select from deliveries')).rows).toHaveLength(1)
})

test('in production webhooks lead to the internet, by https', async () => {
  const strict = await startTestServer({ production: true, publicUrl: 'https://learn.example.com' })
  const key = await openApi(strict)
  expect(await key.post('/api/webhooks', { url: receiver.url })).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'url', message: 'must begin with https://' }] },
  })
  const { id } = (await key.post('/api/webhooks', { url: receiver.url.replace('http:', 'https:') })).body
  expect((await key.post(`/api/webhooks/${id}/test`)).body).toMatchObject({
    delivered: false,
    error: 'This is an address of this machine or its network.',
  })
  await strict.close()
})
