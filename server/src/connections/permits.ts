/**
 * A platform takes so many calls a minute from all of us together. Calls are given out in order, evenly but for a few at once, so
 * that no minute, wherever it begins, has more. Where clocks of servers differ, some wait longer than they had to.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'

/** Of a minute's calls: how many may go at once after a rest, and how many are left out for networks. */
const atOnce = 0.02
const spare = 0.01

export interface Clock {
  readonly now: () => Date
  /** Over, with an error, when the signal comes. */
  readonly wait: (milliseconds: number, signal?: AbortSignal) => Promise<unknown>
}

export const realClock: Clock = {
  now: () => new Date(),
  wait: (milliseconds, signal) => wait(milliseconds, undefined, { signal }),
}

/** Waits until a call may go. What waits when the signal comes is over, and its call is lost. */
export function createPermits({ kysely }: Pick<Database, 'kysely'>, connectionId: number, clock: Clock) {
  return async (signal?: AbortSignal): Promise<void> => {
    const now = clock.now()
    const step = sql`make_interval(secs => 60.0 / (rate * ${1 - atOnce - spare}::float))`
    const rest = sql`make_interval(secs => 60.0 * floor(${atOnce}::float * rate) / rate)`
    const { rows } = await sql<{ readonly at: Date }>`
      update connections set next_call_at = greatest(next_call_at, ${now}::timestamptz - ${rest}) + ${step}
      where id = ${connectionId} returning next_call_at - ${step} as at`.execute(kysely)
    const milliseconds = Math.ceil((rows[0]?.at.getTime() ?? 0) - now.getTime())
    if (milliseconds > 0) await clock.wait(milliseconds, signal)
  }
}
