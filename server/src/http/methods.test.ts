import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../../test/server.ts'

let usher: TestServer

beforeAll(async () => {
  usher = await startTestServer()
})
afterAll(() => usher.close())

test.each<[method: string, address: string, status: number, allow: string | undefined]>([
  ['OPTIONS', '/api/v1/ping/', 204, 'GET, HEAD'],
  ['OPTIONS', '/api/v1/provision/student?x=/', 204, 'POST'],
  ['OPTIONS', '/api/password-links/abc', 204, 'GET, HEAD, POST'],
  ['OPTIONS', '/', 204, 'GET, HEAD'],
  ['OPTIONS', '/api/v1/students', 401, undefined],
  ['OPTIONS', '/api/nothing', 404, undefined],
  ['TRACE', '/api/v1/ping', 405, 'GET, HEAD'],
  ['PROPFIND', '/api/v1/courses/', 405, 'GET, HEAD'],
  ['HEAD', '/api/v1/provision/student', 405, 'POST'],
  ['DELETE', '/api/v1/students', 404, undefined],
  ['DELETE', '/api/me', 405, 'GET, HEAD, PATCH'],
  ['TRACE', '/api/me/courses', 405, 'GET, HEAD'],
  ['GET', '/api/auth/sign-in/email', 405, 'POST'],
  ['PUT', '/api/password-links/abc', 405, 'GET, HEAD, POST'],
  ['GET', '/api/password-links/abc/renewal', 405, 'POST'],
  ['POST', '/index.html', 405, 'GET, HEAD'],
  ['POST', '/health/', 405, 'GET, HEAD'],
  ['POST', '/api/nothing', 404, undefined],
  ['POST', '/api/password-links', 404, undefined],
  ['GET', '/api/me', 401, undefined],
])('%s %s: %i, to be had with %s', async (method, address, status, allow) => {
  const answer = await ask(method, address, status === 401 ? '' : usher.apiKey)
  expect([answer.status, answer.allow]).toEqual([status, allow])
  const isStudent = address.startsWith('/api/v1/')
  if (status === 405 && method !== 'HEAD')
    expect(answer.body).toMatchObject({ code: 'method_not_allowed', ...(isStudent && { status: 'error' }) })
})

test('a preflight needs no key', async () => {
  expect(await ask('OPTIONS', '/api/v1/courses', '')).toMatchObject({ status: 204, allow: 'GET, HEAD' })
})

/** `fetch` does not know all methods. */
async function ask(method: string, address: string, key: string) {
  const asked = request(usher.url + address, { method, headers: key ? { 'x-api-key': key } : {} }).end()
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  const text = Buffer.concat(await answer.toArray()).toString()
  return { status: answer.statusCode, allow: answer.headers.allow, body: text === '' ? null : JSON.parse(text) }
}
