import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import { type Page, type PageRequest, readPage } from '../db/page.ts'
import type { EventType } from '../lib/event-types.ts'
import { Refusal } from '../lib/refusal.ts'
import { isInReach, type Reach } from '../reach/find-organization.ts'

export type WebhookRow = Awaited<ReturnType<ReturnType<typeof selectWebhooks>['executeTakeFirstOrThrow']>>

/** Those of one organization. */
export function listWebhooks(
  reader: Reader,
  { organizationId, ...page }: PageRequest & { readonly organizationId: number },
): Promise<Page<WebhookRow>> {
  return readPage(selectWebhooks(reader).where('webhook.organization_id', '=', organizationId), page, {
    id: 'webhook.id',
  })
}

/** Throws `not_found`, also for a webhook out of the caller's reach. */
export async function getWebhook(reader: Reader, { organization }: Reach, id: number): Promise<WebhookRow> {
  const row = await selectWebhooks(reader)
    .where('webhook.id', '=', id)
    .where(isInReach(organization, 'organization'))
    .executeTakeFirst()
  if (!row) throw new Refusal('not_found', `There is no webhook ${id}.`)
  return row
}

function selectWebhooks(reader: Reader) {
  return reader
    .selectFrom('webhooks as webhook')
    .innerJoin('organizations as organization', 'organization.id', 'webhook.organization_id')
    .select(['webhook.id', 'organization.slug as organization', 'webhook.url', 'webhook.description'])
    .select('webhook.format')
    .select(sql<EventType[]>`webhook.events`.as('events'))
    .select(sql<boolean>`webhook.disabled_at is null`.as('enabled'))
    .select(['webhook.disabled_at', 'webhook.failing_since', 'webhook.full_since', 'webhook.old_secret_until'])
    .select(['webhook.created_at', 'webhook.updated_at'])
}
