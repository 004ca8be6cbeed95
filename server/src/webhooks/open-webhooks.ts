/** What tells webhooks: the sender, the worker, and the rules for where they may lead. */
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import { reachOf } from '../lib/network/private-addresses.ts'
import type { Worker } from '../workers/worker.ts'
import type { WebhookRules } from './checks.ts'
import { usherFormat, type WebhookFormats } from './format.ts'
import { createWebhookSender, type WebhookSender } from './send.ts'
import { createWebhookWorker } from './worker.ts'

export interface Webhooks {
  readonly formats: WebhookFormats
  readonly sender: WebhookSender
  readonly worker: Worker
  readonly rules: WebhookRules
}

export function openWebhooks({
  database,
  config,
  formats: others,
  log,
}: {
  readonly database: Pick<Database, 'kysely'>
  readonly config: Pick<Config, 'publicUrl' | 'secretKey' | 'production' | 'webhookPrivateAddresses'>
  /** Those besides ours. */
  readonly formats: WebhookFormats
  readonly log: Logger
}): Webhooks {
  const formats = { usher: usherFormat, ...others }
  const sender = createWebhookSender(reachOf(config))
  const worker = createWebhookWorker({ database, formats, sender, config, log })
  return { formats, sender, worker, rules: { isHttpsDemanded: config.production && !config.webhookPrivateAddresses } }
}
