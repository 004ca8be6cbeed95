/** What must hold in a database whatever was asked: enrollments are the fold of their grants, and no count has drifted. */
import type { Pool } from 'pg'
import { expect } from 'vitest'
import { foldGrants, runAt } from '../src/provisioning/decide/fold.ts'
import type { Grant } from '../src/provisioning/rows/person.ts'

export async function expectSoundLedger(pool: Pool, now: Date): Promise<void> {
  await expectFold(pool, now)
  await expectCounts(pool)
}

async function expectFold(pool: Pool, now: Date): Promise<void> {
  const { rows: enrollments } = await pool.query('select * from enrollments')
  const { rows } = await pool.query<Grant>(`
    select id, user_id as "userId", course_id as "courseId", starts_at as "startsAt", months, days, until,
      time_zone as "timeZone", renewal, revoked_at as "revokedAt" from grants`)
  const grants = Map.groupBy(rows, grant => `${grant.userId}/${grant.courseId}`)
  for (const row of enrollments) {
    const runs = foldGrants(grants.get(`${row.user_id}/${row.course_id}`) ?? [])
    if (row.revoked_at) expect(runs).toEqual([])
    else expect(runs).toContainEqual({ startsAt: row.starts_at, endsAt: row.ends_at })
    expect(row.revoked_at === null).toBe(runAt(runs, now) !== null)
  }
}

async function expectCounts(pool: Pool): Promise<void> {
  const { rows: drifted } = await pool.query(`
    select 'seats' as what, id from seats where used > quantity
      or quantity <> (select coalesce(sum(quantity), 0) from seat_entries where seat_id = seats.id)
      or used <> (select count(*) from claims where seat_id = seats.id and released_at is null)
    union all
    select 'credits', id from credit_accounts
      where balance <> (select coalesce(sum(amount), 0) from credit_entries where account_id = credit_accounts.id)
    union all
    select 'grant without its seat', id from grants where source = 'seat' and revoked_at is null
      and origin_id not in (select id from claims where released_at is null)
    union all
    select 'grant of a refunded line', id from grants where source = 'order' and revoked_at is null
      and origin_id in (select id from order_lines where refunded_at is not null)`)
  expect(drifted).toEqual([])
}
