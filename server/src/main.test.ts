import { type ChildProcess, spawn } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findFreePort } from '../test/free-port.ts'
import { attachEmbeddedPostgres } from './db/embedded.ts'

const kills = 20
const clients = 8
let dataDir: string
let port: number
let key = ''

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'usher-crash-'))
  await chmod(dataDir, 0o755) // or, for root, the data would be kept elsewhere
  port = await findFreePort()
})
afterAll(() => rm(dataDir, { recursive: true, force: true }))

test('under load, killed twenty times: every acknowledged call is there, and nothing twice', {
  timeout: 180_000,
}, async () => {
  const acknowledged = new Set<number>()
  let ended = false
  let next = 0
  let usher = await startUsher()

  const work = Array.from({ length: clients }, async () => {
    while (!ended) {
      const n = next++
      while (!(await provision(n))) if (ended) return
      acknowledged.add(n)
    }
  })
  for (let killed = 0; killed < kills; killed++) {
    const enough = acknowledged.size + 20 + Math.floor(Math.random() * 60)
    await expect.poll(() => acknowledged.size, { timeout: 20_000, interval: 1 }).toBeGreaterThan(enough)
    const gone = new Promise(resolve => usher.once('exit', resolve))
    usher.kill('SIGKILL')
    await gone
    usher = await startUsher()
  }
  ended = true
  await Promise.all(work)
  const stopped = new Promise(resolve => usher.once('exit', resolve))
  usher.kill('SIGTERM')
  await stopped

  const rows = await readStudents()
  const found = new Map(rows.map(row => [row.email, row]))
  expect([...acknowledged].filter(n => !found.has(`student${n}@example.com`))).toEqual([])
  expect(
    rows.filter(row => row.enrollments !== 1 || row.grants !== 1 || row.mails !== 1 || row.memberships !== 1),
  ).toEqual([])
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
  let ready = false
  for await (const line of createInterface(child.stdout)) {
    key ||= /usher_live_\w+/.exec(line)?.[0] ?? ''
    ready ||= line.includes('ready')
    if (ready && key) break
  }
  child.stdout.resume()
  return child
}

async function readStudents() {
  const embedded = await attachEmbeddedPostgres({ dataDir })
  const client = new pg.Client(embedded.url)
  await client.connect()
  const { rows } = await client.query<
    Record<'memberships' | 'enrollments' | 'grants' | 'mails', number> & { email: string }
  >(`
    select email,
      (select count(*)::int from memberships where user_id = users.id) as memberships,
      (select count(*)::int from enrollments where user_id = users.id) as enrollments,
      (select count(*)::int from grants where user_id = users.id) as grants,
      (select count(*)::int from messages where user_id = users.id) as mails
    from users`)
  await client.end()
  await embedded.stop()
  return rows
}
