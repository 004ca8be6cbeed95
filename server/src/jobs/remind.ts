/**
 * Reminders before access ends: 7 days and 1 day before, each once for each end, however many servers look. Whose access
 * was shorter than that, is held or revoked, or hangs on a suspended membership or organization, gets none.
 */
import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import { isUnavailable } from '../db/failures.ts'
import { byHalves } from '../lib/by-halves.ts'
import type { MessageKind } from '../mail/letters/letter.ts'
import { type Failure, reportFailures } from './failures.ts'

const atOnce = 1000

interface Reminder {
  readonly kind: MessageKind
  /** Before the end. */
  readonly days: number
  /** From then on it is too late for this one: the next one goes. */
  readonly until: number
}

const reminders: readonly Reminder[] = [
  { kind: 'access_ending', days: 7, until: 1 },
  { kind: 'access_ending_tomorrow', days: 1, until: 0 },
]

/** Queues what is due at `now`, and gives how many. One that cannot be queued holds up none of the others. */
export async function queueReminders(reader: Reader, now: Date): Promise<number> {
  let count = 0
  const failures: Failure[] = []
  const giveUp = (ids: readonly number[], reason: unknown) => {
    failures.push(...ids.map(id => ({ id, reason })))
  }
  for (const reminder of reminders) {
    const due = await findDue(reader, reminder, now)
    for (let from = 0; from < due.length; from += atOnce) {
      const queueThese = async (ids: readonly number[]) => {
        count += await queue(reader, reminder.kind, ids, now)
      }
      await byHalves(due.slice(from, from + atOnce), queueThese, {
        isSplittable: error => !isUnavailable(error),
        giveUp,
      })
    }
  }
  reportFailures('enrollments', failures)
  return count
}

async function findDue(reader: Reader, { kind, days, until }: Reminder, now: Date): Promise<number[]> {
  const before = (days: number) => sql`${now}::timestamptz + make_interval(days => ${days})`
  const { rows } = await sql<{ id: number }>`
    select e.id
    from enrollments e
    join courses c on c.id = e.course_id
    join organizations o on o.id = c.organization_id
    where e.revoked_at is null and (e.end_noted_at is null or e.end_noted_at < e.ends_at)
      and e.ends_at > ${before(until)} and e.ends_at <= ${before(days)}
      and e.suspended_at is null and e.starts_at < e.ends_at - make_interval(days => ${days})
      and not exists (select from organizations above where above.id = any(o.path) and above.suspended_at is not null)
      and not exists (select from memberships held
        where held.user_id = e.user_id and held.organization_id = o.id and held.suspended_at is not null)
      and not exists (select from messages m
        where m.enrollment_id = e.id and m.ends_at = e.ends_at and m.kind = ${kind} and m.repeats is null)
    order by e.ends_at, e.id`.execute(reader)
  return rows.map(({ id }) => id)
}

async function queue(reader: Reader, kind: MessageKind, enrollmentIds: readonly number[], now: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into messages (kind, user_id, organization_id, enrollment_id, ends_at, due_at, created_at)
    select ${kind}, e.user_id, c.organization_id, e.id, e.ends_at, ${now}, ${now}
    from enrollments e join courses c on c.id = e.course_id
    where e.id = any(${enrollmentIds}::bigint[]) and e.ends_at > ${now}
    on conflict (enrollment_id, ends_at, kind) where enrollment_id is not null and repeats is null do nothing`.execute(
    reader,
  )
  return Number(numAffectedRows ?? 0)
}
