import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../../test/server.ts'

let usher: TestServer

beforeAll(async () => {
  usher = await startTestServer()
})
afterAll(() => usher.close())

test.each<[what: string, body: string, answer: object]>([
  ['no UTF-8', '{"email":"j\xf6rg@example.com","password":"x"}', { detail: 'The body is not UTF-8 text.' }],
  ['no JSON', '{"email":', {}],
  ['nothing', '', {}],
  [
    'an unknown field',
    '{"email":"j@example.com","password":"x","admin":true}',
    { errors: [{ field: 'admin', message: 'is not known here' }] },
  ],
])('a native body that is %s is refused', async (_, body, answer) => {
  const { status, problem } = await signIn(Buffer.from(body, 'latin1'))
  expect(status).toBe(400)
  expect(problem).toMatchObject({ code: 'invalid', ...answer })
})

test('a native body is understood with a byte order mark as well', async () => {
  const { status } = await signIn(Buffer.from('\ufeff{"email":"j@example.com","password":"x"}'))
  expect(status).toBe(401)
})

async function signIn(body: Uint8Array<ArrayBuffer>) {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`${usher.url}/api/auth/sign-in/email`, { method: 'POST', headers, body })
  return { status: answer.status, problem: await answer.json() }
}
