import type { ServerResponse } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Receiver, startReceiver } from '../../test/webhook-receiver.ts'
import { createWebhookSender } from './send.ts'

let receiver: Receiver
const sender = createWebhookSender({ loopback: true, private: false }, { timeout: 300 })
const outside = createWebhookSender({ loopback: false, private: false })
beforeAll(async () => {
  receiver = await startReceiver()
})
afterAll(async () => {
  sender.close()
  outside.close()
  await receiver.close()
})

const message = { headers: { 'content-type': 'application/json' }, body: '{}' }
const send = (url = receiver.url) => sender.send({ url, ...message })

test('an answer is told with its status and how it begins', async () => {
  receiver.answer((_, response) => void response.writeHead(202).end('x'.repeat(1_000_000)))
  expect(await send()).toEqual({
    kind: 'answered',
    status: 202,
    answer: 'x'.repeat(1000),
    milliseconds: expect.any(Number),
  })
  receiver.answer((_, response) => void response.writeHead(200).end(Buffer.from([0, 0xff, 0x41])))
  expect(await send()).toMatchObject({ answer: '\ufffdA' })
})

test('a redirect is not followed', async () => {
  const { length } = receiver.received
  receiver.answer((_, response) => void response.writeHead(302, { location: '/elsewhere' }).end())
  expect(await send()).toMatchObject({ kind: 'answered', status: 302 })
  expect(receiver.received).toHaveLength(length + 1)
})

test('who does not answer in time has not answered', async () => {
  receiver.answer(() => {})
  expect(await send()).toMatchObject({ kind: 'failed', error: 'No answer within 0.3 seconds' })
})

test('who has answered and then goes on for ever has answered', async () => {
  receiver.answer((_, response: ServerResponse) => void response.writeHead(200).write('so far'))
  expect(await send()).toMatchObject({ kind: 'answered', status: 200, answer: 'so far' })
})

test('nobody there is said in words', async () => {
  expect(await send('http://127.0.0.1:9/')).toMatchObject({
    kind: 'failed',
    error: 'The host takes no connections there (ECONNREFUSED)',
  })
})

test.each([
  ['http://127.0.0.1', 'by its number'],
  ['http://2130706433', 'by another way to write it'],
  ['http://0x7f.1', 'by yet another'],
  ['http://[::1]', 'in IPv6'],
  ['http://[::ffff:127.0.0.1]', 'in IPv6, of IPv4'],
  ['http://localhost', 'by a name'],
  ['http://10.0.0.1', 'of the network'],
  ['http://169.254.169.254', 'of the cloud'],
])('%s, an address of this machine or its network %s, is not called', async address => {
  const { length } = receiver.received
  const { port } = new URL(receiver.url)
  expect(await outside.send({ url: `${address}:${port}/hook`, ...message })).toMatchObject({
    kind: 'failed',
    error: expect.stringMatching(/an address of this machine or its network/),
  })
  expect(receiver.received).toHaveLength(length)
})

test('where this machine may be called, its network may not', async () => {
  receiver.answer(200)
  const { port } = new URL(receiver.url)
  expect(await send(`http://localhost:${port}/hook`)).toMatchObject({ status: 200 })
  expect(await send('http://10.0.0.1:1/')).toMatchObject({ error: expect.stringMatching(/its network/) })
})

test('a connection that the other end closed meanwhile is not a failure', async () => {
  receiver.answer((_, response) => void response.writeHead(200).end())
  expect(await send()).toMatchObject({ status: 200 })
  receiver.answer((_, response) => {
    receiver.answer(200)
    response.socket?.resetAndDestroy()
  })
  expect(await send()).toMatchObject({ status: 200 })
})
