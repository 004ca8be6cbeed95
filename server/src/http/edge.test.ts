import { once } from 'node:events'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openConnection, type RawAnswer, speak } from '../../test/raw-http.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'
import { words } from '../dialects/student/errors.ts'
import { createHttpServer } from './server.ts'

let usher: TestServer

beforeAll(async () => {
  usher = await startTestServer()
})
afterAll(() => usher.close())

type Face = 'native' | 'student'

/** Fails unless the answer has the shape of the face. */
function expectWordsOf(face: Face, { status, headers, body }: RawAnswer, code: string) {
  expect(headers['content-type']).toMatch(face === 'native' ? /^application\/problem\+json/ : /^application\/json/)
  const message = expect.stringMatching(/^[A-Z].+/)
  if (face === 'student') expect(body).toEqual({ status: 'error', code, message, errors: [{ field: '', message }] })
  else
    expect(body).toEqual({
      type: expect.stringMatching(`^http://.*/docs/errors#${code}$`),
      title: message,
      status,
      code,
      detail: message,
      errors: [],
      request_id: expect.any(String),
    })
}

const host = 'host: x\r\n'
const json = 'content-type: application/json\r\n'
const close = 'connection: close\r\n'
const long = `x-long: ${'x'.repeat(20_000)}\r\n`

describe('who does not get as far as a route is answered in the words of the face', () => {
  test.each<[what: string, face: Face, status: number, code: string, request: string]>([
    ['a broken percent sign', 'native', 400, 'unreadable_request', `GET /%zz HTTP/1.1\r\n${host}${close}\r\n`],
    ['a broken percent sign', 'student', 400, 'unreadable_request', `GET /api/v1/%zz HTTP/1.1\r\n${host}${close}\r\n`],
    ['a broken percent sign', 'native', 400, 'unreadable_request', `GET /api/v10/% HTTP/1.1\r\n${host}${close}\r\n`],
    [
      'an address too long',
      'native',
      414,
      'address_too_long',
      `GET /api/password-links/${'x'.repeat(600)} HTTP/1.1\r\n${host}${close}\r\n`,
    ],
    ['another expectation', 'native', 417, 'unmet_expectation', `GET /api/me HTTP/1.1\r\n${host}expect: x\r\n\r\n`],
    [
      'another expectation',
      'student',
      417,
      'unmet_expectation',
      `POST /api/v1/ping/ HTTP/1.1\r\n${host}expect: x\r\n\r\n`,
    ],
    ['headers too large', 'native', 431, 'headers_too_large', `GET / HTTP/1.1\r\n${host}${long}\r\n`],
    ['headers too large', 'student', 431, 'headers_too_large', `GET /api/v1/ping/ HTTP/1.1\r\n${host}${long}\r\n`],
    ['what is no HTTP', 'native', 400, 'unreadable_request', 'hello\r\n\r\n'],
    [
      'a body cut wrongly',
      'student',
      400,
      'unreadable_request',
      `POST /api/v1/provision/student/ HTTP/1.1\r\n${host}x-api-key: KEY\r\n${json}transfer-encoding: chunked\r\n\r\nzz\r\n`,
    ],
  ])('%s (%s): %i', async (_, face, status, code, request) => {
    const answer = await speak(usher.url, request.replace('KEY', usher.apiKey))
    expect(answer).toMatchObject({ status, headers: { connection: 'close' } })
    expectWordsOf(face, answer, code)
  })

  test.each<[what: string, face: Face, request: string]>([
    ['headers that do not come', 'native', `GET /api/v1/ping/ HTTP/1.1\r\n`],
    ['a body that does not come', 'student', `POST /api/v1/x HTTP/1.1\r\n${host}${json}content-length: 9\r\n\r\n{`],
    ['a body that does not come', 'native', `POST /x HTTP/1.1\r\n${host}${json}content-length: 9\r\n\r\n{`],
  ])('%s (%s): 408', async (_, face, request) => {
    const http = createHttpServer(pino({ level: 'silent' }), {
      publicUrl: 'http://localhost',
      faces: { '/api/v1': words },
    })
    http.post('*', async () => 'read')
    Object.assign(http.server, { connectionsCheckingInterval: 10, headersTimeout: 50, requestTimeout: 50 })
    const answer = await speak(await http.listen({ port: 0 }), request)
    expect(answer).toMatchObject({ status: 408, headers: { connection: 'close' } })
    expectWordsOf(face, answer, 'request_timeout')
    await http.close()
  })
})

test.each<[face: Face, address: string]>([
  ['native', '/api/me'],
  ['native', '/'],
  ['student', '/api/v1/ping/'],
])(
  'while the server ends, what was begun is finished; what comes next is told to try again (%s, %s)',
  async (face, address) => {
    const ending = await startTestServer()
    const body = JSON.stringify({ email: 'jane@example.com', first_name: 'Jane' })
    const connection = await openConnection(ending.url)
    const begun = once(ending.app.http.server, 'request')
    connection.say(`POST /api/v1/provision/student/ HTTP/1.1\r\n${host}x-api-key: ${ending.apiKey}\r\n`)
    connection.say(`${json}content-length: ${body.length}\r\n\r\n`)
    await begun
    const ended = ending.close()
    await vi.waitFor(() => expect(ending.app.http.server.listening).toBe(false))
    connection.say(`${body}GET ${address} HTTP/1.1\r\n${host}\r\n`)
    const [first, second] = (await connection.answers()) as [RawAnswer, RawAnswer]
    expect(first).toMatchObject({ status: 201, body: { status: 'success' } })
    expect(second).toMatchObject({ status: 503, headers: { 'retry-after': '1', connection: 'close' } })
    expectWordsOf(face, second, 'unavailable')
    await ended
  },
)
