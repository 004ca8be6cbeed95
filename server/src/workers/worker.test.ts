import { sql } from 'kysely'
import pino from 'pino'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { backOff } from './back-off.ts'
import { takeTurns } from './turns.ts'
import { type Claimed, createWorker, type Task, type Worker } from './worker.ts'

/** A queue of its own: errands, tried three times, then held for somebody to look at. */
interface Errand extends Claimed {
  readonly id: number
  readonly attempts: number
  readonly claimedAt: Date
}

const lease = 60_000
const hour = 3_600_000
const delayAfter = backOff([1000, 5000], { from: 1, to: 1.2 })

let db: TestDatabase
let clock: Date
let workers: Worker[]
/** Owners, in the order in which something of theirs was begun. */
let begun: number[]

beforeEach(async () => {
  db = await createTestDatabase()
  clock = new Date('2026-12-01T10:00:00Z')
  workers = []
  begun = []
  await db.database.pool.query(`
    create table errands (id serial primary key, owner bigint, due_at timestamptz, claimed_at timestamptz,
      attempts int not null default 0, done int not null default 0);
    create index on errands (owner, due_at)`)
})
afterEach(async () => {
  for (const worker of workers) await worker.stop({ grace: 0, patience: 0 })
  await db.drop()
})

const query = async (text: string, values: unknown[] = []) => (await db.database.pool.query(text, values)).rows
const queue = (owner: number, count = 1) =>
  query('insert into errands (owner, due_at) select $1, $2 from generate_series(1, $3)', [owner, clock, count])
const later = (milliseconds: number) => {
  clock = new Date(clock.getTime() + milliseconds)
}
const eventually = (look: () => unknown) => vi.waitFor(look, { timeout: 8000, interval: 10 })
const done = async () => (await query('select done from errands order by id')).map(row => row.done)

interface Habits {
  width?: number
  most?: number
  poll?: number
  work?: (errand: Errand, breakOff: AbortSignal) => Promise<void>
  noting?: () => void
}

/** Looks again only when it is woken, unless `poll` says otherwise. */
function start({ width = 4, most, poll = hour, work = async () => {}, noting = () => {} }: Habits = {}): Worker {
  const { kysely } = db.database
  const task: Task<Errand> = {
    name: 'the errands',
    width: () => width,
    async claim(round) {
      const due = sql`select id from errands where owner = ring.owner and due_at <= ${round.now}
        and (claimed_at is null or claimed_at < ${new Date(round.now.getTime() - lease)}) order by due_at, id`
      const waiting = sql`errands where due_at is not null`
      const errands = {
        table: sql`errands`,
        ...{ waiting, owner: sql`owner`, due },
        ...(most !== undefined && { most }),
      }
      const { rows } = await sql<Errand & { place: number }>`
        with recursive ${takeTurns(errands, round)}
        update errands set claimed_at = ${round.now}, attempts = attempts + 1 from due where errands.id = due.id
        returning errands.id, due.owner, attempts, claimed_at as "claimedAt", place`.execute(kysely)
      return rows.sort((one, other) => one.place - other.place)
    },
    async work(errand, breakOff) {
      if (breakOff.aborted) return () => query('update errands set claimed_at = null where id = $1', [errand.id])
      begun.push(errand.owner)
      const failed = await work(errand, breakOff).then(
        () => false,
        () => true,
      )
      const delay = failed ? delayAfter(errand.attempts, 0) : null
      const dueAt = delay === null ? null : new Date(clock.getTime() + delay)
      return async () => {
        noting()
        await query(
          'update errands set claimed_at = null, due_at = $3, done = done + $4 where id = $1 and claimed_at = $2',
          [errand.id, errand.claimedAt, dueAt, failed ? 0 : 1],
        )
      }
    },
  }
  const worker = createWorker(task, { log: pino({ level: 'silent' }), now: () => clock, poll })
  workers.push(worker)
  worker.start()
  return worker
}

test('several servers on one queue do each thing once', async () => {
  for (const owner of [1, 2, 3]) await queue(owner, 40)
  for (const worker of [start(), start(), start()]) worker.wake()
  await eventually(async () => expect(await done()).toEqual(Array(120).fill(1)))
  expect(begun).toHaveLength(120)
})

