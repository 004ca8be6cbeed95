import type { Updateable } from 'kysely'
import type { Principal } from '../api/principal.ts'
import type { Schema, Transaction } from '../db/database.ts'
import { requireMatch } from '../http/etag.ts'
import type { OperationKind } from '../lib/operation-kinds.ts'
import { recordOperation } from '../log/record-operation.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { lockInReach } from '../reach/lock-in-reach.ts'
import { getWebhook, type WebhookRow } from './queries.ts'
import { hour } from './retry.ts'
import type { WebhookChanges } from './schema.ts'

export interface WhichWebhook {
  readonly id: number
  readonly ifMatch?: string
}

const oldSecretLife = 24 * hour
/** Switched on again, it begins anew. */
const wellAgain = { disabled_at: null, failing_since: null, paused_until: null }

/**
 * Changes what is given and leaves the rest; `check` is shown what it comes to. Throws `not_found`, `precondition_failed`, or
 * what `check` throws.
 */
export async function updateWebhook(
  transaction: Transaction,
  principal: Principal,
  which: WhichWebhook,
  { enabled, events, ...changes }: WebhookChanges,
  check: (after: WebhookRow) => void,
  by: AskedBy,
): Promise<WebhookRow> {
  const webhook = await lockWebhook(transaction, principal, which)
  const isSwitchedOff = enabled === false && webhook.before.enabled
  const columns = {
    ...changes,
    ...(events && { events: [...new Set(events)] }),
    ...(enabled && wellAgain),
    ...(isSwitchedOff && { disabled_at: by.receivedAt }),
  }
  const after = await change(transaction, principal, webhook, 'update_webhook', columns, by)
  check(after)
  return after
}

/** For a day both hold, where the format can sign with two. Throws `not_found` or `precondition_failed`. */
export async function rotateSecret(
  transaction: Transaction,
  principal: Principal,
  which: WhichWebhook,
  sealedSecret: Buffer,
  by: AskedBy,
): Promise<WebhookRow> {
  const webhook = await lockWebhook(transaction, principal, which)
  const { secret } = await transaction
    .selectFrom('webhooks')
    .select('secret')
    .where('id', '=', which.id)
    .executeTakeFirstOrThrow()
  const until = new Date(by.receivedAt.getTime() + oldSecretLife)
  const columns = { secret: sealedSecret, old_secret: secret, old_secret_until: until }
  return change(transaction, principal, webhook, 'rotate_webhook_secret', columns, by)
}

/** With all that it was told. Throws `not_found` or `precondition_failed`. */
export async function deleteWebhook(
  transaction: Transaction,
  principal: Principal,
  which: WhichWebhook,
  by: AskedBy,
): Promise<void> {
  const { organizationId, before } = await lockWebhook(transaction, principal, which)
  await transaction.deleteFrom('webhooks').where('id', '=', which.id).execute()
  await transaction.deleteFrom('deliveries').where('webhook_id', '=', which.id).execute()
  const object = { kind: 'webhook', id: which.id, before, after: null }
  await recordOperation(transaction, { kind: 'delete_webhook', organizationId, result: 'changed', object }, by)
}

type Locked = Awaited<ReturnType<typeof lockWebhook>>

async function lockWebhook(transaction: Transaction, principal: Principal, { id, ifMatch }: WhichWebhook) {
  const { id: organizationId } = await lockInReach(transaction, principal, { table: 'webhooks', word: 'webhook', id })
  const before = await getWebhook(transaction, principal, id)
  requireMatch(ifMatch, before)
  return { organizationId, before }
}

async function change(
  transaction: Transaction,
  principal: Principal,
  { organizationId, before }: Locked,
  kind: OperationKind,
  columns: Updateable<Schema['webhooks']>,
  by: AskedBy,
): Promise<WebhookRow> {
  const { id } = before
  await transaction
    .updateTable('webhooks')
    .set({ ...columns, updated_at: by.receivedAt })
    .where('id', '=', id)
    .execute()
  const after = await getWebhook(transaction, principal, id)
  const object = { kind: 'webhook', id, before, after }
  await recordOperation(transaction, { kind, organizationId, result: 'changed', object }, by)
  return after
}
