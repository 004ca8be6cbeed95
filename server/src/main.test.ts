import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { findPostmaster, makeDataDir } from '../test/embedded.ts'
import { findFreePort } from '../test/free-port.ts'
import { attachEmbeddedPostgres } from './db/embedded.ts'

const kills = 20
const clients = 8
let dataDir: string
let port: number
let key = ''

beforeEach(async () => {
  dataDir = makeDataDir()
  port = await findFreePort()
})

test('under load, killed twenty times, at times with PostgreSQL: every acknowledged call is there, and nothing twice', {
  timeout: 180_000,
}, async () => {
  const acknowledged = new Set<number>()
  let ended = false
  let next = 0
  let usher = await startUsher()
  onTestFinished(() => {
    ended = true
  })

  const work = Array.from({ length: clients }, async () => {
    while (!ended) {
      const n = next++
      while (!(await provision(n))) if (ended) return
      acknowledged.add(n)
    }
  })
  for (let killed = 1; killed <= kills; killed++) {
    const enough = acknowledged.size + 20 + Math.floor(Math.random() * 60)
    await expect.poll(() => acknowledged.size, { timeout: 20_000, interval: 1 }).toBeGreaterThan(enough)
    if (killed % 4 === 0) process.kill(findPostmaster(dataDir) as number, 'SIGKILL')
    await end(usher, 'SIGKILL')
    usher = await startUsher()
  }
  ended = true
  await Promise.all(work)
  await end(usher, 'SIGTERM')

  const rows = await readStudents()
  const found = new Set(rows.map(row => row.email))
  expect([...acknowledged].filter(n => !found.has(`student${n}@example.com`))).toEqual([])
  expect(rows.filter(({ email, ...counts }) => Object.values(counts).some(count => count !== 1))).toEqual([])
  expect(acknowledged.size).toBeGreaterThan(kills * 20)
})

/** Whether it was acknowledged; false when the server was not there to say. */
async function provision(n: number): Promise<boolean> {
  const student = { email: `student${n}@example.com`, first_name: 'Jane', courses: 'ielts', external_ref: `order-${n}` }
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/provision/student/`, {
      method: 'POST',
      headers: { 'x-api-key': key, 'content-type': 'application/json' },
      body: JSON.stringify(student),
    })
    const { status } = (await answer.json()) as { status: string }
    return status === 'success'
  } catch {
    return false
  }
}

async function startUsher(): Promise<ChildProcess> {
  const main = fileURLToPath(new URL('main.ts', import.meta.url))
  const env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    DATA_DIR: dataDir,
    PORT: String(port),
    LOG_LEVEL: 'error',
  }
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  let ready = false
  for await (const line of createInterface(child.stdout)) {
    key ||= /usher_live_\w+/.exec(line)?.[0] ?? ''
    ready ||= line.includes('ready')
    if (ready && key) break
  }
  child.stdout.resume()
  return child
}

async function end(usher: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const gone = once(usher, 'exit')
  usher.kill(signal)
  await gone
}

/** Each with how often it has what it has to have once; what a call made counts with the line of the log that it points to. */
async function readStudents() {
  const embedded = await attachEmbeddedPostgres({ dataDir })
  const client = new pg.Client(embedded.url)
  await client.connect()
  const made = (table: string) => `(select count(*)::int from ${table} join operations o on o.id = ${table}.operation_id
    where ${table}.user_id = users.id and o.result = 'created') as ${table}`
  const { rows } = await client.query<{ email: string } & Record<string, number>>(`
    select email, ${made('memberships')}, ${made('grants')}, ${made('messages')},
      (select count(*)::int from enrollments where user_id = users.id) as enrollments,
      (select count(*)::int from operations where user_id = users.id and result = 'created') as created
    from users`)
  await client.end()
  await embedded.stop()
  return rows
}
