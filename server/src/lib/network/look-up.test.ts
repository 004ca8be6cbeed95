import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createGuardedFetch } from './guarded-fetch.ts'
import { createLookUp } from './look-up.ts'

const internet = { loopback: false, private: false }
let server: Socket
let names: string[]
beforeAll(async () => {
  server = createSocket('udp4', (question, { port, address }) => {
    if (question.includes('silent')) return
    // The question again, with one answer where it is for an IPv4 address.
    const isFour = question.readUInt16BE(question.indexOf(Buffer.from('\u0003com\u0000')) + 5) === 1
    const asked = question.subarray(0, question.indexOf(Buffer.from('\u0003com\u0000')) + 9)
    const answer = Buffer.concat([asked, isFour ? Buffer.from('c00c000100010000003c00047f000001', 'hex') : Buffer.of()])
    answer.writeUInt16BE(0x8180, 2)
    for (const [at, count] of [1, isFour ? 1 : 0, 0, 0].entries()) answer.writeUInt16BE(count, 4 + 2 * at)
    server.send(answer, port, address)
  })
  server.bind(0, '127.0.0.1')
  await once(server, 'listening')
  names = [`127.0.0.1:${(server.address() as AddressInfo).port}`]
})
afterAll(() => void server.close())

test('a name on the internet that stands for this machine is not called', async () => {
  expect(await createLookUp(names)('inside.example.com')).toEqual([{ address: '127.0.0.1', family: 4 }])
  const { fetch, close } = createGuardedFetch(internet, { lookUp: createLookUp(names) })
  await expect(fetch('https://inside.example.com:9/')).rejects.toThrow(
    'inside.example.com stands for an address of this machine or its network',
  )
  close()
})

test('a name server that says nothing is given up like a host that does', async () => {
  const { fetch, close } = createGuardedFetch(internet, { timeout: 300, lookUp: createLookUp(names) })
  await expect(fetch('https://silent.example.com/')).rejects.toMatchObject({ code: 'too_slow' })
  close()
})
