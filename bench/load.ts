/** A lean HTTP/1.1 client for load: kept connections, one request at a time on each, answers read by their length. */
import { connect, type Socket } from 'node:net'

export interface Latencies {
  readonly count: number
  readonly perSecond: number
  /** Milliseconds. */
  readonly p50: number
  readonly p95: number
  readonly p99: number
}

export interface Load {
  readonly port: number
  readonly connections: number
  readonly seconds: number
  /** The next request, whole. */
  readonly request: () => string
  /** Whether an answer's status is the one that is hoped for; anything else ends the run. */
  readonly status: number
}

/** Runs for the given time and counts the answers. Throws at the first one that is not as hoped for. */
export async function runLoad({ port, connections, seconds, request, status }: Load): Promise<Latencies> {
  const times: number[] = []
  const start = performance.now()
  const end = start + seconds * 1000
  const clients = Array.from({ length: connections }, async () => {
    const socket = await open(port)
    const ask = asker(socket)
    while (performance.now() < end) {
      const asked = performance.now()
      const answer = await ask(request())
      times.push(performance.now() - asked)
      if (!answer.startsWith(`HTTP/1.1 ${status}`)) throw new Error(`unexpected answer: ${answer}`)
    }
    socket.destroy()
  })
  await Promise.all(clients)
  return summarize(times, (performance.now() - start) / 1000)
}

export function summarize(times: number[], seconds: number): Latencies {
  const sorted = Float64Array.from(times).sort()
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
  return { count: times.length, perSecond: times.length / seconds, p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket.setNoDelay()))
    socket.once('error', reject)
  })
}

function asker(socket: Socket): (request: string) => Promise<string> {
  let settle: { resolve: (answer: string) => void; reject: (error: Error) => void } | undefined
  let received = ''
  socket.setEncoding('latin1')
  socket.on('error', error => settle?.reject(error))
  socket.on('close', () => settle?.reject(new Error('the server closed the connection')))
  socket.on('data', (chunk: string) => {
    received += chunk
    const body = received.indexOf('\r\n\r\n') + 4
    if (body < 4) return
    const length = Number(/content-length: (\d+)/i.exec(received)?.[1] ?? 0)
    if (received.length < body + length) return
    const answer = received
    received = ''
    settle?.resolve(answer)
  })
  return request =>
    new Promise((resolve, reject) => {
      settle = { resolve, reject }
      socket.write(request, 'latin1')
    })
}
