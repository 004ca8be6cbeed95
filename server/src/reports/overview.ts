import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import { isIn } from './enrollments-report.ts'
import { isEnding } from './expiring-report.ts'
import type { Scope } from './scope.ts'
import { isNearlyUsed } from './seats-report.ts'

interface Counts {
  readonly operations_today: number
  readonly operations_in_7_days: number
  readonly refused_today: number
  readonly refused_in_7_days: number
  readonly seats: number
  readonly seats_used: number
  readonly seats_nearly_used: number
  readonly mails_failed_in_7_days: number
  readonly access_ending_in_7_days: number
  readonly enrollments_today: number
  readonly enrollments_in_7_days: number
  readonly learners_active_in_7_days: number
}

/**
 * How things stand, in one statement; each part follows what happened lately, not how much there is. The days of the scope
 * are the last seven, today included; `today` begins the last.
 */
export async function readOverview(
  reader: Reader,
  scope: Scope,
  { today, now }: { today: Date; now: Date },
): Promise<Counts> {
  const places = [...scope.organizationIds]
  const { rows } = await sql<Counts>`select
    operations.*, refused.*, seats.*, enrollments.*,
    (select count(*) from messages where organization_id = any(${places}::bigint[]) and state = 'failed'
      and created_at >= ${scope.from}) as mails_failed_in_7_days,
    (select count(*) from enrollments enrollment where ${isEnding(scope, { from: now, days: 7 })} and ${isIn(scope)})
      as access_ending_in_7_days,
    (select count(distinct session.user_id) from sessions session
      join memberships member on member.user_id = session.user_id and member.organization_id = any(${places}::bigint[])
      where session.updated_at >= ${scope.from} and member.role = 'learner'
        and member.invited_at is null and member.suspended_at is null) as learners_active_in_7_days
  from (
    select count(*) filter (where at >= ${today}) as operations_today, count(*) as operations_in_7_days
    from operations where organization_id = any(${places}::bigint[]) and at >= ${scope.from}
  ) as operations, (
    select count(*) filter (where at >= ${today}) as refused_today, count(*) as refused_in_7_days
    from operations where organization_id = any(${places}::bigint[]) and at >= ${scope.from} and result = 'refused'
  ) as refused, (
    select count(*) filter (where starts_at >= ${today}) as enrollments_today, count(*) as enrollments_in_7_days
    from enrollments enrollment where starts_at >= ${scope.from} and starts_at <= ${now} and ${isIn(scope)}
  ) as enrollments, (
    select coalesce(sum(quantity), 0)::int as seats, coalesce(sum(used), 0)::int as seats_used,
      count(*) filter (where ${isNearlyUsed}) as seats_nearly_used
    from seats join teams team on team.id = seats.team_id and team.archived_at is null
    where team.organization_id = any(${places}::bigint[])
  ) as seats`.execute(reader)
  return rows[0] as Counts
}
