import pino from 'pino'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { createSchedule, type Job } from './schedule.ts'
import type { Worker } from './worker.ts'

const minute = 60_000
const hour = 60 * minute

let db: TestDatabase
let clock: Date
let servers: Worker[]
let lines: { job: string; msg: string }[]
/** The names of the jobs, in the order in which they began. */
let begun: string[]

beforeEach(async () => {
  db = await createTestDatabase()
  clock = new Date('2026-12-01T10:00:00Z')
  servers = []
  lines = []
  begun = []
})
afterEach(async () => {
  for (const server of servers) await server.stop({ grace: 0, patience: 0 })
  await db.drop()
})

function job(name: string, work: () => Promise<unknown> = async () => {}): Job<null> {
  return {
    name,
    every: minute,
    work() {
      begun.push(name)
      return work()
    },
  }
}

/** Looks again only when it is woken. */
function serve(...jobs: Job<null>[]): Worker {
  const log = pino({ level: 'error' }, { write: line => void lines.push(JSON.parse(line)) })
  const server = createSchedule(jobs, null, { database: db.database, log, now: () => clock, poll: hour })
  servers.push(server)
  server.start()
  return server
}

function later(milliseconds: number, ...woken: Worker[]) {
  clock = new Date(clock.getTime() + milliseconds)
  for (const server of woken) server.wake()
}

const eventually = (look: () => unknown) => vi.waitFor(look, { timeout: 8000, interval: 10 })
const rows = async () => (await db.database.pool.query('select * from jobs order by name')).rows
const times = (name: string) => begun.filter(other => other === name).length
const isDone = (name: string) =>
  eventually(async () =>
    expect(await rows()).toContainEqual(
      expect.objectContaining({ name, claimed_at: null, due_at: new Date(clock.getTime() + minute) }),
    ),
  )

test('a job that fails or hangs holds up no other, and is said by its name', async () => {
  const fails = () => Promise.reject(new Error('1 failed', { cause: new Error('it cannot be written') }))
  const throws = () => {
    throw new Error('at once')
  }
  const server = serve(
    job('hangs', () => new Promise(() => {})),
    job('fails', fails),
    job('throws', throws),
    job('good'),
  )
  const first = clock
  for (const name of ['fails', 'throws', 'good']) await isDone(name)
  later(minute, server)
  for (const name of ['fails', 'throws', 'good']) await isDone(name)
  expect(begun.sort()).toEqual(['fails', 'fails', 'good', 'good', 'hangs', 'throws', 'throws'])
  expect(lines.map(line => line.job).sort()).toEqual(['fails', 'fails', 'throws', 'throws'])
  expect(await rows()).toMatchObject([
    { name: 'fails', error: '1 failed (it cannot be written)', well_at: first },
    { name: 'good', error: null, well_at: clock },
    { name: 'hangs', error: null, well_at: first },
    { name: 'throws', error: 'at once', well_at: first },
  ])
})

test('of several servers one at a time does a job, for as long as it takes', async () => {
  const go = Promise.withResolvers<void>()
  const jobs = [job('long', () => go.promise), job('a'), job('b')]
  const all = [serve(...jobs), serve(...jobs), serve(...jobs)]
  for (const name of ['a', 'b']) await isDone(name)
  const claimedUntil = async () => (await rows()).find(({ name }) => name === 'long').claimed_until
  for (let passed = 0; passed < 5; passed++) {
    const until = await claimedUntil()
    later(1.5 * minute, ...all)
    await eventually(async () => expect((await claimedUntil()).getTime()).toBeGreaterThan(until.getTime()))
    for (const name of ['a', 'b']) await isDone(name)
  }
  expect([times('long'), times('a'), times('b')]).toEqual([1, 6, 6])
  go.resolve()
  await isDone('long')
})

test('what a dead server had begun, or what hangs for an hour, is begun again', async () => {
  const hangs = Promise.withResolvers<void>()
  const dead = serve(job('hangs', () => hangs.promise))
  await eventually(() => expect(begun).toHaveLength(1))
  await dead.stop({ grace: 0, patience: 0 })
  const next = serve(
    job('hangs', () => (times('hangs') < 3 ? hangs.promise : Promise.resolve())),
    job('other'),
  )
  await isDone('other')
  expect(times('hangs')).toBe(1)
  later(2 * minute, next)
  await eventually(() => expect(times('hangs')).toBe(2))
  later(hour, next)
  await isDone('hangs')
  expect(times('hangs')).toBe(3)
})

test('a job is not done again before it is due, whatever starts anew', async () => {
  await serve(job('a')).stop()
  await serve(job('a')).stop()
  const server = serve(job('a'), job('b'))
  await isDone('b')
  await isDone('a')
  expect(begun.sort()).toEqual(['a', 'b'])
  later(minute, server)
  await eventually(() => expect(times('a')).toBe(2))
})
