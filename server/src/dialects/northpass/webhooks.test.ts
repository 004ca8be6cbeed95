import { createHmac } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { type Api, openApi } from '../../../test/api.ts'
import { openNorthpass } from '../../../test/northpass.ts'
import { startTestServer, type TestServer } from '../../../test/server.ts'
import { type Receiver, startReceiver } from '../../../test/webhook-receiver.ts'
import { hours, openWebhooks } from '../../../test/webhooks.ts'
import { toWebhook } from './webhooks.ts'

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

const secret = 'shared-secret-of-the-school'
const isSigned = ({ raw, headers }: Receiver['received'][number]) =>
  headers['x-northpass-hmac-sha256'] === createHmac('sha256', secret).update(raw).digest('base64')

// biome-ignore lint/suspicious/noExplicitAny: what comes back is for the test to look at
async function call(path: string, body?: object): Promise<{ status: number; body: any }> {
  const response = await fetch(`${usher.url}/v2${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { 'x-api-key': usher.apiKey, ...(body && { 'content-type': 'application/json' }) },
    body: body && JSON.stringify(body),
  })
  return { status: response.status, body: await response.json() }
}

test('a school that has a receiver keeps it, its secret and what it reads', async () => {
  const made = await api.post('/api/webhooks', { url: receiver.url, format: 'northpass', secret })
  expect(made).toMatchObject({ status: 201, body: { secret } })
  expect(receiver.received).toMatchObject([{ raw: '{}' }])

  const person = { email: 'jane@example.com', first_name: 'Jane', last_name: 'Doe' }
  const created = await call('/people', { data: { type: 'people', attributes: person } })
  expect(created.status).toBe(201)
  await vi.waitFor(() => expect(receiver.received.length).toBeGreaterThan(1), { timeout: 8000 })
  const told = receiver.received[1]
  expect(told?.body).toMatchObject({
    data: {
      type: 'learner_created_events',
      links: {},
      attributes: { created_at: expect.stringMatching(/Z$/) },
      included: [
        { ...created.body.data, attributes: { full_name: 'Jane Doe', unsubscribed: false, activated_at: null } },
      ],
      relationships: { person: { data: { type: 'people', id: created.body.data.id } } },
    },
  })
  expect(receiver.received.map(isSigned)).not.toContain(false)

  await vi.waitFor(
    async () =>
      expect(await call('/webhooks?filter[type][eq]=learner_created_events')).toMatchObject({
        status: 200,
        body: {
          data: [
            {
              type: 'webhooks',
              attributes: { attempt_left: 0, received_at: expect.anything(), url: receiver.url, payload: told?.body },
            },
          ],
        },
      }),
    { timeout: 8000, interval: 250 }, // ten calls a second
  )
  const seenBy = async (...scopes: string[]) => {
    const { body } = await (await openNorthpass(usher, { scopes })).get('/v2/webhooks')
    return body.data[0].attributes
  }
  expect(await seenBy('settings.view', 'enrollments.view')).toMatchObject({ url: receiver.url, payload: null })
  expect(await seenBy('settings.view', 'users.view')).toMatchObject({ url: receiver.url, payload: told?.body })
})

test('the log of another school is not shown, nor what was told in our own words', async () => {
  await api.post('/api/webhooks', { url: receiver.url, events: ['user.created'] })
  await api.post('/api/provision', { user: { email: 'bob@example.com', first_name: 'Bob' } })
  await vi.waitFor(() => expect(receiver.received).toHaveLength(1), { timeout: 8000 })
  expect((await call('/webhooks')).body.data).toEqual([])
})

test('tried every hour for a day; then all webhooks of the school in these words are switched off', async () => {
  const it = await openWebhooks()
  receiver.answer(500)
  const [failing, other, ours] = [
    await it.add(receiver.url, { format: 'northpass', secret, events: ['user.created'] }),
    await it.add(receiver.url, { format: 'northpass', secret, events: ['enrollment.completed'] }),
    await it.add(receiver.url, { events: ['enrollment.completed'] }),
  ]
  await it.acme.provision('jane@example.com')
  const worker = it.startWorker()
  for (let tries = 1; tries <= 24; tries++) {
    await vi.waitFor(async () => expect((await it.deliveries())[0]).toMatchObject({ attempts: tries }), {
      timeout: 8000,
    })
    expect(await it.read(failing)).toMatchObject({ disabled_at: null })
    it.later(hours(1), worker)
  }
  await vi.waitFor(async () => expect(await it.read(failing)).toMatchObject({ disabled_at: it.now() }), {
    timeout: 8000,
  })
  expect(await it.read(other)).toMatchObject({ disabled_at: it.now() })
  expect(await it.read(ours)).toMatchObject({ disabled_at: null })
  await it.close()
})

const user = { id: 5, email: 'jane@example.com', first_name: 'Jane', last_name: 'Doe' }
const root = { version: 'v2', base: 'https://learn.example.com/v2' } as const

test.each([
  ['user.created', 'learner_created_events', {}, ['people']],
  ['user.welcomed', 'person_invited_events', {}, ['people']],
  ['invitation.sent', 'person_invited_events', { invitation: { id: 3 } }, ['people']],
  ['user.activated', 'person_activated_events', {}, ['people']],
  ['enrollment.completed', 'course_completed_events', { course: { id: 11, name: 'ielts' } }, ['people', 'courses']],
] as const)('%s is %s, with whom it is about inside, also when they have left', (type, name, data, included) => {
  const event = {
    ...{ id: 1, type, at: new Date('2026-12-01T10:00:00.500Z'), organizationId: 2, organization: 'acme' },
    ...{ operationId: null, userId: 5, data: { user, ...data } },
  }
  const { data: told } = toWebhook(root, event, undefined)
  expect(told).toMatchObject({ type: name, links: {}, attributes: { created_at: '2026-12-01T10:00:00Z' } })
  expect(told.included.map(one => one.type)).toEqual(included)
  expect(told.included[0]?.attributes).toMatchObject({ email: 'jane@example.com', first_name: 'Jane' })
})
