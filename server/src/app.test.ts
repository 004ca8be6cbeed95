import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import pino from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { closeHttp } from './app.ts'
import { createHttpServer } from './http/server.ts'

test('a call that has begun is answered to its end, and the next one is not taken', async () => {
  const { http, port, begin } = await startHttp()
  const call = await begin()
  const closed = closeHttp(http)
  call.write('{"half":')
  await expect.poll(() => fetch(`http://127.0.0.1:${port}`).catch(({ cause }) => cause.code)).toBe('ECONNREFUSED')
  call.end('1}')
  expect(await text(call)).toContain('{"half":1}')
  await closed
})

test('who does not get to the end of asking is hung up on, so that Usher can end', async () => {
  const { http, begin } = await startHttp()
  const [call, silent] = [await begin(), await begin()]
  call.write('{"half":')
  await closeHttp(http, 50)
  expect(await text(call)).toBe('')
  expect(await text(silent)).toBe('')
})

/** A server that answers what it is sent, and callers of which it has read the head. */
async function startHttp() {
  const http = createHttpServer(pino({ level: 'silent' }), { publicUrl: 'http://localhost' })
  onTestFinished(() => http.close())
  http.post('/', async request => request.body)
  await http.listen({ port: 0, host: '127.0.0.1' })
  const { port } = http.server.address() as AddressInfo
  return {
    http,
    port,
    async begin() {
      const socket = connect(port, '127.0.0.1')
      onTestFinished(() => void socket.destroy())
      socket.write('POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n')
      socket.write('Content-Type: application/json\r\nContent-Length: 10\r\n\r\n')
      await once(http.server, 'request')
      return socket
    },
  }
}
