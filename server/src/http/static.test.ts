import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../../test/server.ts'

let usher: TestServer

beforeAll(async () => {
  usher = await startTestServer()
})
afterAll(() => usher.close())

test.each(['/', '/index.html', '/set-password/1.abc', '/%E2%9C%93'])(
  'the page at %s may load nothing of others',
  async address => {
    const answer = await fetch(usher.url + address)
    expect(answer.headers.get('content-type')).toMatch('text/html')
    expect(answer.headers.get('content-security-policy')).toMatch(/default-src 'self'.*frame-ancestors 'none'/)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-cache',
    })
  },
)

test('a program that asks for JSON where nothing is gets no page, but is told', async () => {
  const answer = await fetch(`${usher.url}/v3/people`, { headers: { accept: 'application/json' } })
  expect([answer.status, await answer.json()]).toMatchObject([404, { code: 'not_found' }])
})
