/** When each key was last used: noted in memory at each call, written at most once a minute a key, behind the calls' backs. */
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'

export interface LastUse {
  note(keyId: number, at: Date): void
  /** Writes all that is not written. */
  close(): Promise<void>
}

const minuteMs = 60_000

/** `gatherMs`: how long a first use waits for others to be written with it. */
export function createLastUse(database: Database, { gatherMs = 1000 }: { gatherMs?: number } = {}): LastUse {
  const unwritten = new Map<number, Date>()
  const writtenAt = new Map<number, number>()
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> = Promise.resolve()

  const isDue = (id: number, at: Date) => at.getTime() - (writtenAt.get(id) ?? 0) >= minuteMs

  function writeDue(): void {
    timer = undefined
    const due = [...unwritten].filter(([id, at]) => isDue(id, at))
    for (const [id, at] of due) {
      unwritten.delete(id)
      writtenAt.set(id, at.getTime())
    }
    // A failure costs one minute of one column: the next use writes a later moment anyway.
    if (due.length > 0) writing = write(database, due, minuteMs).catch(() => {})
  }

  return {
    note(keyId, at) {
      unwritten.set(keyId, at)
      if (timer === undefined && isDue(keyId, at)) timer = setTimeout(writeDue, gatherMs).unref()
    },
    async close() {
      clearTimeout(timer)
      await writing
      // A database that is away must not keep the server from ending.
      if (unwritten.size > 0) await write(database, [...unwritten], 0).catch(() => {})
      unwritten.clear()
    },
  }
}

/** Skips what another process wrote less than `gapMs` ago, or is writing now: nobody waits for this. */
async function write({ kysely }: Database, uses: readonly [id: number, at: Date][], gapMs: number): Promise<void> {
  const ids = uses.map(([id]) => id)
  const moments = uses.map(([, at]) => at.toISOString())
  await sql`
    with used as (select * from unnest(${ids}::bigint[], ${moments}::timestamptz[]) as used (id, at)),
    free as (
      select id from keys join used using (id)
      where last_used_at is null or last_used_at <= at - ${gapMs} * interval '1 millisecond'
      for no key update of keys skip locked
    )
    update keys set last_used_at = used.at from used join free using (id) where keys.id = used.id`.execute(kysely)
}
