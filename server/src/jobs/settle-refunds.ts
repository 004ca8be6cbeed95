/**
 * A refund and what comes by its reference at the same moment may not see each other. A little later nothing can be under way
 * any more that had not seen it: then what the reference gave all the same is taken back.
 */
import { CompiledQuery, sql } from 'kysely'
import type { Database, Reader } from '../db/database.ts'
import type { Given } from '../provisioning/actions/action.ts'
import { soldFromAbove } from '../provisioning/actions/sold-from-above.ts'
import type { Engine } from '../provisioning/engine.ts'
import type { RefundIntent } from '../provisioning/intents/enrollment.ts'
import { findGiven } from '../provisioning/load/find-given.ts'

const minute = 60_000
const atOnce = 256

interface Which {
  readonly organizationId: number
  readonly reference: string
}

interface Unsettled extends Which {
  readonly reason: string | null
  /** Empty: all of it. */
  readonly courses: readonly { readonly id: number; readonly name: string }[]
}

/** Of those that fail, the others are settled all the same; they are tried again. */
export async function settleRefunds(
  { engine, database: { kysely } }: { engine: Engine; database: Pick<Database, 'kysely'> },
  now: Date,
): Promise<void> {
  const unsettled = await findUnsettled(kysely, new Date(now.getTime() - minute))
  if (unsettled.length === 0) return
  const crossed = await findCrossed(kysely, unsettled, now)
  const results = await Promise.allSettled(crossed.map(intent => engine.submit(intent)))
  const failed = crossed.filter((_, index) => results[index]?.status === 'rejected')
  const hasFailed = (one: Which) =>
    failed.some(({ call, reference }) => call.organizationId === one.organizationId && reference === one.reference)
  await markSettled(
    kysely,
    unsettled.filter(one => !hasFailed(one)),
    now,
  )
  const first = results.find(result => result.status === 'rejected')
  if (!first) return
  const references = failed.map(({ reference }) => reference).join(', ')
  throw new Error(`${failed.length} failed and will be tried again: refunds of ${references}`, { cause: first.reason })
}

/** What stands by these references all the same, as it is to be refunded. */
async function findCrossed(reader: Reader, unsettled: readonly Unsettled[], now: Date): Promise<RefundIntent[]> {
  const given = await readGiven(reader, unsettled)
  return unsettled.flatMap(({ organizationId, reference, reason, courses }): RefundIntent[] => {
    const found = given.find(one => one.organizationId === organizationId && one.reference === reference)
    const call = { actor: { kind: 'system' }, organizationId, source: null, ip: null, receivedAt: now } as const
    if (!found) return []
    const { organizationId: _, sold, isOrderOver, ...came } = found
    // Nobody is there to say whose seats go.
    const asked = { kind: 'refund', call, courses: courses.map(({ name }) => name), reason, reclaim: 'newest' } as const
    if (courses.length > 0) {
      const isThere = courses.some(({ id }) => came.courseIds.includes(id))
      return isThere
        ? [{ ...asked, ...came, orderId: null, orderTeamId: null, teamIds: [], claimIds: [], groupMembers: [] }]
        : []
    }
    // What an organization above has sold that refunds, and nobody else.
    const isLeft = isOrderOver || soldFromAbove(sold, { organization: { id: organizationId } }) !== null
    const orderId = isLeft ? null : came.orderId
    const { courseIds, teamIds, groupMembers } = came
    const isThere = orderId !== null || [courseIds, teamIds, groupMembers].some(({ length }) => length > 0)
    return isThere ? [{ ...asked, ...came, orderId }] : []
  })
}

/** As the core finds it, for whom a refund is asked. */
async function readGiven(reader: Reader, asked: readonly Which[]): Promise<readonly (Which & Given)[]> {
  const places = asked.map(({ organizationId }) => organizationId)
  const references = asked.map(({ reference }) => reference)
  const { rows } = await reader.executeQuery<Which & Given>(CompiledQuery.raw(findGiven.text, [places, references]))
  return rows
}

async function markSettled(reader: Reader, settled: readonly Which[], now: Date): Promise<void> {
  await sql`
    update refunds set settled_at = ${now}
    where settled_at is null and (organization_id, reference) in (select * from unnest(
      ${settled.map(row => row.organizationId)}::bigint[], ${settled.map(row => row.reference)}::text[]))`.execute(
    reader,
  )
}

async function findUnsettled(reader: Reader, before: Date): Promise<Unsettled[]> {
  const { rows } = await sql<Unsettled>`
    select r.organization_id as "organizationId", r.reference, min(r.reason) as reason,
      case when bool_or(r.course_id is null) then '[]'
        else jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name)) end as courses
    from (select * from refunds where settled_at is null and created_at < ${before}
      order by created_at limit ${atOnce}) r
    left join courses c on c.id = r.course_id
    group by r.organization_id, r.reference`.execute(reader)
  return rows
}
