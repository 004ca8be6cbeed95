/** What goes with every answer: that it is what it says, packed where that harms nobody, known again; and addresses as people write them. */
import { request } from 'node:http'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from '../../../test/api.ts'
import { startTestServer, type TestServer } from '../../../test/server.ts'
import { addressOf } from '../credentials.ts'
import { createHttpServer } from '../server.ts'

let usher: TestServer
let api: Api

beforeAll(async () => {
  usher = await startTestServer()
  api = await openApi(usher)
  for (let n = 0; n < 30; n++) await api.post('/api/teams', { name: `Team ${n}` })
})
afterAll(() => usher.close())

test.each([
  '/api/teams',
  '/api/me',
  '/api/nothing',
  '/api/%zz',
  '/api/v1/ping/',
  '/v2/people',
  '/health',
  '/openapi.json',
  '/docs/errors',
  '/favicon.svg',
  '/',
])('what %s answers is taken for nothing else', async path => {
  const { headers } = await fetch(usher.url + path)
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  if (path.startsWith('/api/') && !path.includes('%'))
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'")
})

test.each<[path: string, encoding: string | undefined]>([
  ['/openapi.json', 'br'],
  ['/api/teams', 'br'],
  ['/docs/errors', 'br'],
  ['/api/webhooks', undefined],
  ['/api/me', undefined],
  ['/api/teams/1', undefined],
])('an answer of %s is packed: %s', async (path, encoding) => {
  const headers = { 'accept-encoding': 'gzip, br', 'x-api-key': usher.apiKey }
  const answer = await new Promise<string | undefined>((resolve, reject) => {
    request(usher.url + path, { headers }, response => {
      response.resume()
      resolve(response.headers['content-encoding'])
    })
      .on('error', reject)
      .end()
  })
  expect(answer).toBe(encoding)
})

test('what makes a key is not packed', async () => {
  const { headers } = await api.post('/api/keys', { name: 'x'.repeat(100) }, { 'accept-encoding': 'gzip' })
  expect(headers.get('content-encoding')).toBeNull()
})

test('a description that is known is not sent again', async () => {
  const { headers } = await fetch(`${usher.url}/openapi.json`)
  const tag = headers.get('etag') ?? ''
  expect(headers.get('cache-control')).toBe('public, max-age=300')
  const again = await fetch(`${usher.url}/openapi.json`, { headers: { 'if-none-match': `"x", W/${tag}` } })
  expect([again.status, await again.text()]).toEqual([304, ''])
  expect((await fetch(`${usher.url}/openapi.json`, { headers: { 'if-none-match': '"x"' } })).status).toBe(200)
})

test('doubled slashes in an address of the API are one', async () => {
  const student = { email: 'slash@example.com', first_name: 'S' }
  expect(await api.post('//api/v1//provision/student/', student)).toMatchObject({ status: 201 })
  expect(await api.get('//api//teams//?limit=1')).toMatchObject({ status: 200 })
})

test('who is behind a proxy that is trusted is known by what it says, behind another by its address', async () => {
  const server = createHttpServer(pino({ level: 'silent' }), {
    publicUrl: 'http://localhost:3000',
    trustedProxies: ['172.16.0.0/12', '127.0.0.0/8'],
  })
  server.get('/from', request => ({ address: addressOf(request) }))
  const from = async (remoteAddress: string, forwarded: string) =>
    (await server.inject({ url: '/from', remoteAddress, headers: { 'x-forwarded-for': forwarded } })).json().address
  expect(await from('172.18.0.2', '203.0.113.7:5678')).toBe('203.0.113.7')
  expect(await from('::ffff:172.18.0.2', '203.0.113.7, 127.0.0.1')).toBe('203.0.113.7')
  expect(await from('10.0.0.2', '203.0.113.7')).toBe('10.0.0.2')
  await server.close()
})
