/** What came by references, through whichever calls, and is there still. */
import type { Given } from '../actions/action.ts'
import { query } from './query.ts'

/** In no order. Grants and the log are looked through reference by reference: their index is no tree. */
export const findGiven = query<Given & { readonly organizationId: number; readonly reference: string }>(
  'find given',
  `
  with asked as (
    select o.id as organization_id, sent.reference
    from unnest(:organizations::text[], :references::text[]) as sent (organization, reference)
    join organizations o on o.id = case when sent.organization ~ '^\\d{1,15}$' then sent.organization::bigint
      else (select id from organizations where slug = sent.organization) end
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
  ), given as (
    select organization_id, reference, max(order_id) as order_id, max(buyer_id) as buyer_id,
      coalesce(array_agg(distinct u.email) filter (where u.id is not null), '{}') as emails,
      coalesce(array_agg(distinct course_id) filter (where course_id is not null), '{}') as course_ids,
      coalesce(array_agg(distinct team_id) filter (where team_id is not null), '{}') as team_ids,
      coalesce(array_agg(claim_id) filter (where claim_id is not null), '{}') as claim_ids,
      coalesce(jsonb_agg(jsonb_build_object('groupId', group_id, 'userId', came.user_id))
        filter (where group_id is not null), '[]') as group_members
    from asked left join came using (organization_id, reference) left join users u on u.id = came.user_id
    group by organization_id, reference
  )
  select given.organization_id as "organizationId", given.reference, order_id as "orderId", buyer_id as "orderTeamId",
    emails, course_ids as "courseIds", team_ids as "teamIds", claim_ids as "claimIds", group_members as "groupMembers",
    coalesce(o.cancelled_at, o.refunded_at) is not null as "isOrderOver", (
      select coalesce(jsonb_agg(jsonb_build_object('item', i.id, 'path', seller.path)), '[]')
      from order_lines l join catalog_items i on i.id = l.catalog_item_id join organizations seller on seller.id = i.organization_id
      where l.order_id = given.order_id) as sold
  from given left join orders o on o.id = order_id`,
)
