/**
 * The deliveries as queues, one a webhook. Who sends claims the webhook, not the delivery: one server at a time tells it one
 * thing at a time, in the order in which they happened; what has to be tried again lets the others go first. A claim that a
 * process took with it when it died is over after a minute, and the same is sent once more.
 */
import { sql } from 'kysely'
import type { Database, Reader } from '../db/database.ts'
import { recordOperation } from '../log/record-operation.ts'
import { takeTurns } from '../workers/turns.ts'
import type { Claimed, Round } from '../workers/worker.ts'
import type { ToldEvent } from './format.ts'
import { slowUntil } from './retry.ts'
import type { Settlement } from './settlement.ts'

/** A request is cut off long before this. */
const claimLifetime = 60_000

export interface ClaimedWebhook extends Claimed {
  readonly id: number
  readonly organizationId: number
  readonly url: string
  readonly format: string
  readonly secret: Buffer
  readonly old_secret: Buffer | null
  readonly old_secret_until: Date | null
  readonly failingSince: Date | null
  readonly claimedAt: Date
  /** What it is to be told first; undefined: nothing any more. */
  readonly first: DueDelivery | undefined
}

export interface DueDelivery extends ToldEvent {
  readonly webhookId: number
  readonly attempts: number
  readonly body: string | null
  /** Another number when it is settled: somebody whom it told of is erased. */
  readonly scrubbed: number
}

/**
 * Takes webhooks that have something to be told, of the slow ones or of the others, and finds what each is to be told first. It
 * is asked once they are claimed: what was told before the claim is over by then.
 */
export async function claimWebhooks(
  reader: Reader,
  round: Round,
  { slow, most }: { readonly slow: boolean; readonly most: number },
): Promise<ClaimedWebhook[]> {
  const { now } = round
  const due = sql`
    select webhooks.id from webhooks cross join lateral (
      select due_at from deliveries where webhook_id = webhooks.id and due_at is not null order by due_at limit 1
    ) as first
    where organization_id = ring.owner
      and disabled_at is null and (claimed_at is null or claimed_at < ${new Date(now.getTime() - claimLifetime)})
      and (paused_until is null or paused_until <= ${now}) and first.due_at <= ${now}
      and coalesce(slow_until > ${now}, false) = ${slow}
    order by first.due_at`
  const waiting = sql`webhooks where disabled_at is null`
  const queue = { table: sql`webhooks`, waiting, owner: sql`organization_id`, due, most }
  const { rows } = await sql<Omit<ClaimedWebhook, 'first'> & { readonly place: number }>`
    with recursive ${takeTurns(queue, round)}
    update webhooks set claimed_at = ${now} from due where webhooks.id = due.id
    returning webhooks.id, organization_id as "organizationId", url, format, secret, old_secret,
      old_secret_until, failing_since as "failingSince", claimed_at as "claimedAt", owner, place`.execute(reader)
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const firsts = new Map((await findFirstDue(reader, ids, now)).map(delivery => [delivery.webhookId, delivery]))
  return rows.sort((one, other) => one.place - other.place).map(row => ({ ...row, first: firsts.get(row.id) }))
}

async function findFirstDue(reader: Reader, webhookIds: readonly number[], now: Date): Promise<DueDelivery[]> {
  const { rows } = await sql<DueDelivery>`
    select due.id, due.webhook_id as "webhookId", due.attempts, due.body, due.scrubbed, event.type, event.created_at as at,
      event.organization_id as "organizationId", coalesce(o.slug, '') as organization, event.operation_id as "operationId",
      event.user_id as "userId", event.data
    from unnest(${webhookIds}::bigint[]) as webhook (id) cross join lateral (
      select * from deliveries where webhook_id = webhook.id and due_at <= ${now} order by due_at, id limit 1
    ) as due join events event on event.id = due.event_id left join organizations o on o.id = event.organization_id`.execute(
    reader,
  )
  return rows
}

/** Gives a webhook back untried. */
export async function release(reader: Reader, { id, claimedAt }: ClaimedWebhook): Promise<void> {
  await sql`update webhooks set claimed_at = null where id = ${id} and claimed_at = ${claimedAt}`.execute(reader)
}

/** Writes what came of a delivery and gives its webhook back, unless somebody else has claimed it meanwhile. */
export async function settle(
  { kysely }: Pick<Database, 'kysely'>,
  webhook: ClaimedWebhook,
  delivery: Pick<DueDelivery, 'id' | 'body' | 'scrubbed'>,
  settlement: Settlement,
  now: Date,
): Promise<void> {
  const { isDelivered, dueAt, pausedUntil, status, answer, error, milliseconds } = settlement
  const write = (reader: Reader) =>
    sql`
      with held as (
        update webhooks set claimed_at = null, paused_until = ${pausedUntil},
          slow_until = coalesce(${slowUntil(milliseconds, now)}, slow_until),
          failing_since = case when ${isDelivered} then null else coalesce(failing_since, ${now}) end
        where id = ${webhook.id} and claimed_at = ${webhook.claimedAt} returning id
      )
      -- Whoever was erased meanwhile is in nothing that is kept. The row says so itself: one that is waited for is read again.
      update deliveries set attempts = attempts + 1, attempted_at = ${now}, due_at = ${dueAt},
        delivered_at = case when ${isDelivered} then ${now} else delivered_at end,
        status = ${status}, duration_ms = ${milliseconds}, error = ${error},
        body = case when scrubbed = ${delivery.scrubbed} then ${delivery.body} end,
        answer = case when scrubbed = ${delivery.scrubbed} then ${answer} end
      from held where deliveries.id = ${delivery.id}`.execute(reader)
  if (!settlement.isEnd) {
    await write(kysely)
    return
  }
  await kysely.transaction().execute(async transaction => {
    await write(transaction)
    await switchOff(transaction, webhook, settlement, now)
  })
}

/** What was not told yet waits until they are switched on again. */
async function switchOff(
  transaction: Parameters<typeof recordOperation>[0],
  { id, organizationId, format }: ClaimedWebhook,
  { isEndOfAll, error }: Settlement,
  now: Date,
): Promise<void> {
  const { rows } = await sql<{ id: number }>`
    update webhooks set disabled_at = ${now}, updated_at = ${now}
    where disabled_at is null and (id = ${id}
      or ${isEndOfAll} and format = ${format} and organization_id = ${organizationId})
    returning id`.execute(transaction)
  const objects = rows.map(row => ({
    ...{ kind: 'webhook', id: row.id },
    before: { enabled: true },
    after: { enabled: false, because: error },
  }))
  const by = { actor: { kind: 'system' }, source: null, ip: null, receivedAt: now } as const
  const change = { kind: 'disable_webhook', organizationId, result: 'changed', object: objects } as const
  if (rows.length > 0) await recordOperation(transaction, change, by)
}
