/** One student a call: our HTTP endpoint, with everything on, beside the ceiling of one-at-a-time on the same database. */
import { cpus } from 'node:os'
import { hasPgbench, measureCeiling } from './ceiling.ts'
import { type Latencies, runLoad } from './load.ts'
import { startUsher } from './usher.ts'

const seconds = Number(process.env.BENCH_SECONDS ?? 8)
const rounds = Number(process.env.BENCH_ROUNDS ?? 3)

export async function run(): Promise<void> {
  const usher = await startUsher()
  try {
    const endpoint = (connections: number, time = seconds) =>
      runLoad({ port: usher.port, connections, seconds: time, request: requests(usher.key), status: 201 })
    await endpoint(64, 5) // plans are made, code is warm
    await endpoint(1, 2)
    const contenders = {
      'statement, 1 connection': () => measureCeiling(usher.databaseUrl, 1, seconds),
      'endpoint, 1 connection': () => endpoint(1),
      'statement, 8 connections': () => measureCeiling(usher.databaseUrl, 8, seconds),
      'endpoint, 8 connections': () => endpoint(8),
      'statement, 32 connections': () => measureCeiling(usher.databaseUrl, 32, seconds),
      'statement, 64 connections': () => measureCeiling(usher.databaseUrl, 64, seconds),
      'endpoint, 64 connections': () => endpoint(64),
    }
    const results = new Map<string, Latencies[]>(Object.keys(contenders).map(name => [name, []]))
    for (let round = 0; round < rounds; round++) {
      for (const [name, measure] of Object.entries(contenders)) results.get(name)?.push(await measure())
    }
    print(new Map([...results].map(([name, list]) => [name, medianOf(list)])))
  } finally {
    await usher.stop()
  }
}

/** New students, each with an order of one course. */
function requests(key: string): () => string {
  const run = Math.random().toString(36).slice(2, 8)
  let number = 0
  return () => {
    const n = ++number
    const student = { email: `student${n}@${run}.example.com`, first_name: 'Jane', last_name: 'Doe' }
    const body = JSON.stringify({ ...student, courses: ['ielts'], external_ref: `order-${run}-${n}`, source: 'bench' })
    const headers = `host: localhost\r\nx-api-key: ${key}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}`
    return `POST /api/v1/provision/student/ HTTP/1.1\r\n${headers}\r\n\r\n${body}`
  }
}

function medianOf(results: readonly Latencies[]): Latencies {
  const sorted = results.toSorted((a, b) => a.perSecond - b.perSecond)
  return sorted[Math.floor(sorted.length / 2)] as Latencies
}

function print(results: ReadonlyMap<string, Latencies>): void {
  const get = (name: string) => results.get(name) as Latencies
  const ceiling = Math.max(
    ...[...results].filter(([name]) => name.startsWith('statement')).map(([, { perSecond }]) => perSecond),
  )
  const lines = [...results].map(([name, { perSecond, p50, p99 }]) =>
    [name.padEnd(26), perSecond.toFixed(0).padStart(8), p50.toFixed(2).padStart(9), p99.toFixed(2).padStart(9)].join(
      ' ',
    ),
  )
  const ratio = get('endpoint, 64 connections').perSecond / ceiling
  const slower = get('endpoint, 1 connection').p50 / get('statement, 1 connection').p50
  const by = hasPgbench ? 'pgbench' : 'node-postgres'
  process.stdout.write(`
New students, one course each; median of ${rounds} rounds of ${seconds} s, ${cpus().length} cores (${cpus()[0]?.model}), statements by ${by}

${'what'.padEnd(26)}    per s    p50 ms    p99 ms
${lines.join('\n')}

endpoint at 64 connections against the best statement figure: ${ratio.toFixed(2)} times as many a second
endpoint at 1 connection against the statement: p50 ${slower.toFixed(2)} times as long
`)
}
