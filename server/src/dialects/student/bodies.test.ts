import { once } from 'node:events'
import { request } from 'node:http'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { startTestServer, type TestServer } from '../../../test/server.ts'

let usher: TestServer
const address = '/api/v1/provision/student/'
const json = 'application/json'
const form = 'application/x-www-form-urlencoded'

beforeAll(async () => {
  usher = await startTestServer()
})
afterAll(() => usher.close())
afterEach(async () => {
  vi.useRealTimers()
  await usher.outage.comeBack()
  await usher.database.pool.query('update keys set revoked_at = null')
})

test.each<[what: string, type: string, body: string, code: string, message: RegExp]>([
  ['JSON', json, '{"email":"u@example.com","first_name":"J\xf6rg"}', 'unreadable_body', /in UTF-8$/],
  ['a form', form, 'email=u@example.com&first_name=J\xf6rg', 'unreadable_body', /in UTF-8$/],
  ['a form, encoded', form, 'email=u@example.com&first_name=J%F6rg', 'invalid_characters', /^'first_name' contains/],
  ['an address', form, 'email=%F6@example.com&first_name=J', 'invalid_characters', /^'email' contains/],
])('text that is not UTF-8 is refused and kept nowhere: %s', async (_, type, body, code, message) => {
  expect(await send(type, Buffer.from(body, 'latin1'))).toMatchObject({
    status: 400,
    body: { status: 'error', code, message: expect.stringMatching(message) },
  })
  const { rows } = await usher.database.pool.query('select email, first_name from users')
  expect(JSON.stringify(rows)).not.toContain('\ufffd')
  expect(rows.filter(row => row.email === 'u@example.com')).toEqual([])
})

test.each([
  ['JSON', json, '\ufeff{"email":"joerg-1@example.com","first_name":"Jörg"}'],
  ['JSON that says so', `${json}; charset=utf-8`, '{"email":"joerg-2@example.com","first_name":"Jörg"}'],
  ['a form', form, '\ufeffemail=joerg-3@example.com&first_name=J%C3%B6rg'],
])('text in UTF-8 arrives as it is, with a byte order mark or without: %s', async (_, type, body) => {
  const answer = await send(type, Buffer.from(body))
  expect(answer.status).toBe(201)
  const { rows } = await usher.database.pool.query('select first_name from users where id = $1', [answer.body.user_id])
  expect(rows).toEqual([{ first_name: 'Jörg' }])
})

const boundary = 'multipart/form-data; boundary="----x y"'
const part = (head: string, value: string) => `------x y\r\nContent-Disposition: form-data; ${head}\r\n\r\n${value}\r\n`
const parts = (...all: string[]) => `${all.join('')}------x y--\r\n`
const ann = (email: string) => part('name="email"', email) + part('name=first_name', 'Zoë')

test('a form in parts is read like another form', async () => {
  const lists = [
    part('name="courses[]"', 'ielts') + part('name="courses[]"', 'gmat'),
    part('name="courses"', 'ielts') + part('name="courses"', 'gmat'),
    part('name="Courses"', 'ielts, gmat') + part('name="photo"; filename=""', ''),
  ]
  for (const [index, list] of lists.entries()) {
    const body = parts(ann(`parts-${index}@example.com`), list)
    expect(await send(boundary, Buffer.from(body))).toMatchObject({
      status: 201,
      body: { enrollments: [{ course_type: 'ielts' }, { course_type: 'gmat' }] },
    })
  }
  const { rows } = await usher.database.pool.query(`select distinct first_name from users where email like 'parts-%'`)
  expect(rows).toEqual([{ first_name: 'Zoë' }])
})

