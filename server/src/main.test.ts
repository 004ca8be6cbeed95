import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import pg from 'pg'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { findPostmaster, makeDataDir } from '../test/embedded.ts'
import { findFreePort } from '../test/free-port.ts'
import { attachEmbeddedPostgres } from './db/embedded.ts'

const kills = 20
const victims = [
  { usherDies: true, postgresDies: false },
  { usherDies: true, postgresDies: true },
  { usherDies: true, postgresDies: false },
  { usherDies: false, postgresDies: true },
]
const clients = 8
let dataDir: string
let port: number
let key = ''

beforeEach(async () => {
  dataDir = makeDataDir()
  port = await findFreePort()
})

test('under load, Usher and PostgreSQL killed twenty times: every acknowledged call is there, and nothing twice', {
  timeout: 180_000,
}, async () => {
  const acknowledged = new Set<number>()
  let onAcknowledged = () => {}
  let ended = false
  let next = 0
  let usher = await startUsher()
  onTestFinished(() => {
    ended = true
  })

  const work = Array.from({ length: clients }, async () => {
    while (!ended) {
      const n = next++
      while (!(await provision(n))) {
        if (ended) return
        await wait(10)
      }
      acknowledged.add(n)
      onAcknowledged()
    }
  })
  for (let killed = 0; killed < kills; killed++) {
    const enough = acknowledged.size + 20 + Math.floor(Math.random() * 60)
    const { usherDies, postgresDies } = victims[killed % victims.length] as (typeof victims)[number]
    // Killed the moment that an answer is here: what it promised has no time left to be done.
    await new Promise<void>(resolve => {
      onAcknowledged = () => {
        if (acknowledged.size < enough) return
        onAcknowledged = () => {}
        if (postgresDies) process.kill(findPostmaster(dataDir) as number, 'SIGKILL')
        if (usherDies) usher.once('exit', resolve).kill('SIGKILL')
        else resolve()
      }
    })
    if (usherDies) usher = await startUsher()
  }
  ended = true
  await Promise.all(work)
  const gone = once(usher, 'exit')
  usher.kill('SIGTERM')
  await gone

  const found = await readStudents()
  expect([...acknowledged].filter(n => !found.has(`student${n}@example.com`))).toEqual([])
  expect([...found].filter(([, made]) => !isDeepStrictEqual(made, wholeAndOnce))).toEqual([])
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
    LOG_LEVEL: 'fatal',
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

/** By which operation each thing was made: one that is in the log. */
const wholeAndOnce = {
  memberships: ['created'],
  enrollments: 1,
  grants: ['created'],
  messages: ['created'],
  created: 1,
}

/** What there is of each student, by email. */
async function readStudents(): Promise<Map<string, typeof wholeAndOnce>> {
  const embedded = await attachEmbeddedPostgres({ dataDir })
  const client = new pg.Client(embedded.url)
  await client.connect()
  const made = (table: string) => `array(select coalesce(o.result, 'not in the log')
    from ${table} left join operations o on o.id = ${table}.operation_id where ${table}.user_id = users.id) as ${table}`
  const { rows } = await client.query(`
    select email, ${made('memberships')}, ${made('grants')}, ${made('messages')},
      (select count(*)::int from enrollments where user_id = users.id) as enrollments,
      (select count(*)::int from operations where email = users.email and result = 'created') as created
    from users where email like 'student%'`)
  await client.end()
  await embedded.stop()
  return new Map(rows.map(({ email, ...made }) => [email, made]))
}
