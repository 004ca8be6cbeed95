/**
 * How much may wait for webhooks. Where an address takes less than happens, what waits for it would grow for as long as it is
 * tried: a full one gets nothing more until half of it is told. That it missed something is in the log, and said by the doctor.
 */
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import { recordOperation } from '../log/record-operation.ts'
import { mostWaiting } from '../provisioning/decide/events.ts'

interface Weighed {
  readonly id: number
  readonly organizationId: number
  readonly waiting: number
  readonly isFull: boolean
}

/** Of those that together are too many, the ones for which more waits than for the others are full. */
export async function boundWaiting({ kysely }: Pick<Database, 'kysely'>, now: Date, most = mostWaiting): Promise<void> {
  const { rows } = await sql<Weighed & { readonly wasFull: boolean }>`
    with waiting as (
      select webhook_id, count(*) from deliveries where due_at is not null group by webhook_id
    ), weighed as (
      select w.id, w.organization_id, coalesce(waiting.count, 0) as count, w.full_since is not null as was_full,
        sum(waiting.count) over organization as of_all, avg(coalesce(waiting.count, 0)) over organization as usual
      from webhooks w left join waiting on waiting.webhook_id = w.id
      window organization as (partition by w.organization_id)
    ), judged as (
      select *, case
          when count >= ${most.webhook} or (of_all >= ${most.organization} and count >= usual) then true
          when count <= ${most.webhook}::int / 2 and coalesce(of_all, 0) <= ${most.organization}::int / 2 then false
          else was_full end as is_full
      from weighed
    )
    select id, organization_id as "organizationId", count as waiting, is_full as "isFull" from judged
    where is_full <> was_full order by id`.execute(kysely)
  for (const row of rows) await mark({ kysely }, row, now)
}

async function mark(
  { kysely }: Pick<Database, 'kysely'>,
  { id, organizationId, waiting, isFull }: Weighed,
  now: Date,
): Promise<void> {
  await kysely.transaction().execute(async transaction => {
    const { numUpdatedRows } = await transaction
      .updateTable('webhooks')
      .set({ full_since: isFull ? now : null, updated_at: now })
      .where('id', '=', id)
      .where('full_since', isFull ? 'is' : 'is not', null)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) return // another server has seen it too
    const object = { kind: 'webhook', id, before: { full: !isFull }, after: { full: isFull, waiting } }
    const by = { actor: { kind: 'system' }, source: null, ip: null, receivedAt: now } as const
    const kind = isFull ? 'fill_webhook' : 'empty_webhook'
    await recordOperation(transaction, { kind, organizationId, result: 'changed', object }, by)
  })
}
