import { once } from 'node:events'
import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { attributes, type Northpass, openNorthpass } from '../../../test/northpass.ts'
import { startTestServer, type TestServer } from '../../../test/server.ts'

let usher: TestServer
let northpass: Northpass
beforeAll(async () => {
  usher = await startTestServer()
  northpass = await openNorthpass(usher)
})
afterAll(() => usher.close())

const one = JSON.stringify(attributes({ people: [{ email: 'jane@example.com' }] }))
const body = one + ' '.repeat(100_000)
const send = () => northpass.send('POST', '/v2/bulk/people', body)

/** A call whose body has not come yet. The server has it: it has asked for the body. */
async function begin(): Promise<ClientRequest> {
  const headers = { 'x-api-key': northpass.key, 'content-length': Buffer.byteLength(body), expect: '100-continue' }
  const call = request(`${usher.url}/v2/bulk/people`, { method: 'POST', headers })
  call.on('error', () => {})
  call.flushHeaders()
  await once(call, 'continue')
  return call
}

test('an organization has two large calls under way, and no third; when one is over, the next may come', async () => {
  const first = await begin()
  const others: ClientRequest[] = []
  // One that is sent meanwhile may be before the second: then that is refused, and another one takes its place.
  await vi.waitFor(
    async () => {
      others.push(await begin())
      expect((await send()).status).toBe(429)
    },
    { timeout: 10_000 },
  )
  const refused = await send()
  expect(refused.headers.get('retry-after')).toBe('5')
  // A call for a few people is not held up.
  expect((await northpass.send('POST', '/v2/bulk/people', one)).status).toBe(202)

  const answered = once(first, 'response') as Promise<[IncomingMessage]>
  first.end(body)
  expect((await answered)[0].statusCode).toBe(202)
  expect((await send()).status).toBe(202)
  for (const other of others) other.destroy()
  await vi.waitFor(
    async () => {
      const third = await begin()
      expect((await send()).status).toBe(202)
      third.destroy()
    },
    { timeout: 10_000 },
  )
})