test.each<[what: string, type: string, body: string, code: string, message: RegExp]>([
  [
    'a file',
    boundary,
    parts(ann('f@example.com'), part('name="photo"; filename="a.txt"', 'x')),
    'wrong_type',
    /'photo'/,
  ],
  ['what is near', boundary, parts(ann('f@example.com'), part('name="corses"', 'ielts')), 'unknown_field', /'courses'/],
  ['no end', boundary, ann('f@example.com'), 'unreadable_body', /not readable/],
  ['no boundary', 'multipart/form-data', parts(ann('f@example.com')), 'unreadable_body', /not readable/],
])('a form in parts is refused with %s', async (_, type, body, code, message) => {
  expect(await send(type, Buffer.from(body))).toMatchObject({
    status: 400,
    body: { code, message: expect.stringMatching(message) },
  })
  expect((await usher.database.pool.query(`select from users where email = 'f@example.com'`)).rowCount).toBe(0)
})

test('a form in parts may be as large as any body', async () => {
  const body = parts(ann('large@example.com'), part('name="note"', 'x'.repeat(70_000)))
  expect(await send(boundary, Buffer.from(body))).toMatchObject({ status: 413, body: { code: 'body_too_large' } })
})

test.each<[what: string, headers: (key: string) => Record<string, string>, query?: string]>([
  ['as a user name', key => ({ authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` })],
  ['bare', key => ({ authorization: key })],
  ['in another header', key => ({ 'api-key': key })],
  ['in the address', () => ({}), '?api_key=x'],
])('a key that is shown %s is told where it belongs', async (_, headers, query = '') => {
  const answer = await fetch(`${usher.url}/api/v1/ping/${query}`, { headers: headers(usher.apiKey) })
  expect([answer.status, await answer.json()]).toEqual([
    401,
    expect.objectContaining({
      message: 'Invalid or missing API key: send it in the header X-API-Key, or as Authorization: Bearer <key>',
    }),
  ])
})

test('a key that is revoked while a body comes slowly does nothing any more, and the log says so', async () => {
  const body = JSON.stringify({ email: 'slow@example.com', first_name: 'Jane' })
  vi.useFakeTimers({ toFake: ['Date'] }) // what is known of the key does not grow old by itself
  await usher.call('/ping/')
  const begun = once(usher.app.http.server, 'request')
  const call = request(usher.url + address, {
    method: 'POST',
    headers: { 'x-api-key': usher.apiKey, 'content-type': json, 'content-length': body.length },
  })
  call.write(body.slice(0, 10))
  await begun
  await usher.database.pool.query('update keys set revoked_at = now()')
  vi.setSystemTime(Date.now() + 500)
  call.end(body.slice(10))
  const [answer] = await once(call, 'response')
  expect(answer.statusCode).toBe(401)
  const { rows } = await usher.database.pool.query(`
    select result, problems, actor_kind, duration_ms >= 500 as counted_from_the_start
    from operations order by at desc, id desc limit 1`)
  expect(rows).toEqual([
    {
      result: 'refused',
      problems: [{ code: 'invalid_key', field: '', value: 'revoked' }],
      actor_kind: 'apiKey',
      counted_from_the_start: true,
    },
  ])
  expect((await usher.database.pool.query(`select from users where email = 'slow@example.com'`)).rowCount).toBe(0)
})

test('a body that cannot be read while the database is away: 503 in the words of this API', async () => {
  vi.useFakeTimers({ toFake: ['Date'] }) // the key stays known
  vi.setSystemTime(Date.now() + 1000)
  expect(await usher.call('/ping/')).toMatchObject({ status: 200 })
  await usher.outage.goDown()
  for (const [type, body] of [
    [json, '{"email":'],
    ['text/xml', '<a/>'],
    [json, 'x'.repeat(70_000)],
  ] as const) {
    const answer = await send(type, Buffer.from(body))
    expect(answer).toMatchObject({ status: 503, body: { status: 'error', code: 'unavailable' } })
    expect(answer.headers.get('retry-after')).toBe('1')
  }
})

async function send(type: string, body: Uint8Array<ArrayBuffer>) {
  const headers = { 'x-api-key': usher.apiKey, 'content-type': type }
  const answer = await fetch(usher.url + address, { method: 'POST', headers, body })
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as { user_id: number } }
}
