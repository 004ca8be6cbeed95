/** A name server that knows TXT records, over UDP. */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { decode, encode } from 'dns-packet'

export interface NameServer {
  /** As `DNS_SERVERS` takes it. */
  readonly address: string
  /** By name; `null`: it answers that it failed. */
  readonly records: Map<string, string | null>
  close(): void
}

export async function startNameServer(): Promise<NameServer> {
  const records = new Map<string, string | null>()
  const socket = createSocket('udp4', (message, { port, address }) => {
    const { id, questions } = decode(message)
    const name = questions?.[0]?.name.toLowerCase() ?? ''
    const data = records.get(name)
    // The codes of RFC 1035: 0 found, 2 the server failed, 3 there is no such name.
    const rcode = data === null ? 2 : data === undefined ? 3 : 0
    const answers = typeof data === 'string' ? [{ type: 'TXT' as const, name, data, ttl: 1 }] : []
    socket.send(encode({ type: 'response', id, flags: 0x8180 | rcode, questions, answers }), port, address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return { address: `127.0.0.1:${(socket.address() as AddressInfo).port}`, records, close: () => void socket.close() }
}
