/** Sends hostile bodies from a thread of its own: what it does is not counted as the server's. */
import { parentPort, workerData } from 'node:worker_threads'
import { createHostile, type HostileOperation } from './hostile.ts'

interface Task {
  readonly url: string
  readonly credentials: Readonly<Record<string, string>>
  readonly operations: readonly HostileOperation[]
  readonly schemas: Readonly<Record<string, unknown>>
  readonly seed: number
  readonly count: number
}

const { url, credentials, operations, schemas, seed, count } = workerData as Task
const make = createHostile(schemas, seed)
const statuses: Record<string, number> = {}
const failures: string[] = []
let [sent, largest] = [0, 0]

async function work(): Promise<void> {
  while (sent < count) {
    const operation = operations[sent++ % operations.length] as HostileOperation
    const { method, address, body, headers } = make(operation)
    const answer = await fetch(url + address, {
      method,
      headers: { ...credentials, ...headers },
      ...(method !== 'GET' && body !== '' && { body }),
    })
    const { length } = await answer.bytes()
    statuses[answer.status] = (statuses[answer.status] ?? 0) + 1
    const what = `${answer.status} ${length} B: ${method} ${address} ${body.slice(0, 200)}`
    if (answer.status >= 500) failures.push(what)
    if (answer.status < 400) continue
    largest = Math.max(largest, length)
    if (length > 256 * 1024) failures.push(what)
  }
}

await Promise.all(Array.from({ length: 6 }, work))
parentPort?.postMessage({ statuses, failures: failures.slice(0, 10), failed: failures.length, largest })
