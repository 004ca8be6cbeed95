/** What people are to have of courses there: what all that is mapped to each here, alone or in a bundle, comes to. */
import { type RawBuilder, sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import { isOpen } from '../lib/states/enrollment-status.ts'
import { type Period, together } from './reconcile.ts'

export interface Wanted {
  readonly userId: number
  /** Theirs. */
  readonly course: string
  /** Null: nothing, or not any more. */
  readonly period: Period | null
}

interface Had {
  readonly userId: number
  readonly course: string
  readonly starts_at: Date
  readonly ends_at: Date | null
  readonly revoked_at: Date | null
  readonly suspended_at: Date | null
  readonly completed_at: Date | null
  readonly membership_suspended_at: Date | null
}

/** SQL: the courses there that a mapping stands for, as rows of `theirs`. */
export const theirCourses = (thing: RawBuilder<unknown>) =>
  sql`(select ${thing}.theirs where ${thing}.kind = 'course'
    union all select jsonb_array_elements_text(${thing}.data -> 'courses') where ${thing}.kind = 'bundle')`

export interface Which {
  readonly connectionId: number
  /** Theirs; absent: all that are mapped. */
  readonly course?: string
}

/** Of these people. Who has, and had, nothing of it here is not in it. */
export function readWanted(reader: Reader, which: Which, userIds: readonly number[]): Promise<Wanted[]> {
  return read(reader, which, sql`e.user_id = any(${userIds}::bigint[])`)
}

/** The next people of all, in the order of their ids: none, there are no more. */
export async function readWantedAfter(reader: Reader, which: Which, after: number, limit: number): Promise<Wanted[]> {
  const { rows } = await sql<{ id: number }>`
    select distinct e.user_id as id from enrollments e
    where e.user_id > ${after} and e.course_id = any(array(
      select ours from external_things thing where ${mapped(which)}))
    order by 1 limit ${limit}`.execute(reader)
  return readWanted(
    reader,
    which,
    rows.map(({ id }) => id),
  )
}

async function read(reader: Reader, which: Which, condition: RawBuilder<unknown>): Promise<Wanted[]> {
  const { rows } = await sql<Had>`
    select e.user_id as "userId", of_theirs.course, e.starts_at, e.ends_at, e.revoked_at, e.suspended_at, e.completed_at,
      m.suspended_at as membership_suspended_at
    from external_things thing
    join courses c on c.id = thing.ours
    join enrollments e on e.course_id = thing.ours and ${condition}
    left join memberships m on m.user_id = e.user_id and m.organization_id = c.organization_id
    cross join lateral ${theirCourses(sql`thing`)} as of_theirs (course)
    where ${mapped(which)} and ${which.course === undefined ? sql`true` : sql`of_theirs.course = ${which.course}`}
    order by e.user_id`.execute(reader)
  const wanted = new Map<string, Wanted>()
  for (const { userId, course, ...moments } of rows) {
    const key = `${userId}/${course}`
    const period = together(wanted.get(key)?.period ?? null, periodOf(moments))
    wanted.set(key, { userId, course, period })
  }
  return [...wanted.values()]
}

const mapped = ({ connectionId, course }: Which) => sql`
  thing.connection_id = ${connectionId} and thing.kind in ('course', 'bundle') and thing.ours is not null
  and ${course === undefined ? sql`true` : sql`(thing.theirs = ${course} and thing.kind = 'course' or thing.data -> 'courses' ? ${course})`}`

/** What is held back or revoked is not to be had there either; what is to come, and what is over, says so by its moments. */
function periodOf({ starts_at, ends_at, ...moments }: Omit<Had, 'userId' | 'course'>): Period | null {
  // Open at some time: at the moment when it starts.
  const isHad = isOpen({ starts_at, ends_at: null, ...moments }, starts_at)
  return isHad ? { from: starts_at, until: ends_at } : null
}
