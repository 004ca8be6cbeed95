/** What was sent to the webhooks of an organization in one format, by the columns that it can be asked for. */
import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import type { List } from '../db/list.ts'
import type { EventType } from '../lib/event-types.ts'

export type ListedSending = Awaited<ReturnType<ReturnType<typeof selectSentBy>['executeTakeFirstOrThrow']>>

/** `tries`: how often that format is tried at most. */
export const sentList = (tries: number) =>
  ({
    columns: {
      id: { type: 'id', value: sql.ref('delivery.id') },
      event: { type: 'text', value: sql.ref('event.type') },
      url: { type: 'text', value: sql.ref('webhook.url') },
      tries_left: { type: 'number', value: triesLeft(tries) },
      created_at: { type: 'moment', value: sql.ref('delivery.created_at') },
      delivered_at: { type: 'moment', value: sql.ref('delivery.delivered_at') },
    },
    key: sql.ref('delivery.id'),
  }) as const satisfies List

/** What was tried at least once. */
export function selectSentBy(
  reader: Reader,
  { organizationId, format, tries }: { organizationId: number; format: string; tries: number },
) {
  return reader
    .selectFrom('deliveries as delivery')
    .innerJoin('webhooks as webhook', 'webhook.id', 'delivery.webhook_id')
    .innerJoin('events as event', 'event.id', 'delivery.event_id')
    .select(['delivery.id', 'webhook.organization_id', 'webhook.url', 'delivery.created_at', 'delivery.delivered_at'])
    .select(sql<EventType>`event.type`.as('event'))
    .select([triesLeft(tries).as('tries_left'), sql<string>`delivery.body`.as('body')])
    .where('webhook.organization_id', '=', organizationId)
    .where('webhook.format', '=', format)
    .where('delivery.body', 'is not', null)
}

function triesLeft(tries: number) {
  return sql<number>`(case when delivery.due_at is null then 0 else ${tries} - delivery.attempts end)`
}
