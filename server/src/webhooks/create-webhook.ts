import type { Principal } from '../api/principal.ts'
import type { Transaction } from '../db/database.ts'
import type { EventType } from '../lib/event-types.ts'
import { Refusal } from '../lib/refusal.ts'
import { recordOperation } from '../log/record-operation.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { getOrganizationInReach } from '../reach/find-organization.ts'
import { getWebhook, type WebhookRow } from './queries.ts'

export interface CheckedWebhook {
  readonly organization?: number | string
  readonly url: string
  readonly description: string
  readonly format: string
  readonly events: readonly EventType[]
  readonly sealedSecret: Buffer
  /** How many of its format the organization may have. */
  readonly most: number
}

/** Throws `not_found` (organization), or `conflict` where there are as many as there may be. */
export async function createWebhook(
  transaction: Transaction,
  principal: Principal,
  { organization, url, description, format, events, sealedSecret, most }: CheckedWebhook,
  by: AskedBy,
): Promise<WebhookRow> {
  const { id: organizationId } = await getOrganizationInReach(transaction, principal.organization, organization)
  // Of two who make the last one, the second waits and counts it.
  await transaction.selectFrom('organizations').select('id').where('id', '=', organizationId).forNoKeyUpdate().execute()
  const { count } = await transaction
    .selectFrom('webhooks')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('organization_id', '=', organizationId)
    .where('format', '=', format)
    .executeTakeFirstOrThrow()
  if (count >= most) throw new Refusal('conflict', `An organization has at most ${most} webhooks of a format.`)
  const { id } = await transaction
    .insertInto('webhooks')
    .values({
      organization_id: organizationId,
      url,
      description,
      format,
      events: [...new Set(events)],
      secret: sealedSecret,
      created_at: by.receivedAt,
      updated_at: by.receivedAt,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const after = await getWebhook(transaction, principal, id)
  const object = { kind: 'webhook', id, before: null, after }
  await recordOperation(transaction, { kind: 'create_webhook', organizationId, result: 'created', object }, by)
  return after
}
