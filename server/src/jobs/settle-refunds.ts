/**
 * A refund and what comes by its reference at the same moment may not see each other. A little later nothing can be under way
 * any more that had not seen it: then what the reference gave all the same is taken back.
 */
import { sql } from 'kysely'
import type { Database, Reader } from '../db/database.ts'
import type { Engine } from '../provisioning/engine.ts'

const minute = 60_000
const atOnce = 256

interface Unsettled {
  readonly organization_id: number
  readonly reference: string
  readonly reason: string | null
  /** Null: all of it. */
  readonly course: string | null
  /** Of those who have something by it all the same. */
  readonly emails: string[]
  readonly course_ids: number[]
}

export async function settleRefunds(
  { engine, database: { kysely } }: { engine: Engine; database: Pick<Database, 'kysely'> },
  now: Date,
): Promise<void> {
  const unsettled = await findUnsettled(kysely, new Date(now.getTime() - minute))
  const missed = unsettled.filter(({ emails }) => emails.length > 0)
  await Promise.all(
    missed.map(({ organization_id: organizationId, reference, reason, course, emails, course_ids: courseIds }) => {
      const call = { actor: { kind: 'system' }, organizationId, source: null, ip: null, receivedAt: now } as const
      const courses = course === null ? [] : [course]
      return engine.submit({ kind: 'refund', call, reference, courses, reason, emails, courseIds })
    }),
  )
  const orders = await findOrders(kysely, unsettled)
  await Promise.all(
    orders.map(({ organization_id: organizationId, completed_at, reason, ...which }) => {
      const call = { actor: { kind: 'system' }, organizationId, source: null, ip: null, receivedAt: now } as const
      return engine.submit(
        completed_at === null
          ? { kind: 'cancel_order', call, ...which, welcome: false }
          : { kind: 'refund_order', call, ...which, lineIds: null, reason, reclaim: null },
      )
    }),
  )
  await sql`
    update refunds set settled_at = ${now}
    where settled_at is null and (organization_id, reference) in (select * from unnest(
      ${unsettled.map(row => row.organization_id)}::bigint[], ${unsettled.map(row => row.reference)}::text[]))`.execute(
    kysely,
  )
}

async function findUnsettled(reader: Reader, before: Date): Promise<Unsettled[]> {
  const { rows } = await sql<Unsettled>`
    select r.organization_id, r.reference, r.reason, c.name as course,
      coalesce(array_agg(distinct u.email) filter (where u.id is not null), '{}') as emails,
      coalesce(array_agg(distinct g.course_id) filter (where g.id is not null), '{}') as course_ids
    from (select * from refunds where settled_at is null and created_at < ${before} limit ${atOnce}) r
    left join courses c on c.id = r.course_id
    left join grants g on g.reference = r.reference and g.organization_id = r.organization_id and g.revoked_at is null
      and (r.course_id is null or g.course_id = r.course_id)
    left join users u on u.id = g.user_id
    group by r.organization_id, r.reference, r.reason, c.name`.execute(reader)
  return rows
}

/** Of these references, that stand all the same. What was sold from above is refunded there, by nobody's crossing. */
async function findOrders(reader: Reader, unsettled: readonly Unsettled[]) {
  const whole = unsettled.filter(({ course }) => course === null)
  const { rows } = await sql<CrossedOrder>`
    select o.organization_id, o.id as "orderId", o.team_id as "teamId", u.email, o.completed_at, r.reason
    from unnest(${whole.map(row => row.organization_id)}::bigint[], ${whole.map(row => row.reference)}::text[],
      ${whole.map(row => row.reason)}::text[]) r (organization_id, reference, reason)
    join orders o on o.organization_id = r.organization_id and o.reference = r.reference
    left join users u on u.id = o.user_id
    where o.cancelled_at is null and o.refunded_at is null and not exists (
      select from order_lines l join catalog_items i on i.id = l.catalog_item_id
      where l.order_id = o.id and i.organization_id <> o.organization_id)`.execute(reader)
  return rows
}

interface CrossedOrder {
  readonly organization_id: number
  readonly orderId: number
  readonly teamId: number | null
  readonly email: string | null
  readonly completed_at: Date | null
  readonly reason: string | null
}
