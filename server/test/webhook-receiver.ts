/** An address that is told what happens, on a port of its own: it keeps what comes, and answers as it is told to. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Received {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly raw: string
  // biome-ignore lint/suspicious/noExplicitAny: what came is for the test to look at
  readonly body: any
}

export interface Receiver {
  readonly url: string
  readonly received: Received[]
  /** How many were here at the same time, at most. */
  readonly most: () => number
  /** From now on. */
  answer(how: number | ((request: Received, response: ServerResponse) => void | Promise<void>)): void
  close(): Promise<void>
}

export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = []
  let here = 0
  let most = 0
  let answer: (request: Received, response: ServerResponse) => void | Promise<void> = (_, response) =>
    void response.writeHead(200).end('thank you')
  const server = createServer(async (request, response) => {
    most = Math.max(most, ++here)
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const raw = Buffer.concat(chunks).toString()
    const one = { path: request.url ?? '', headers: request.headers, raw, body: JSON.parse(raw) }
    received.push(one)
    response.on('close', () => here--)
    await answer(one, response)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    most: () => most,
    answer(how) {
      answer = typeof how === 'function' ? how : (_, response) => void response.writeHead(how).end('so it is')
    },
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
