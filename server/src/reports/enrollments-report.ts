import { type RawBuilder, sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import { listPeriods, type Unit } from './periods.ts'
import type { Scope } from './scope.ts'

export type Split = 'course' | 'source' | 'team'

export interface EnrollmentsRow {
  /** The first day of the day, week (from Monday) or month. */
  readonly period: string
  readonly course: string | null
  readonly display_name: string | null
  readonly source: string | null
  readonly team_id: number | null
  readonly team: string | null
  readonly enrollments: number
}

/** How many enrollments began when; a renewal begins none. Who is in several teams counts in each of them. */
export async function reportEnrollments(
  reader: Reader,
  scope: Scope,
  { by, split }: { by: Unit; split?: Split },
): Promise<EnrollmentsRow[]> {
  const none = sql`null::text`
  const periods = listPeriods(scope, by)
  const starts = periods.map(({ start }) => start.toISOString())
  const { rows } = await sql<Omit<EnrollmentsRow, 'period'> & { bucket: number }>`
    select width_bucket(enrollment.starts_at, ${starts}::timestamptz[]) as bucket,
      ${split === 'course' ? sql`course.name` : none} as course,
      ${split === 'course' ? sql`min(course.display_name)` : none} as display_name,
      ${split === 'source' ? sql`coalesce(first.source, 'api')` : none} as source,
      ${split === 'team' ? sql`team.id` : sql`null::bigint`} as team_id,
      ${split === 'team' ? sql`team.name` : none} as team, count(*) as enrollments
    from enrollments enrollment ${split ? joins(scope)[split] : sql``}
    where enrollment.starts_at >= ${scope.from} and enrollment.starts_at < ${scope.before} and ${isIn(scope)}
    group by 1, 2, 4, 5, 6 order by 1, 2, 4, 6, 5`.execute(reader)
  return rows.map(({ bucket, ...row }) => ({ ...row, period: periods[bucket - 1]?.day as string }))
}

/** Of rows of `enrollment`: those in the scope's courses, of its team if there is one. */
export function isIn({ courseIds, teamId }: Scope) {
  const isOfTeam = sql`enrollment.user_id in (select user_id from team_members where team_id = ${teamId})`
  return sql`enrollment.course_id = any(${[...courseIds]}::bigint[]) and ${teamId === null ? sql`true` : isOfTeam}`
}

export function joins({ organizationIds, courseIds, teamId }: Scope): Record<Split, RawBuilder<unknown>> {
  return {
    course: sql`join courses course on course.id = enrollment.course_id`,
    // Most came by the API alone: looked at are only those with a grant from elsewhere, which an index knows.
    source: sql`left join (
        select distinct user_id, course_id from grants where course_id = any(${[...courseIds]}::bigint[]) and source <> 'api'
      ) as other on other.user_id = enrollment.user_id and other.course_id = enrollment.course_id
      left join lateral (
        select source from grants where user_id = other.user_id and course_id = other.course_id
          and other.user_id is not null order by starts_at, id limit 1
      ) as first on true`,
    team: sql`left join (team_members member join teams team on team.id = member.team_id
        and team.organization_id = any(${[...organizationIds]}::bigint[]) and team.id = coalesce(${teamId}, team.id)
      ) on member.user_id = enrollment.user_id`,
  }
}
