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

/** Of those that fail, the others are settled all the same; they are tried again. */
export async function settleRefunds(
  { engine, database: { kysely } }: { engine: Engine; database: Pick<Database, 'kysely'> },
  now: Date,
): Promise<void> {
  const unsettled = await findUnsettled(kysely, new Date(now.getTime() - minute))
  const orders = await findOrders(kysely, unsettled)
  const callIn = (organizationId: number) =>
    ({ actor: { kind: 'system' }, organizationId, source: null, ip: null, receivedAt: now }) as const
  const works = [
    ...unsettled
      .filter(({ emails }) => emails.length > 0)
      .map(({ organization_id, course, course_ids: courseIds, ...which }) => {
        const courses = course === null ? [] : [course]
        const intent = { kind: 'refund', call: callIn(organization_id), ...which, courses, courseIds } as const
        return { organization_id, reference: which.reference, done: engine.submit(intent) }
      }),
    ...orders.map(({ organization_id, reference, completed_at, reason, ...which }) => {
      const call = callIn(organization_id)
      const intent =
        completed_at === null
          ? ({ kind: 'cancel_order', call, ...which, welcome: false } as const)
          : ({ kind: 'refund_order', call, ...which, lineIds: null, reason, reclaim: null } as const)
      return { organization_id, reference, done: engine.submit(intent) }
    }),
  ]
  const results = await Promise.allSettled(works.map(({ done }) => done))
  const failed = works.filter((_, index) => results[index]?.status === 'rejected')
  const isOf = (one: Which) => (other: Which) =>
    one.organization_id === other.organization_id && one.reference === other.reference
  await markSettled(
    kysely,
    unsettled.filter(row => !failed.some(isOf(row))),
    now,
  )
  const first = results.find(result => result.status === 'rejected')
  if (!first) return
  const references = failed.map(({ reference }) => reference).join(', ')
  throw new Error(`${failed.length} failed and will be tried again: refunds of ${references}`, { cause: first.reason })
}

type Which = Pick<Unsettled, 'organization_id' | 'reference'>

async function markSettled(reader: Reader, settled: readonly Which[], now: Date): Promise<void> {
  await sql`
    update refunds set settled_at = ${now}
    where settled_at is null and (organization_id, reference) in (select * from unnest(
      ${settled.map(row => row.organization_id)}::bigint[], ${settled.map(row => row.reference)}::text[]))`.execute(
    reader,
  )
}

async function findUnsettled(reader: Reader, before: Date): Promise<Unsettled[]> {
  const { rows } = await sql<Unsettled>`
    select r.organization_id, r.reference, r.reason, c.name as course,
      coalesce(array_agg(distinct u.email) filter (where u.id is not null), '{}') as emails,
      coalesce(array_agg(distinct g.course_id) filter (where g.id is not null), '{}') as course_ids
    from (select * from refunds where settled_at is null and created_at < ${before}
      order by created_at limit ${atOnce}) r
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
    select o.organization_id, o.reference, o.id as "orderId", o.team_id as "teamId", u.email, o.completed_at, r.reason
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
  readonly reference: string
  readonly orderId: number
  readonly teamId: number | null
  readonly email: string | null
  readonly completed_at: Date | null
  readonly reason: string | null
}
