/** What came by references, through whichever calls, and is there still. */
import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import type { CameBy } from '../provisioning/intents/enrollment.ts'

export interface Which {
  readonly organizationId: number
  readonly reference: string
}

/** For each that is asked for, in no order. Grants and the log are looked through reference by reference: their index is no tree. */
export async function findGiven(reader: Reader, asked: readonly Which[]): Promise<(Which & CameBy)[]> {
  const { rows } = await sql<Which & CameBy>`
    with asked as (
      select * from unnest(${asked.map(one => one.organizationId)}::bigint[], ${asked.map(one => one.reference)}::text[])
        as asked (organization_id, reference)
    ), provisions as (
      select asked.*, o.id, o.user_id from asked cross join lateral (
        select id, user_id from operations
        where reference = asked.reference and organization_id = asked.organization_id and kind = 'provision'
          and user_id is not null offset 0) o
    ), came as (
      select organization_id, reference, o.id as order_id, o.team_id as buyer_id, o.user_id, null::bigint as course_id,
        null::bigint as team_id, null::bigint as claim_id, null::bigint as group_id
      from asked join orders o using (organization_id, reference)
      union all
      select asked.*, null, null, g.user_id, g.course_id, null, null, null from asked cross join lateral (
        select user_id, course_id from grants
        where reference = asked.reference and organization_id = asked.organization_id and revoked_at is null offset 0) g
      union all
      select asked.*, null, null, null, null, s.team_id, null, null
      from asked join seat_entries e using (reference) join seats s on s.id = e.seat_id
      join teams t on t.id = s.team_id and t.organization_id = asked.organization_id and t.archived_at is null
      -- What was moved did not come by a purchase; and some was taken back.
      where not exists (select from seat_entries away
          where away.operation_id = e.operation_id and away.reference = e.reference and away.quantity < 0)
        and not exists (select from seat_entries back where back.reverses_id = e.id and back.seat_id = e.seat_id
          and not exists (select from seat_entries again where again.reverses_id = back.id and again.seat_id = e.seat_id))
      union all
      select organization_id, reference, null, null, c.user_id, null, s.team_id, c.id, null
      from provisions p join claims c on c.operation_id = p.id and c.user_id = p.user_id and c.released_at is null
      join seats s on s.id = c.seat_id
      union all
      select organization_id, reference, null, null, m.user_id, null, null, null, m.group_id
      from provisions p join group_members m on m.user_id = p.user_id and m.operation_id = p.id
    )
    select organization_id as "organizationId", reference, max(order_id) as "orderId", max(buyer_id) as "orderTeamId",
      coalesce(array_agg(distinct u.email) filter (where u.id is not null), '{}') as emails,
      coalesce(array_agg(distinct course_id) filter (where course_id is not null), '{}') as "courseIds",
      coalesce(array_agg(distinct team_id) filter (where team_id is not null), '{}') as "teamIds",
      coalesce(array_agg(claim_id) filter (where claim_id is not null), '{}') as "claimIds",
      coalesce(jsonb_agg(jsonb_build_object('groupId', group_id, 'userId', came.user_id))
        filter (where group_id is not null), '[]') as "groupMembers"
    from asked left join came using (organization_id, reference) left join users u on u.id = came.user_id
    group by organization_id, reference`.execute(reader)
  return rows
}
