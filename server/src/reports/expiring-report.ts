import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import { heldBackIn } from '../enrollments/held-back.ts'
import { isIn } from './enrollments-report.ts'
import type { Scope } from './scope.ts'

export interface ExpiringRow {
  /** The last day with access. */
  readonly day: string
  readonly course: string
  readonly display_name: string
  readonly enrollments: number
}

/** Whose access ends in the next days: of those who have it now or later, and are not held back. */
export async function reportExpiring(
  reader: Reader,
  scope: Scope,
  { days, now }: { days: number; now: Date },
): Promise<ExpiringRow[]> {
  const { rows } = await sql<ExpiringRow>`
    select to_char((enrollment.ends_at - interval '1 millisecond') at time zone ${scope.timeZone}, 'YYYY-MM-DD') as day,
      course.name as course, course.display_name, count(*) as enrollments
    from enrollments enrollment join courses course on course.id = enrollment.course_id
    where ${isEnding(scope, { from: now, days })} and ${isIn(scope)}
    group by 1, course.id order by 1, course.name, course.id`.execute(reader)
  return rows
}

/** Of rows of `enrollment`, as they are indexed. */
export function isEnding({ courseIds }: Scope, { from, days }: { from: Date; days: number }) {
  const end = sql`coalesce(enrollment.ends_at, 'infinity')`
  return sql`${end} > ${from} and ${end} <= ${new Date(from.getTime() + days * 24 * 60 * 60_000)}
    and enrollment.revoked_at is null and enrollment.suspended_at is null
    and enrollment.id not in (${heldBackIn(courseIds)})`
}
