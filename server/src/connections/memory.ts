/** What we remember of enrollments there, as it is kept. */
import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import type { Memory, Period } from './reconcile.ts'

interface KeptPeriod {
  readonly from: string | null
  readonly until: string | null
}

export interface KeptMemory {
  readonly seen: KeptPeriod | null
  readonly sending: KeptPeriod | null
  readonly own: KeptPeriod | null
}

export interface WhichEnrollment {
  readonly connectionId: number
  readonly userId: number
  /** Theirs. */
  readonly course: string
}

export function readMemory({ seen, sending, own }: KeptMemory): Memory {
  return { seen: readPeriod(seen), sending: readPeriod(sending), own: readPeriod(own) }
}

function readPeriod(kept: KeptPeriod | null): Period | null {
  const moment = (text: string | null) => (text === null ? null : new Date(text))
  return kept && { from: moment(kept.from), until: moment(kept.until) }
}

/** Of one course of theirs, of these people: those whose enrollment we know something of. */
export async function readMemories(
  reader: Reader,
  { connectionId, course }: Omit<WhichEnrollment, 'userId'>,
  userIds: readonly number[],
): Promise<ReadonlyMap<number, Memory>> {
  const { rows } = await sql<KeptMemory & { readonly userId: number }>`
    select user_id as "userId", seen, sending, own from external_enrollments
    where connection_id = ${connectionId} and course = ${course} and user_id = any(${userIds}::bigint[])`.execute(
    reader,
  )
  return new Map(rows.map(({ userId, ...memory }) => [userId, readMemory(memory)]))
}

/** Writes nothing where it is remembered so already. `theirs` null: not known, or as before. */
export async function keepMemory(
  reader: Reader,
  { connectionId, userId, course }: WhichEnrollment,
  theirs: string | null,
  memory: Memory,
): Promise<void> {
  const [seen, sending, own] = [memory.seen, memory.sending, memory.own].map(period =>
    period === null ? null : JSON.stringify(period),
  )
  await sql`
    insert into external_enrollments as kept (connection_id, user_id, course, theirs, seen, sending, own)
    values (${connectionId}, ${userId}, ${course}, ${theirs}, ${seen}, ${sending}, ${own})
    on conflict (connection_id, user_id, course) do update
      set theirs = coalesce(excluded.theirs, kept.theirs), seen = excluded.seen, sending = excluded.sending, own = excluded.own
      where (kept.theirs, kept.seen, kept.sending, kept.own)
        is distinct from (coalesce(excluded.theirs, kept.theirs), excluded.seen, excluded.sending, excluded.own)`.execute(
    reader,
  )
}
