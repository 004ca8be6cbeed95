import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { type Cluster, startCluster } from '../../test/cluster.ts'
import { createDomain, type Domain, newcomer } from '../../test/domain.ts'
import { Unavailable } from '../provisioning/engine.ts'
import { type Database, openDatabase } from './database.ts'
import { isUnavailable } from './failures.ts'
import { migrate } from './migrate.ts'

// One of its own: who must confirm a commit is a setting of the whole server.
let cluster: Cluster
let database: Database
let acme: Domain
let admin: pg.Client

beforeAll(async () => {
  cluster = await startCluster()
  admin = new pg.Client(cluster.url)
  await admin.connect()
  await admin.query('alter database postgres set synchronous_commit = on')
  database = openDatabase(cluster.url)
  await migrate(database)
  acme = await createDomain({ database, url: cluster.url } as Parameters<typeof createDomain>[0])
}, 60_000)
afterAll(async () => {
  await database.close()
  await admin.end()
  await cluster.stop()
})
beforeEach(() => confirmBy('"away"'))
afterEach(() => confirmBy(''))

async function confirmBy(standby: string): Promise<void> {
  await admin.query(`alter system set synchronous_standby_names = '${standby}'`)
  await admin.query('select pg_reload_conf()')
  await vi.waitFor(async () => {
    const { rows } = await admin.query('show synchronous_standby_names')
    expect(rows[0].synchronous_standby_names).toBe(standby)
  })
}

/** Once somebody waits for the standby. */
async function cancelTheWait(): Promise<void> {
  await vi.waitFor(
    async () => {
      const { rows } = await admin.query(
        `select pg_cancel_backend(pid) as cancelled from pg_stat_activity where wait_event = 'SyncRep'`,
      )
      expect(rows).toEqual([{ cancelled: true }])
    },
    { timeout: 8000, interval: 20 },
  )
}

test('what the standby may not have is not answered with success, and asked again it is there once', async () => {
  const jane = newcomer('jane@example.com')
  const asked = acme.tryTo({ ...jane, courses: ['ielts'] }).catch(error => error)
  await cancelTheWait()
  const failure = await asked
  expect(failure).toBeInstanceOf(Unavailable)
  expect(failure.cause.message).toMatch(/not known whether the standby has it/)
  await confirmBy('')
  expect(await acme.tryTo({ ...jane, courses: ['ielts'] })).toMatchObject({ result: 'already_provisioned' })
})

test('nor are a transaction and a single statement of others', async () => {
  const change = sql`update organizations set name = 'Acme 2'`
  const works = [
    () => database.kysely.transaction().execute(transaction => change.execute(transaction)),
    () => change.execute(database.kysely),
  ]
  for (const work of works) {
    const failed = work().catch(error => error)
    await cancelTheWait()
    expect(isUnavailable(await failed)).toBe(true)
  }
  await confirmBy('')
  expect((await change.execute(database.kysely)).numAffectedRows).toBe(1n)
})
