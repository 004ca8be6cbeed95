/**
 * The ledger beside what was made of it: enrollments with their grants, and the way back for enrollments that are not what
 * their grants add up to. Nothing should ever make it needed.
 */
import { sql } from 'kysely'
import type { Reader, Transaction } from '../../db/database.ts'
import { arrayLiteral } from '../../lib/array-literal.ts'
import type { Foldable } from '../decide/fold.ts'
import { type Folded, findFold } from '../decide/fold-enrollment.ts'
import { enrollmentKey } from '../rows/keys.ts'

interface Which {
  readonly userId: number
  readonly courseId: number
}

export interface EnrollmentWithGrants extends Folded, Which {
  readonly id: number
  readonly grants: readonly Foldable[]
}

/** Of these users, in two statements. Where they change meanwhile, only a transaction that sees one moment keeps them together. */
export async function readLedger(reader: Reader, userIds: readonly number[]): Promise<EnrollmentWithGrants[]> {
  const users = arrayLiteral(userIds)
  const enrollments = await sql<Folded & Which & { id: number }>`
    select id, user_id as "userId", course_id as "courseId", starts_at as "startsAt", ends_at as "endsAt",
      revoked_at as "revokedAt", end_noted_at as "endNotedAt"
    from enrollments where user_id = any(${users}::bigint[]) order by user_id, course_id`.execute(reader)
  const grants = await sql<Foldable & Which>`
    select id, user_id as "userId", course_id as "courseId", starts_at as "startsAt", months, days, until,
      time_zone as "timeZone", renewal, revoked_at as "revokedAt"
    from grants where user_id = any(${users}::bigint[])`.execute(reader)
  const grantsOf = Map.groupBy(grants.rows, row => enrollmentKey(row.userId, row.courseId))
  return enrollments.rows.map(row => ({ ...row, grants: grantsOf.get(enrollmentKey(row.userId, row.courseId)) ?? [] }))
}

export interface Refolded {
  readonly id: number
  readonly before: Folded
  readonly after: Folded
}

/** Brings every enrollment of these users to what its grants add up to, and gives those that were something else. */
export async function refoldEnrollments(
  transaction: Transaction,
  userIds: readonly number[],
  now: Date,
): Promise<Refolded[]> {
  // As the engine does (load.ts): what hangs on an account changes under its lock, taken in the order of the emails.
  await sql`select id from users where id = any(${arrayLiteral(userIds)}::bigint[])
    order by email for no key update`.execute(transaction)
  const ends = new Map()
  const refolded = (await readLedger(transaction, userIds)).flatMap(({ id, grants, ...before }) => {
    const after = findFold(before, grants, now, ends)
    return after ? { id, before, after } : []
  })
  const column = (read: (row: Folded) => Date | null) => arrayLiteral(refolded.map(({ after }) => read(after)))
  await sql`
    update enrollments set starts_at = new.starts_at, ends_at = new.ends_at, revoked_at = new.revoked_at, updated_at = ${now}
    from unnest(${arrayLiteral(refolded.map(({ id }) => id))}::bigint[], ${column(row => row.startsAt)}::timestamptz[],
        ${column(row => row.endsAt)}::timestamptz[], ${column(row => row.revokedAt)}::timestamptz[])
      as new (id, starts_at, ends_at, revoked_at)
    where enrollments.id = new.id`.execute(transaction)
  await sql`select mark_due(array_agg(user_id), array_agg(course_id)) from enrollments
    where id = any(${arrayLiteral(refolded.map(({ id }) => id))}::bigint[])`.execute(transaction)
  return refolded
}
