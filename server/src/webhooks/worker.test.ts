import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Received } from '../../test/webhook-receiver.ts'
import { hours, openWebhooks, type Webhooks, whsec } from '../../test/webhooks.ts'
import { deleteOldDeliveries } from './clean-up.ts'

let it: Webhooks
beforeEach(async () => {
  it = await openWebhooks()
})
afterEach(() => it.close())

const provision = (name: string) => it.acme.provision(`${name}@example.com`, { courses: ['ielts'] })
const eventually = (look: () => unknown) => vi.waitFor(look, { timeout: 8000, interval: 10 })

test('what happened is told once, in its order, and signed so that the receiver can tell', async () => {
  const receiver = await it.startReceiver()
  await it.add(receiver.url)
  const { operationId, userId } = await provision('jane')
  it.startWorker()
  await it.told(2)
  expect(receiver.received.map(({ body }) => body.type)).toEqual(['user.created', 'enrollment.started'])
  const { raw, body, headers } = receiver.received[1] as Received
  expect(body).toEqual({
    type: 'enrollment.started',
    timestamp: '2026-12-01T10:00:00.000Z',
    organization: 'acme',
    operation_id: operationId,
    data: {
      user: { id: userId, email: 'jane@example.com', first_name: 'Jane', last_name: '' },
      course: { id: expect.any(Number), name: 'ielts' },
      enrollment: expect.objectContaining({ status: 'active', starts_at: '2026-12-01T10:00:00.000Z', ends_at: null }),
    },
  })
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${raw}`
  const key = Buffer.from(whsec.slice('whsec_'.length), 'base64')
  expect(headers).toMatchObject({
    'content-type': 'application/json',
    'webhook-timestamp': String(it.now().getTime() / 1000),
    'webhook-signature': `v1,${createHmac('sha256', key).update(signed).digest('base64')}`,
  })
})

test('what was not taken is sent again, the same under the same id, and lets others go first', async () => {
  const receiver = await it.startReceiver()
  const webhook = await it.add(receiver.url, { events: ['user.created'] })
  await provision('ann')
  receiver.answer(({ body }, response) => {
    response.writeHead(body.data.user.email === 'ann@example.com' ? 503 : 200).end('later')
  })
  const worker = it.startWorker()
  await eventually(async () => expect((await it.deliveries())[0]).toMatchObject({ attempts: 1, status: 503 }))
  expect((await it.deliveries())[0]).toMatchObject({ answer: 'later', error: 'Answered 503', body: expect.anything() })
  expect(await it.read(webhook)).toMatchObject({ failing_since: it.now() })

  await provision('bob')
  it.later(5000, worker)
  await it.told(1)
  expect(await it.read(webhook)).toMatchObject({ failing_since: null, paused_until: null })
  receiver.answer(200)
  it.later(5000, worker)
  await it.told(2)
  const [first, other, again] = receiver.received
  expect(other?.body.data.user.email).toBe('bob@example.com')
  expect(again?.raw).toBe(first?.raw)
  expect(again?.headers['webhook-id']).toBe(first?.headers['webhook-id'])
})

test('several servers tell each thing once, and one webhook one thing at a time', async () => {
  const receivers = await Promise.all([it.startReceiver(), it.startReceiver()])
  for (const receiver of receivers) await it.add(receiver.url, { events: ['user.created'] })
  const names = Array.from({ length: 30 }, (_, index) => `learner${index}`)
  for (const name of names) await provision(name)
  const workers = [it.startWorker(), it.startWorker(), it.startWorker()]
  for (const worker of workers) worker.wake()
  await it.told(60)
  for (const { received, most } of receivers) {
    expect(received.map(({ body }) => body.data.user.email)).toEqual(names.map(name => `${name}@example.com`))
    expect(most()).toBe(1)
  }
})

test('what a process was sending when it died is sent again, a minute later', async () => {
  const receiver = await it.startReceiver()
  await it.add(receiver.url, { events: ['user.created'] })
  await provision('jane')
  await it.database.pool.query('update webhooks set claimed_at = $1', [it.now()])
  const worker = it.startWorker()
  it.later(59_000, worker)
  await it.add(receiver.url, { events: ['user.created'] })
  await provision('bob')
  await it.told(1)
  expect(receiver.received).toHaveLength(1)
  it.later(2000, worker)
  await it.told(3)
})

test('a server that stops breaks off what takes long: another one sends it again', async () => {
  const receiver = await it.startReceiver()
  await it.add(receiver.url, { events: ['user.created'] })
  await provision('jane')
  receiver.answer(() => {})
  const worker = it.startWorker()
  await eventually(() => expect(receiver.received).toHaveLength(1))
  await worker.stop({ grace: 10 })
  expect((await it.deliveries())[0]).toMatchObject({ attempts: 0, delivered_at: null })
  receiver.answer(200)
  it.startWorker()
  await it.told(1)
})

test('one that takes nothing for three days is switched off, and what waits is kept', async () => {
  const receiver = await it.startReceiver()
  const webhook = await it.add(receiver.url, { events: ['user.created'] })
  await provision('jane')
  receiver.answer(500)
  const worker = it.startWorker()
  for (let tries = 1; tries < 11; tries++) {
    await eventually(async () => expect((await it.deliveries())[0]).toMatchObject({ attempts: tries }))
    const [{ due_at: dueAt } = { due_at: null }] = await it.deliveries()
    it.later(Number(dueAt) - it.now().getTime() + hours(0.2), worker)
  }
  await eventually(async () => expect(await it.read(webhook)).toMatchObject({ disabled_at: it.now() }))
  expect(receiver.received).toHaveLength(11)
  expect((await it.deliveries())[0]).toMatchObject({ due_at: null, delivered_at: null, attempts: 11 })
  const { rows } = await it.database.pool.query(
    `select organization_id, actor_kind, result, object_id, after from operations join changes on operation_id = operations.id
      where operations.kind = 'disable_webhook'`,
  )
  const after = { enabled: false, because: 'Answered 500' }
  expect(rows).toEqual([
    { organization_id: it.acme.organizationId, actor_kind: 'system', result: 'changed', object_id: webhook, after },
  ])

  await provision('bob')
  expect(await it.deliveries()).toHaveLength(1)
})

test('however much waits, one that is down is left alone for longer and longer', async () => {
  const receiver = await it.startReceiver()
  const webhook = await it.add(receiver.url, { events: ['user.created'] })
  for (const name of ['ann', 'bob', 'cid']) await provision(name)
  receiver.answer(500)
  const worker = it.startWorker()
  await eventually(async () => expect(await it.read(webhook)).toMatchObject({ paused_until: expect.any(Date) }))
  expect(receiver.received).toHaveLength(1)
  await it.database.pool.query('update webhooks set failing_since = $1', [new Date(it.now().getTime() - hours(1))])
  it.later(1000, worker)
  const paused = new Date(it.now().getTime() + 6 * 60_000 + 100)
  await eventually(async () => expect(await it.read(webhook)).toMatchObject({ paused_until: paused }))
  expect(receiver.received).toHaveLength(2)
})

test('who answers that it is gone for good is switched off at once', async () => {
  const receiver = await it.startReceiver()
  const webhook = await it.add(receiver.url, { events: ['user.created'] })
  await provision('jane')
  receiver.answer(410)
  it.startWorker()
  await eventually(async () => expect(await it.read(webhook)).toMatchObject({ disabled_at: it.now() }))
})

test('for a day after a new secret both signatures are there', async () => {
  const receiver = await it.startReceiver()
  await it.add(receiver.url, { events: ['user.created'] })
  await it.database.pool.query('update webhooks set old_secret = secret, old_secret_until = $1', [
    new Date(it.now().getTime() + hours(24)),
  ])
  await provision('ann')
  const worker = it.startWorker()
  await it.told(1)
  it.later(hours(24), worker)
  await provision('bob')
  worker.wake()
  await it.told(2)
  const signatures = receiver.received.map(({ headers }) => String(headers['webhook-signature']).split(' ').length)
  expect(signatures).toEqual([2, 1])
})

test('a webhook whose secret cannot be read any more says so', async () => {
  const receiver = await it.startReceiver()
  await it.add(receiver.url, { events: ['user.created'] })
  await it.database.pool.query(`update webhooks set secret = 'other'`)
  await provision('jane')
  it.startWorker()
  await eventually(async () =>
    expect((await it.deliveries())[0]).toMatchObject({ error: expect.stringMatching(/^It could not be written/) }),
  )
  expect(receiver.received).toEqual([])
})

test('what is older than 90 days is cleaned away', async () => {
  const receiver = await it.startReceiver()
  await it.add(receiver.url, { events: ['user.created'] })
  await provision('ann')
  it.later(hours(89 * 24))
  await provision('bob')
  it.later(hours(25))
  await deleteOldDeliveries(it.database.kysely, it.now())
  expect(await it.deliveries()).toMatchObject([{ data: { user: { email: 'bob@example.com' } } }])
})

test('whose answers take long hold up one another, and nobody else', async () => {
  const [slow, quick] = [await it.startReceiver(), await it.startReceiver()]
  slow.answer(() => {})
  for (let count = 0; count < 20; count++) await it.add(slow.url, { events: ['user.created'] })
  await it.database.pool.query('update webhooks set slow_until = $1', [new Date(it.now().getTime() + hours(1))])
  const patient = await it.add(quick.url, { events: ['user.created'] })
  await provision('jane')
  await it.database.pool.query('update deliveries set due_at = $2 where webhook_id <> $1', [
    patient,
    new Date(it.now().getTime() - hours(1)),
  ])
  it.startWorker()
  await it.told(1)
  await eventually(() => expect(slow.received).toHaveLength(8))
  await provision('bob')
  await it.told(2)
  expect(slow.received).toHaveLength(8)
})

test('who takes more than a second to answer counts as slow for a while', async () => {
  const receiver = await it.startReceiver()
  const webhook = await it.add(receiver.url, { events: ['user.created'] })
  receiver.answer((_, response) => void setTimeout(() => response.writeHead(200).end(), 1010))
  await provision('jane')
  it.startWorker()
  await it.told(1)
  const { slow_until } = await it.read(webhook)
  expect((slow_until as Date).getTime() - it.now().getTime()).toBeGreaterThan(60_000)
})
