/**
 * Who uses a cluster, told by advisory locks in its database `postgres`, which holds nothing else. Each process that uses
 * the cluster holds one connection and on it a shared lock; the last one to leave stops the server. Whoever serves also
 * holds a lock of which there is one. All of it vanishes with the process that held it, even with one killed.
 */
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { CannotStart } from './cannot-start.ts'
import type { Cluster } from './cluster.ts'
import { isRunning, readPostmaster, type Start, startPostmaster, stopPostmaster } from './postmaster.ts'

export interface Presence {
  readonly cluster: Cluster
  readonly client: pg.Client
  /** For connections to Usher's own database. */
  readonly url: string
}

const using = 1
const serving = 2

/** Starts the server when it does not run, and enters. */
export async function enter(cluster: Cluster): Promise<Presence> {
  for (;;) {
    const { client, socketFolder } = await connect(cluster)
    const url = `postgres://usher@localhost:5432/usher?host=${encodeURIComponent(socketFolder)}`
    try {
      if (await ask(client, 'pg_try_advisory_lock_shared', using)) return { cluster, client, url }
    } catch (error) {
      const stoppedMeanwhile = !(error instanceof pg.DatabaseError) || error.code?.startsWith('57P')
      if (!stoppedMeanwhile) throw error
    }
    await client.end().catch(() => {})
    await wait(20) // somebody is leaving as the last one
  }
}

/** False when somebody else is serving. One that was killed a moment ago is waited for. */
export async function claimService({ client }: Presence): Promise<boolean> {
  for (let attempt = 0; attempt < 40; attempt++) {
    if (await ask(client, 'pg_try_advisory_lock', serving)) return true
    await wait(50)
  }
  return false
}

/** Stops the server unless somebody else uses it. */
export async function leave({ cluster, client }: Presence): Promise<void> {
  try {
    await ask(client, 'pg_advisory_unlock_shared', using)
    if (await ask(client, 'pg_try_advisory_lock', using)) await stopPostmaster(cluster.data)
  } catch {
    // The server is gone already.
  }
  await client.end().catch(() => {})
}

async function ask(client: pg.Client, verb: string, lock: number): Promise<boolean> {
  const { rows } = await client.query(`select ${verb}($1) as answer`, [lock])
  return rows[0].answer
}

async function connect(cluster: Cluster): Promise<{ client: pg.Client; socketFolder: string }> {
  const patience = Date.now() + 5 * 60_000 // recovery after a crash takes its time
  let patienceWithOthers = 0
  let start: Start | null = null
  for (let pause = 10; ; pause = Math.min(250, pause * 1.2)) {
    const postmaster = readPostmaster(cluster.data)
    const socketFolder = postmaster?.socketFolder
    const client = socketFolder ? await tryConnect(socketFolder) : 'absent'
    if (socketFolder && client instanceof pg.Client) return { client, socketFolder }
    const ended = start?.ended()
    if (ended && (!ended.transient || Date.now() > patienceWithOthers)) throw new CannotStart(ended.sentence)
    if (Date.now() > patience) throw new CannotStart(`PostgreSQL does not become ready. Its log is ${cluster.log}.`)
    const underWay = client === 'busy' || (start && !ended) || (postmaster && isRunning(postmaster.pid, cluster.data))
    if (!underWay) {
      patienceWithOthers ||= Date.now() + 15_000
      start = await startPostmaster(cluster)
    }
    await wait(pause)
  }
}

/** Absent: nobody listens. Busy: a server that is starting or stopping. */
async function tryConnect(host: string): Promise<pg.Client | 'absent' | 'busy'> {
  const client = new pg.Client({
    host,
    port: 5432,
    user: 'postgres',
    database: 'postgres',
    ssl: false,
    application_name: 'usher presence',
  })
  client.on('error', () => {}) // its end tells
  try {
    await client.connect()
    return client
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ECONNREFUSED') return 'absent'
    const cannotConnectNow = '57P03'
    if (code === cannotConnectNow || code === 'ECONNRESET' || code === 'EPIPE' || /terminated/.test(message))
      return 'busy'
    throw error
  }
}
