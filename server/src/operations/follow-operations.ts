/**
 * The provisioning log as it grows, from whatever process. Operations become visible a little out of order (a set that
 * was decided earlier may be committed later), so each look goes back a minute and leaves out what was shown.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import {
  getOperations,
  listLatestOperations,
  listOperationIds,
  type OperationFilter,
  type OperationRow,
} from './queries.ts'

export interface FollowOptions {
  /** How many of those that are there already come first. */
  readonly limit: number
  /** Ends it. */
  readonly signal: AbortSignal
  /** Between two looks, at least. */
  readonly pauseMs?: number
}

// No statement of ours takes longer: what was decided before that is committed by now, or never will be.
const lookBackMs = 60_000

/** Yields the latest operations, then those that come, each once; never an empty list. */
export async function* followOperations(
  reader: Reader,
  filter: OperationFilter,
  { limit, signal, pauseMs = 500 }: FollowOptions,
): AsyncGenerator<OperationRow[]> {
  const shown = new Map<number, Date>()
  let from = await lookBack(reader, filter)
  // First what is old, then what is latest: whatever comes between these two looks is shown at the next one.
  for (const { id, at } of await listOperationIds(reader, { ...filter, since: from })) shown.set(id, at)
  let fresh = await listLatestOperations(reader, filter, limit)
  let tookMs = 0

  while (true) {
    for (const { id, at } of fresh) shown.set(id, at)
    if (fresh.length > 0) yield fresh
    // A busy server's log takes longer to look through: it is looked at less often.
    if (!(await pause(Math.max(pauseMs, 4 * tookMs), signal))) return

    const startedAt = performance.now()
    const next = await lookBack(reader, filter)
    const seen = await listOperationIds(reader, { ...filter, since: from })
    const unshown = seen.flatMap(({ id }) => (shown.has(id) ? [] : [id]))
    fresh = unshown.length > 0 ? await getOperations(reader, unshown) : []
    tookMs = performance.now() - startedAt

    from = next
    for (const [id, at] of shown) if (at < from) shown.delete(id)
  }
}

/** Where a look begins that comes after now: by the database's clock, and not before what is asked for. */
async function lookBack(reader: Reader, { since }: OperationFilter): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(reader)
  const from = new Date((rows[0] as { now: Date }).now.getTime() - lookBackMs)
  return since && since > from ? since : from
}

/** False: it was ended. */
async function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  await wait(ms, undefined, { signal }).catch(() => {})
  return !signal.aborted
}