test('what a process took with it when it died is done again when its lease is over, and its own word counts no more', async () => {
  await queue(1)
  const hangs = Promise.withResolvers<void>()
  const dead = start({ work: () => hangs.promise })
  await eventually(() => expect(begun).toHaveLength(1))
  await dead.stop({ grace: 0, patience: 0 })
  const other = start()
  later(lease)
  await queue(2)
  other.wake()
  await eventually(async () => expect(await done()).toEqual([0, 1]))
  later(1)
  other.wake()
  await eventually(async () => expect(await done()).toEqual([1, 1]))
  await other.stop()
  hangs.resolve()
  await eventually(async () =>
    expect(await query('select attempts, done from errands')).toContainEqual({ attempts: 2, done: 1 }),
  )
})

test('stopping lets what is under way end, and begins nothing more', async () => {
  await queue(1)
  const go = Promise.withResolvers<void>()
  const worker = start({ work: () => go.promise })
  await eventually(() => expect(begun).toHaveLength(1))
  let stopped = false
  const stop = worker.stop().then(() => {
    stopped = true
  })
  await queue(1)
  worker.wake()
  expect(stopped).toBe(false)
  go.resolve()
  await stop
  expect(await done()).toEqual([1, 0])
  expect(begun).toHaveLength(1)
})

test('stopping breaks off what takes too long', async () => {
  await queue(1)
  const worker = start({
    work: (_, breakOff) => new Promise((_, reject) => breakOff.addEventListener('abort', () => reject(new Error()))),
  })
  await eventually(() => expect(begun).toHaveLength(1))
  await worker.stop({ grace: 0 })
  expect(await query('select claimed_at, done from errands')).toEqual([{ claimed_at: null, done: 0 }])
})

test('a hint is enough: nothing waits for a clock', async () => {
  const worker = start({ width: 1 })
  await queue(1, 3)
  worker.wake()
  await eventually(async () => expect(await done()).toEqual([1, 1, 1]))
})

test('what another process queued is found without a hint', async () => {
  start({ poll: 5 })
  await queue(1)
  await eventually(async () => expect(await done()).toEqual([1]))
})

test('owners take turns, whatever one of them queues', async () => {
  await queue(1, 50)
  await queue(2, 2)
  await queue(3, 1)
  start({ width: 1 })
  await eventually(() => expect(begun.length).toBeGreaterThan(7))
  expect(begun.slice(0, 7)).toEqual([1, 2, 3, 1, 2, 1, 1])
})

test('an owner whose things take long leaves room for the others', async () => {
  await queue(1, 10)
  const worker = start({
    width: 4,
    most: 3,
    work: ({ owner }) => (owner === 1 ? new Promise(() => {}) : Promise.resolve()),
  })
  await eventually(() => expect(begun).toEqual([1, 1, 1]))
  await queue(2, 5)
  worker.wake()
  await eventually(async () => expect((await done()).slice(10)).toEqual([1, 1, 1, 1, 1]))
  expect(begun.filter(owner => owner === 1)).toHaveLength(3)
})

test('what fails is tried again, later each time, and then held', async () => {
  await queue(1)
  const worker = start({ work: () => Promise.reject(new Error('no')) })
  const is = (attempts: number, dueAt: Date | null) =>
    eventually(async () =>
      expect(await query('select attempts, due_at, claimed_at from errands')).toEqual([
        { attempts, due_at: dueAt, claimed_at: null },
      ]),
    )
  await is(1, new Date(clock.getTime() + 1000))
  later(1000)
  worker.wake()
  await is(2, new Date(clock.getTime() + 5000))
  later(5000)
  worker.wake()
  await is(3, null)
  later(hour)
  worker.wake()
  await worker.stop()
  expect(begun).toHaveLength(3)
})

test('what became of something is noted, however often that fails', async () => {
  await queue(1)
  let fails = 3
  start({
    poll: 5,
    noting() {
      if (fails-- > 0) throw new Error('the database is away')
    },
  })
  await eventually(async () => expect(await done()).toEqual([1]))
  expect(begun).toHaveLength(1)
})
