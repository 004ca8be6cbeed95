/** The log of what was sent to the webhooks of a school in its own words, for 3 months. */
import { type Expression, sql } from 'kysely'
import type { Reader } from '../../db/database.ts'
import { one, type Resource, time } from './envelope.ts'
import { toUuid } from './ids.ts'
import type { Column } from './list.ts'
import { tries } from './webhook-format.ts'
import { webhookTypes } from './webhook-types.ts'

export type SentRow = Awaited<ReturnType<ReturnType<typeof selectSent>['executeTakeFirstOrThrow']>>

const type = sql<string>`(${JSON.stringify(webhookTypes)}::jsonb ->> event.type)`
const attemptsLeft = sql<number>`case when delivery.due_at is null then 0 else ${tries} - delivery.attempts end`

/** What was tried at least once. */
export function selectSent(reader: Reader, organizationId: number) {
  return reader
    .selectFrom('deliveries as delivery')
    .innerJoin('webhooks as webhook', 'webhook.id', 'delivery.webhook_id')
    .innerJoin('events as event', 'event.id', 'delivery.event_id')
    .select(['delivery.id', 'webhook.organization_id', 'webhook.url', 'delivery.created_at', 'delivery.delivered_at'])
    .select([type.as('type'), attemptsLeft.as('attempts_left')])
    .select(sql<string>`delivery.body`.as('body'))
    .where('webhook.organization_id', '=', organizationId)
    .where('webhook.format', '=', 'northpass')
    .where('delivery.body', 'is not', null)
}

export const sentColumns = {
  id: { type: 'webhooks', value: sql.ref('delivery.id') },
  type: { type: 'text', value: type },
  url: { type: 'text', value: sql.ref('webhook.url') },
  created_at: { type: 'moment', value: sql.ref('delivery.created_at') },
  received_at: { type: 'moment', value: sql.ref('delivery.delivered_at') },
  attempt_left: { type: 'number', value: attemptsLeft },
} satisfies Record<string, Column>

export const sentKey: Expression<unknown> = sql.ref('delivery.id')

export function toSent(row: SentRow): Resource {
  return {
    type: 'webhooks',
    id: toUuid('webhooks', row.id),
    attributes: {
      attempt_left: row.attempts_left,
      created_at: time(row.created_at),
      received_at: time(row.delivered_at),
      type: row.type,
      url: row.url,
      payload: JSON.parse(row.body),
    },
    links: {},
    relationships: { school: one('schools', toUuid('schools', row.organization_id)) },
  }
}
