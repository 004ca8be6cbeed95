import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createGuard } from './guard.ts'
import { createGuardedFetch } from './guarded-fetch.ts'

let server: Server
let here: string
let asked = 0
let answer: RequestListener = (_, response) => void response.end('{}')
beforeAll(async () => {
  server = createServer((request, response) => {
    asked++
    answer(request, response)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  here = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
const names: Record<string, string> = { 'inside.example.com': '127.0.0.1', 'outside.example.com': '93.184.215.14' }
const lookUp = async (name: string) => [{ address: names[name] ?? '', family: 4 }]
const outside = createGuardedFetch({ loopback: false, private: false }, { lookUp })
const inside = createGuardedFetch({ loopback: true, private: false }, { lookUp, timeout: 300, mostBytes: 1000 })
afterAll(() => {
  outside.close()
  inside.close()
  server.closeAllConnections()
  server.close()
})

test('what is sent arrives, and what is answered comes back', async () => {
  answer = async (request, response) => {
    const chunks = await Array.fromAsync(request)
    response.writeHead(201, { 'content-type': 'text/plain' }).end(`${request.method} ${Buffer.concat(chunks)}`)
  }
  const body = new URLSearchParams({ code: 'x y' })
  const answered = await inside.fetch(here, { method: 'POST', body })
  expect(answered).toMatchObject({ status: 201 })
  expect(answered.headers.get('content-type')).toBe('text/plain')
  expect(await answered.text()).toBe('POST code=x+y')
})

test('a redirect is not followed', async () => {
  const before = asked
  answer = (_, response) => void response.writeHead(302, { location: '/elsewhere' }).end()
  expect(await inside.fetch(here)).toMatchObject({ status: 302 })
  expect(asked).toBe(before + 1)
})

test('no more is read than is wanted, and nobody is waited for longer', async () => {
  answer = (_, response) => void response.end('x'.repeat(1001))
  await expect(inside.fetch(here)).rejects.toMatchObject({ code: 'too_large' })
  answer = () => {}
  await expect(inside.fetch(here)).rejects.toMatchObject({ code: 'too_slow' })
  answer = (_, response) => void response.write('so far')
  await expect(inside.fetch(here)).rejects.toMatchObject({ code: 'too_slow' })
  answer = (_, response) => void response.socket?.destroy()
  await expect(inside.fetch(here)).rejects.toMatchObject({ code: 'unreachable' })
})

test('a connection that the other end closed meanwhile is not a failure', async () => {
  answer = (_, response) => void response.end()
  expect(await inside.fetch(here)).toMatchObject({ status: 200 })
  answer = (_, response) => {
    answer = (_, again) => void again.end('again')
    response.socket?.resetAndDestroy()
  }
  expect(await (await inside.fetch(here)).text()).toBe('again')
})

test('what is sent once is not sent again when a kept connection ends', async () => {
  answer = (_, response) => void response.end()
  expect(await inside.fetch(here)).toMatchObject({ status: 200 })
  answer = (_, response) => void response.socket?.resetAndDestroy()
  const before = asked
  await expect(inside.fetch(here, { method: 'POST', once: true })).rejects.toMatchObject({ code: 'unreachable' })
  expect(asked).toBe(before + 1)
})

test.each([
  'https://127.0.0.1',
  'https://2130706433',
  'https://[::1]',
  'https://[::ffff:127.0.0.1]',
  'https://10.0.0.1',
  'https://169.254.169.254',
  'https://inside.example.com',
  'http://inside.example.com',
  'http://outside.example.com',
  'ftp://outside.example.com',
])('%s is not called', async address => {
  const before = asked
  await expect(outside.fetch(`${address}:${new URL(here).port}/`)).rejects.toMatchObject({ code: 'address_refused' })
  if (!address.startsWith('ftp:'))
    expect(await outside.problemOf(new URL(`${address}/`))).toMatchObject({ code: 'address_refused' })
  expect(asked).toBe(before)
})

test('of a name that stands for both, what is within is not called', async () => {
  const both = [
    { address: '127.0.0.1', family: 4 },
    { address: '93.184.215.14', family: 4 },
  ]
  const guard = createGuard({ loopback: false, private: false }, { lookUp: async () => both })
  const { lookup } = guard.optionsFor(new URL('https://both.example.com'))
  const found = await new Promise(resolve =>
    lookup?.('both.example.com', { all: true }, (_, addresses) => resolve(addresses)),
  )
  expect(found).toEqual([{ address: '93.184.215.14', family: 4 }])
  guard.close()
})

test('an address of the internet may be called by https, and this machine without, where it may be called', async () => {
  expect(await outside.problemOf(new URL('https://outside.example.com'))).toBeNull()
  expect(await inside.problemOf(new URL(here))).toBeNull()
  expect(await inside.problemOf(new URL('http://inside.example.com'))).toBeNull()
  expect(await inside.problemOf(new URL('http://outside.example.com'))).toMatchObject({ code: 'address_refused' })
})
