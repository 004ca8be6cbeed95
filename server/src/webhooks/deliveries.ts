/** What a webhook was told: looked at, and told again. */
import { sql } from 'kysely'
import { type Principal, requirePermission } from '../api/principal.ts'
import type { Reader, Transaction } from '../db/database.ts'
import { type PageRequest, readPage } from '../db/page.ts'
import { type EventType, toHear } from '../lib/event-types.ts'
import { Refusal } from '../lib/refusal.ts'
import { recordOperation } from '../log/record-operation.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { lockInReach } from '../reach/lock-in-reach.ts'
import { getWebhook } from './queries.ts'
import type { DeliveryState } from './schema.ts'

export interface DeliveryFilter extends PageRequest {
  readonly state?: DeliveryState
  readonly event?: EventType
}

const isInState = {
  pending: sql<boolean>`delivery.due_at is not null`,
  delivered: sql<boolean>`delivery.due_at is null and delivery.delivered_at is not null`,
  failed: sql<boolean>`delivery.due_at is null and delivery.delivered_at is null`,
}

/** Throws `not_found` (webhook). */
export async function listDeliveries(
  reader: Reader,
  principal: Principal,
  id: number,
  { state, event, sort = '-id', ...page }: DeliveryFilter,
) {
  await getWebhook(reader, principal, id)
  let query = selectDeliveries(reader, id)
  if (state !== undefined) query = query.where(isInState[state])
  if (event !== undefined) query = query.where('event.type', '=', event)
  return readPage(query, { ...page, sort }, { id: 'delivery.id' })
}

/** Throws `not_found`, or `forbidden`: what was told takes the permission to see what it tells of. */
export async function getDelivery(reader: Reader, principal: Principal, webhookId: number, id: number) {
  await getWebhook(reader, principal, webhookId)
  const delivery = await selectDeliveries(reader, webhookId)
    .select(['delivery.body as request', 'delivery.answer'])
    .where('delivery.id', '=', id)
    .executeTakeFirst()
  if (!delivery) throw new Refusal('not_found', `The webhook ${webhookId} has no delivery ${id}.`)
  requirePermission(principal, toHear(delivery.event))
  return delivery
}

/** Queues it anew, whatever became of it. Throws `not_found`, or `conflict` while its webhook is switched off. */
export async function redeliver(
  transaction: Transaction,
  principal: Principal,
  { id: webhookId, delivery: id }: { readonly id: number; readonly delivery: number },
  by: AskedBy,
) {
  const thing = { table: 'webhooks', word: 'webhook', id: webhookId } as const
  const { id: organizationId } = await lockInReach(transaction, principal, thing)
  const { enabled } = await getWebhook(transaction, principal, webhookId)
  const before = await getDelivery(transaction, principal, webhookId, id)
  if (!enabled) throw new Refusal('conflict', 'This webhook is switched off: switch it on first.')
  await transaction
    .updateTable('deliveries')
    .set({ due_at: by.receivedAt, attempts: 0, delivered_at: null })
    .where('id', '=', id)
    .execute()
  await transaction.updateTable('webhooks').set({ paused_until: null }).where('id', '=', webhookId).execute()
  const after = await getDelivery(transaction, principal, webhookId, id)
  const shown = ({ state, attempts }: typeof after) => ({ state, attempts })
  const object = { kind: 'delivery', id, before: shown(before), after: shown(after) }
  await recordOperation(transaction, { kind: 'redeliver', organizationId, result: 'changed', object }, by)
  return after
}

function selectDeliveries(reader: Reader, webhookId: number) {
  return reader
    .selectFrom('deliveries as delivery')
    .innerJoin('events as event', 'event.id', 'delivery.event_id')
    .leftJoin('organizations as organization', 'organization.id', 'event.organization_id')
    .select(sql<EventType>`event.type`.as('event'))
    .select(
      sql<DeliveryState>`case when ${isInState.pending} then 'pending' when ${isInState.delivered} then 'delivered'
        else 'failed' end`.as('state'),
    )
    .select(sql<string>`coalesce(organization.slug, '')`.as('organization'))
    .select(['delivery.id', 'event.operation_id', 'delivery.attempts', 'delivery.due_at', 'delivery.attempted_at'])
    .select(['delivery.delivered_at', 'delivery.status', 'delivery.error', 'delivery.duration_ms'])
    .select('delivery.created_at')
    .where('delivery.webhook_id', '=', webhookId)
}
