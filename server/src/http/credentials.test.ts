import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../../test/server.ts'

let usher: TestServer

beforeAll(async () => {
  usher = await startTestServer()
})
afterAll(() => usher.close())

test.each<[from: string, forwarded: string | undefined, address: string]>([
  ['127.0.0.1', undefined, '127.0.0.1'],
  ['127.0.0.1', '203.0.113.7', '203.0.113.7'],
  ['::1', '203.0.113.7', '203.0.113.7'],
  ['::ffff:127.0.0.1', '203.0.113.7', '203.0.113.7'],
  ['127.0.0.1', '2001:db8::1', '2001:db8::1'],
  ['127.0.0.1', '::ffff:203.0.113.7', '203.0.113.7'],
  // What the caller made up stands to the left of what the proxy saw.
  ['127.0.0.1', '198.51.100.1, 203.0.113.7', '203.0.113.7'],
  ['127.0.0.1', '198.51.100.1, 127.0.0.2', '198.51.100.1'],
  ['127.0.0.1', '"', '127.0.0.1'],
  ['127.0.0.1', 'unknown', '127.0.0.1'],
  ['::ffff:127.0.0.1', 'unknown', '127.0.0.1'],
  ['127.0.0.1', '10.0.0.1:80, x', '127.0.0.1'],
  ['127.0.0.1', 'fe80::1%eth0', 'fe80::1'],
  ['127.0.0.1', '203.0.113.7:5678', '203.0.113.7'],
  ['127.0.0.1', '[2001:DB8:0::1]:443', '2001:db8::1'],
  ['127.0.0.1', '198.51.100.1, unknown', '127.0.0.1'],
  ['203.0.113.50', '198.51.100.1', '203.0.113.50'],
  ['::ffff:203.0.113.50', undefined, '203.0.113.50'],
  ['::ffff:203.0.113.50', '127.0.0.1', '203.0.113.50'],
])('a call from %s, forwarded for %s, is in the log as of %s', async (remoteAddress, forwarded, address) => {
  const headers = { 'x-api-key': usher.apiKey, ...(forwarded && { 'x-forwarded-for': forwarded }) }
  const { statusCode } = await usher.app.http.inject({ url: '/api/v1/ping/', headers, remoteAddress })
  expect(statusCode).toBe(200)
  const { rows } = await usher.database.pool.query(
    'select host(ip) as ip from operations order by at desc, id desc limit 1',
  )
  expect(rows).toEqual([{ ip: address }])
})

test.each([
  ['X-API-Key', 200, { 'x-api-key': ' KEY ' }],
  ['Bearer', 200, { authorization: 'bearer  KEY' }],
  ['X-API-Key before Bearer', 200, { 'x-api-key': 'KEY', authorization: 'Bearer x' }],
  ['Bearer where X-API-Key is empty', 200, { 'x-api-key': ' ', authorization: 'Bearer KEY' }],
  ['Basic', 401, { authorization: 'Basic KEY' }],
])('a key is read from %s: %i', async (_, status, headers) => {
  const shown = Object.entries(headers).map(([name, value]) => [name, value.replace('KEY', usher.apiKey)])
  const { statusCode } = await usher.app.http.inject({ url: '/api/v1/ping/', headers: Object.fromEntries(shown) })
  expect(statusCode).toBe(status)
})

test('bad keys of nobody are one line of the log for each network and minute', async () => {
  const call = (n: number, from: string) =>
    usher.app.http.inject({
      url: n % 2 ? '/api/teams' : '/api/v1/ping/',
      headers: { 'x-api-key': `usher_live_guess${n}`, 'x-forwarded-for': from },
    })
  await expect.poll(() => new Date().getSeconds(), { timeout: 8000 }).toBeLessThan(55)
  const answers = await Promise.all([
    ...Array.from({ length: 20 }, (_, n) => call(n, `2001:db8:7:7::${n}`)),
    call(0, '203.0.113.99'),
    call(1, '203.0.113.100'),
  ])
  expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([401]))
  const { rows } = await usher.database.pool.query(
    "select kind, problems from operations where ip <<= '2001:db8:7:7::/64' or ip <<= '203.0.113.96/28' order by ip",
  )
  expect(rows.map(({ problems }) => problems[0].times)).toEqual([undefined, undefined, 20])
  // What was called is told where the log has no word for it.
  expect(rows[0]).toEqual({ kind: 'ping', problems: [{ code: 'invalid_key', field: '', value: 'mistyped' }] })
  expect(rows[1]).toMatchObject({ kind: 'unknown', problems: [{ code: 'invalid_key', call: 'get /api/teams' }] })
})
