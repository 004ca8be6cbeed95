/** The largest bodies that are taken, and larger ones: nobody else waits for them, and no refusal is long. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { attributes, type Northpass, openNorthpass } from '../../../test/northpass.ts'
import { speak } from '../../../test/raw-http.ts'
import { startTestServer, type TestServer } from '../../../test/server.ts'
import { sendWatched } from '../../../test/stops.ts'
import { maxBulk } from './translate.ts'

let usher: TestServer
let northpass: Northpass

beforeAll(async () => {
  usher = await startTestServer()
  northpass = await openNorthpass(usher)
  await usher.database.pool.query('update organizations set rate_limit = 0')
})
afterAll(() => usher.close())

const bulk = '/v2/bulk/people'
const many = <Made>(count: number, make: (index: number) => Made) => Array.from({ length: count }, (_, i) => make(i))
const rows = (count: number, changes: (index: number) => object) =>
  attributes({
    people: many(count, index => ({ email: `p${index}@example.com`, first_name: 'Jane', ...changes(index) })),
  })
const uuid = (index: number) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`

test.each<[what: string, path: string, body: unknown, status: number, says: RegExp]>([
  ['as many people as may be', bulk, rows(maxBulk, () => ({ last_name: 'Doe' })), 202, /"people":20000/],
  ['in many groups', bulk, rows(800, () => ({ groups: many(50, index => `Group ${index}`) })), 202, /"people":800/],
  ['as many that are wrong', bulk, rows(maxBulk, i => ({ email: `p ${i}`, groups: 'x' })), 422, /not a valid email/],
  [
    'ids of nobody',
    `${bulk}/membership`,
    { data: { person_ids: many(maxBulk, uuid), group_ids: [] } },
    422,
    /not here/,
  ],
  ['names', bulk, attributes(Object.fromEntries(many(90_000, i => [`k${i}`, 1]))), 413, /10000 different names/],
  ['values', bulk, attributes({ people: many(150_000, () => ({})) }), 413, /more than 120000 values/],
  ['a megabyte of text', bulk, attributes({ people: ['x'.repeat(3_000_000)] }), 422, /email is required/],
])('%s', { timeout: 120_000 }, async (_, path, body, status, says) => {
  const headers = { 'x-api-key': northpass.key, 'content-type': 'application/json' }
  const [answer] = await sendWatched(usher.url, [{ path, headers, body: JSON.stringify(body) }])
  expect(answer).toMatchObject({ status, beginning: expect.stringMatching(says) })
  expect(answer?.length).toBeLessThan(256 * 1024)
  expect(answer?.stop).toBeLessThan(100)
})

test('a body that is too large is not waited for', async () => {
  const lines = [`POST ${bulk} HTTP/1.1`, 'Host: localhost', `X-API-Key: ${northpass.key}`, 'Content-Length: 5000000']
  const answer = await speak(usher.url, `${lines.join('\r\n')}\r\n\r\n{"data":`)
  expect(answer).toMatchObject({ status: 413, body: { errors: [{ detail: expect.stringContaining('4096 kB') }] } })
})

test('a name that a caller made up is not told to its end', async () => {
  const long = 'x'.repeat(1_000_000)
  const answer = await northpass.send('POST', bulk, `{"data":{"attributes":{"people":[{"${long}":1,"${long}":2}]}}}`)
  expect(answer.status).toBe(422)
  expect((await answer.text()).length).toBeLessThan(2000)
})
