import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { speak } from '../../test/raw-http.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'
import { findExcess } from './bodies.ts'

let usher: TestServer
let api: Api

beforeAll(async () => {
  usher = await startTestServer()
  api = await openApi(usher)
})
afterAll(() => usher.close())

const student = '/api/v1/provision/student/'
const post = async (path: string, body: Uint8Array<ArrayBuffer> | undefined, headers: Record<string, string> = {}) => {
  const response = await fetch(usher.url + path, {
    method: 'POST',
    headers: { 'x-api-key': usher.apiKey, 'content-type': 'application/json', ...headers },
    body,
  })
  return { status: response.status, text: await response.text() }
}
const bytes = (value: unknown) => Buffer.from(JSON.stringify(value)) as Buffer<ArrayBuffer>
const pack = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync } as const

test.each<[method: 'delete' | 'post' | 'patch' | 'put' | 'get', path: string, status: number]>([
  ['delete', '/api/teams/ID', 204],
  ['post', '/api/teams/ID', 405],
  ['post', '/api/auth/sign-out', 200],
  ['post', '/api/teams', 400],
  ['get', '/v2/people', 200],
  ['post', student, 400],
])('no body is none, whatever type it is said to have: %s %s', async (method, path, status) => {
  const { body: team } = await api.post('/api/teams', { name: `Team of ${method} ${path}` })
  for (const [type, length] of [
    ['application/json', undefined],
    ['application/json', '0'],
    ['application/x-www-form-urlencoded', '0'],
  ]) {
    const [head, address] = [method.toUpperCase(), path.replace('ID', team.id)]
    const lines = [`${head} ${address} HTTP/1.1`, 'host: x', 'connection: close', `x-api-key: ${usher.apiKey}`]
    const request = [...lines, `content-type: ${type}`, ...(length ? [`content-length: ${length}`] : []), '', '']
    const answer = await speak(usher.url, request.join('\r\n'))
    const isGone = method === 'delete' && type !== 'application/json'
    if (!isGone && !(method === 'delete' && length)) expect(answer.status).toBe(status)
  }
})

test.each(['gzip', 'deflate', 'br'] as const)('a body in %s is read', async encoding => {
  const headers = { 'content-encoding': encoding }
  const jane = { email: `${encoding}@example.com`, first_name: 'Jane' }
  expect(await post(student, pack[encoding](bytes(jane)), headers)).toMatchObject({ status: 201 })
  expect(await post('/api/teams', pack[encoding](bytes({ name: encoding })), headers)).toMatchObject({ status: 201 })
})

test.each(['/api/teams', '/api/auth/sign-in/email', student, '/v2/people'])(
  '%s: packed otherwise, badly, or a bomb',
  async path => {
    const unknown = await post(path, bytes({ a: 1 }), { 'content-encoding': 'lzma' })
    expect(unknown).toMatchObject({ status: 415, text: expect.stringContaining('lzma') })
    expect(await post(path, bytes({ a: 1 }), { 'content-encoding': 'gzip' })).toMatchObject({ status: 400 })
    const cut = gzipSync(bytes({ a: 'x'.repeat(1000) })).subarray(0, 20) as Buffer<ArrayBuffer>
    expect(await post(path, cut, { 'content-encoding': 'gzip' })).toMatchObject({ status: 400 })
    const bomb = gzipSync(Buffer.alloc(20 * 1024 * 1024, ' '))
    expect(await post(path, bomb, { 'content-encoding': 'gzip' })).toMatchObject({ status: 413 })
  },
)

test('what holds more values than anybody sends is not read', async () => {
  expect(findExcess(Buffer.from(`["${',['.repeat(40_000)}\\",${'['.repeat(10)}"]`), 5)).toBeNull()
  expect(findExcess(Buffer.from(`[${'[],'.repeat(40_000)}0]`), 79_999)).toBe('more than 79999 values')
  const named = (count: number) =>
    Array.from({ length: 20_000 }, (_, index) => `{"a${index % count}" : "b\\"${index}"}`)
  expect(findExcess(Buffer.from(`[${named(10_000)}]`), 100_000)).toBeNull()
  // Two names in some millions count as one.
  expect(findExcess(Buffer.from(`[${named(10_020)}]`), 100_000)).toBe('more than 10000 different names')
  expect(await api.post('/api/provision', Array(100_001).fill(1))).toMatchObject({
    status: 413,
    body: { detail: 'The body holds more than 100000 values.' },
  })
})
