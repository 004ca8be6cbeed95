/** An organization whose courses are kept in step with a school, and the worker that does it. */
import pino from 'pino'
import { vi } from 'vitest'
import type { Clock } from '../src/connections/permits.ts'
import { platforms } from '../src/connections/platforms.ts'
import { createConnectionWorker } from '../src/connections/worker.ts'
import { compareSoon } from '../src/connections/write-connection.ts'
import { createGuardedFetch } from '../src/lib/network/guarded-fetch.ts'
import { seal } from '../src/lib/seal.ts'
import type { Worker } from '../src/workers/worker.ts'
import { createTestDatabase } from './database.ts'
import { createDomain } from './domain.ts'
import { siteKey, startThinkific } from './thinkific.ts'

const secretKey = 'a secret key of the tests, long enough'

export type Connected = Awaited<ReturnType<typeof connectSchool>>

/** `ielts` is a course there, `gmat` another. */
export async function connectSchool({
  perMinute = 60_000,
  clock: given,
}: {
  readonly perMinute?: number
  readonly clock?: Clock
} = {}) {
  let ahead = 0
  const clock = given ?? { ...realTime, now: () => new Date(Date.now() + ahead) }
  const db = await createTestDatabase()
  const { database, drop } = db
  const { kysely, pool } = database
  const domain = await createDomain(db, { now: clock.now })
  const theirs = await startThinkific({ perMinute, now: clock.now, wait: ms => clock.wait(ms).then(() => {}) })
  const outside = createGuardedFetch({ loopback: true, private: false }, { timeout: 15_000 })
  const courses = { ielts: theirs.school.addCourse('IELTS'), gmat: theirs.school.addCourse('GMAT') }
  const settings = { subdomain: theirs.subdomain, base_url: theirs.baseUrl }
  const sealed = seal(JSON.stringify({ apiKey: siteKey, webhookSecret: null }), secretKey)
  const { rows } = await pool.query(
    `insert into connections (organization_id, kind, name, settings, secrets_sealed, rate)
     values ($1, 'thinkific', 'School', $2, $3, $4) returning id`,
    [domain.organizationId, settings, sealed, perMinute],
  )
  const id: number = rows[0].id
  for (const [name, { id: theirId }] of Object.entries(courses))
    await pool.query(
      `insert into external_things (connection_id, kind, theirs, ours) select $1, 'course', $2, id from courses where name = $3`,
      [id, String(theirId), name],
    )
  const workers: Worker[] = []

  function startWorker(): Worker {
    const log = pino({ level: 'fatal' })
    const worker = createConnectionWorker({
      database,
      platforms,
      outside,
      config: { secretKey },
      log,
      clock,
      chance: () => 0.5,
    })
    workers.push(worker)
    worker.start()
    return worker
  }

  async function due(): Promise<{ user_id: number; due_at: Date; problem: unknown }[]> {
    return (await pool.query('select * from due_people order by user_id')).rows
  }

  /** What somebody has there, by the name of the course. */
  function there(email: string) {
    const user = [...theirs.school.users.values()].find(one => one.email.toLowerCase() === email.toLowerCase())
    const of = (course: { readonly id: number }) => user && theirs.school.findEnrollment(user.id, course.id)
    return { user, ielts: of(courses.ielts), gmat: of(courses.gmat) }
  }

  return {
    ...{ database, domain, theirs, courses, id, due, startWorker, outside, now: clock.now },
    read: async () => (await pool.query('select * from connections where id = $1', [id])).rows[0],
    compareSoon: () => compareSoon(kysely, id, clock.now()),
    /** What was to be tried again later is, now. */
    later(milliseconds: number) {
      ahead += milliseconds
    },
    /** Until nothing is due any more. With `hurry`, what is to be tried later is tried soon: so many milliseconds pass at each look. */
    async agreed(worker: Worker, { hurry = 0 }: { readonly hurry?: number } = {}) {
      await vi.waitFor(
        async () => {
          ahead += hurry
          worker.wake()
          const { rows } = await pool.query(
            `select (select count(*) from due_people where due_at <> 'infinity')::int as due,
              (select compare_at <= $1 from connections) as compares,
              (select claimed_until > $1 from connections) as claimed`,
            [clock.now()],
          )
          if (rows[0].due > 0 || rows[0].compares || rows[0].claimed)
            throw new Error(`still due: ${JSON.stringify(rows[0])}`)
        },
        { timeout: 8000, interval: 15 },
      )
    },
    /** In `ielts`. Throws where there is none. */
    enrolled(email: string) {
      const { ielts } = there(email)
      if (!ielts) throw new Error(`${email} has no such course there`)
      return ielts
    },
    there,
    async close() {
      await Promise.all(workers.map(worker => worker.stop({ grace: 0 })))
      outside.close()
      await theirs.close()
      await drop()
    },
  }
}

const realTime: Clock = {
  now: () => new Date(),
  wait: ms => new Promise(go => setTimeout(go, ms)),
}
