/**
 * How many calls each key, and each person, makes in a minute, over all processes on one database. A call is counted in memory and waits for
 * nothing; twice a second each process adds its new counts to the table, all of them in one statement, and learns from it what
 * the others counted. So a limit holds but for what comes in between two exchanges.
 */
import { sql } from 'kysely'
import type { Database, Reader } from '../db/database.ts'

export interface CallCounter {
  /**
   * Counts one more call of a key or a person, unless as many as `limit` in this minute already. One that is worth several is let
   * through while one is left, and uses up what there is.
   */
  count(callerId: number, limit: number, worth?: number): CallsLeft
  /** Writes what is not written. Call it before the database is closed. */
  close(): Promise<void>
}

export interface CallsLeft {
  readonly allowed: boolean
  readonly remaining: number
  /** Until the next minute, when there are as many again as the limit says. */
  readonly resetSeconds: number
}

export interface CallCounterOptions {
  readonly database: Pick<Database, 'kysely'>
  readonly now: () => Date
  readonly exchangeMs?: number
}

interface Count {
  /** When its minute began. */
  readonly minute: number
  /** Of all processes, as of the last exchange. */
  known: number
  /** Ours since then. */
  unsent: number
}

const minuteMs = 60_000

export function createCallCounter({ database, now, exchangeMs = 500 }: CallCounterOptions): CallCounter {
  const counts = new Map<number, Count>() // by caller
  let timer: NodeJS.Timeout | undefined
  let underWay: Promise<void> = Promise.resolve()

  function exchangeSoon(): void {
    timer ??= setTimeout(() => {
      underWay = exchange().then(() => {
        timer = undefined
        if (counts.values().some(count => count.unsent > 0)) exchangeSoon()
      })
    }, exchangeMs).unref()
  }

  async function exchange(): Promise<void> {
    const current = startOf(now())
    for (const [id, { minute }] of counts) if (minute !== current) counts.delete(id)
    const sent = new Map([...counts].flatMap(([id, { unsent }]) => (unsent > 0 ? [[id, unsent]] : [])))
    // What could not be sent is sent the next time.
    const known = await addCounts(database.kysely, current, sent).catch(() => new Map<number, number>())
    for (const [id, total] of known) {
      const count = counts.get(id)
      if (count?.minute !== current) continue
      count.known = total
      count.unsent -= sent.get(id) ?? 0
    }
  }

  return {
    count(callerId, limit, worth = 1) {
      const time = now()
      const minute = startOf(time)
      let count = counts.get(callerId)
      if (count?.minute !== minute) {
        count = { minute, known: 0, unsent: 0 }
        counts.set(callerId, count)
      }
      const left = limit - count.known - count.unsent
      const allowed = left > 0
      if (allowed) {
        count.unsent += worth
        exchangeSoon()
      }
      const resetSeconds = Math.ceil((minute + minuteMs - time.getTime()) / 1000)
      return { allowed, remaining: allowed ? Math.max(0, left - worth) : 0, resetSeconds }
    },
    async close() {
      clearTimeout(timer)
      await underWay
      await exchange()
    },
  }
}

/** Forgets the counts of minutes that are over. */
export async function deleteOldCounts(database: Reader, now: Date): Promise<void> {
  const recent = new Date(now.getTime() - 10 * minuteMs)
  await database.deleteFrom('call_counts').where('minute', '<', recent).execute()
}

function startOf(time: Date): number {
  return time.getTime() - (time.getTime() % minuteMs)
}

/** Adds to the counts of a minute, and gives what they are then. In the order of the callers: two that add wait in line. */
async function addCounts(
  database: Reader,
  minute: number,
  added: ReadonlyMap<number, number>,
): Promise<Map<number, number>> {
  if (added.size === 0) return new Map()
  const { rows } = await sql<{ caller_id: number; calls: number }>`
    insert into call_counts as count (caller_id, minute, calls)
    select id, ${new Date(minute)}, calls
    from unnest(${[...added.keys()]}::bigint[], ${[...added.values()]}::integer[]) as added (id, calls)
    order by id
    on conflict (caller_id, minute) do update set calls = count.calls + excluded.calls
    returning caller_id, calls`.execute(database)
  return new Map(rows.map(row => [row.caller_id, row.calls]))
}
