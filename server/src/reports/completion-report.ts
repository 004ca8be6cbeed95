import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import { hasStatus } from '../enrollments/status-filter.ts'
import type { EnrollmentStatus } from '../lib/states/enrollment-status.ts'
import { isIn, joins } from './enrollments-report.ts'
import type { Scope } from './scope.ts'

export interface CompletionRow {
  readonly course: string
  readonly display_name: string
  readonly team_id: number | null
  readonly team: string | null
  readonly enrollments: number
  readonly active: number
  readonly completed: number
  readonly expired: number
  /** From 0 to 1. */
  readonly completed_share: number
}

/** How far those came whose enrollments began in the days of the scope; what was revoked does not count. */
export async function reportCompletion(
  reader: Reader,
  scope: Scope,
  { split, now }: { split?: 'team'; now: Date },
): Promise<CompletionRow[]> {
  const counted = (status: EnrollmentStatus) => sql`count(*) filter (where ${hasStatus(status, now, scope.courseIds)})`
  const isOfTeam = split === 'team'
  const { course, team } = joins(scope)
  const { rows } = await sql<CompletionRow>`
    select course.name as course, course.display_name, ${isOfTeam ? sql`team.id` : sql`null::bigint`} as team_id,
      ${isOfTeam ? sql`team.name` : sql`null::text`} as team, count(*) as enrollments,
      ${counted('active')} as active,
      ${counted('completed')} as completed,
      ${counted('expired')} as expired,
      round(${counted('completed')}::numeric / count(*), 4)::float as completed_share
    from enrollments enrollment ${course} ${isOfTeam ? team : sql``}
    where enrollment.starts_at >= ${scope.from} and enrollment.starts_at < ${scope.before} and ${isIn(scope)}
      and enrollment.revoked_at is null
    group by course.id, 3, 4 order by course.name, 4, 3, course.id`.execute(reader)
  return rows
}
