/**
 * Thousands of hostile bodies to every operation: none is an error of ours, no refusal is long, and none of them holds the
 * others up. `npm run bench -- garbage` sends 100,000.
 */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openApi } from '../../../test/api.ts'
import { startTestServer, type TestServer } from '../../../test/server.ts'
import { watchStops } from '../../../test/stops.ts'

const count = Number(process.env.GARBAGE ?? 2000)
const seed = Number(process.env.GARBAGE_SEED ?? 7)
const description = JSON.parse(readFileSync(new URL('../../../../openapi.json', import.meta.url), 'utf8'))

let usher: TestServer
let credentials: Record<string, string>

beforeAll(async () => {
  usher = await startTestServer()
  await usher.database.pool.query('update organizations set rate_limit = 0')
  const api = await openApi(usher)
  const { body } = await api.post('/api/keys', { name: 'Storm', scopes: ['manage'] })
  credentials = { 'x-api-key': body.key }
})
afterAll(() => usher.close())

test('however much nonsense comes in, the others are answered in time', { timeout: 0 }, async () => {
  const stops = watchStops()
  const delay = monitorEventLoopDelay({ resolution: 10 })
  delay.enable()
  const client = new Worker(new URL('../../../test/hostile-client.ts', import.meta.url), {
    workerData: { url: usher.url, credentials, operations, schemas: description.components.schemas, seed, count },
  })
  const [{ failures, failed, largest, statuses }] = await once(client, 'message')
  delay.disable()
  const longest = stops.end()
  if (count > 2000)
    process.stderr.write(
      `${count} bodies, seed ${seed}: ${JSON.stringify(statuses)}, ${failed} failures, longest refusal ${largest} B, longest stop ${Math.round(longest)} ms of work (${Math.round(delay.max / 1e6)} ms by the clock, 99.9 of 100 within ${Math.round(delay.percentile(99.9) / 1e6)} ms)\n`,
    )
  expect(failures).toEqual([])
  expect(longest).toBeLessThan(100)
})

const operations = Object.entries<Record<string, { requestBody?: { content: Record<string, { schema: unknown }> } }>>(
  description.paths,
).flatMap(([path, methods]) =>
  Object.entries(methods)
    .filter(([method]) => method !== 'get')
    .map(([method, { requestBody }]) => ({
      method: method.toUpperCase(),
      address: path.replace(/\{\w+\}/g, '1'),
      schema: requestBody?.content['application/json']?.schema ?? null,
      bodyLimit: path === '/api/provision' ? 4 * 1024 * 1024 : 64 * 1024,
    })),
)
