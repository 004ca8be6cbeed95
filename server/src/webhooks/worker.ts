/** Tells webhooks what happened. Several servers may do so together. */
import type { Logger } from 'pino'
import type { Database } from '../db/database.ts'
import { createWorker, together, type Worker } from '../workers/worker.ts'
import { formatNamed, type WebhookFormat, type WebhookFormats } from './format.ts'
import { type ClaimedWebhook, claimWebhooks, type DueDelivery, release, settle } from './queue.ts'
import { unsealSecrets } from './secrets-of.ts'
import type { Sent, WebhookSender } from './send.ts'
import { settlementOf } from './settlement.ts'

export interface WebhookWorkerDeps {
  readonly database: Pick<Database, 'kysely'>
  readonly formats: WebhookFormats
  readonly sender: WebhookSender
  readonly config: { readonly secretKey: string }
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>
  readonly now?: () => Date
  /** From 0 to 1. */
  readonly chance?: () => number
}

/**
 * How many are told something at the same time, and how many of one organization. Who takes long to answer is told beside the
 * others, and holds up nobody else.
 */
const lanes = [
  { name: 'the webhooks', slow: false, width: 24, most: 16 },
  { name: 'the slow webhooks', slow: true, width: 12, most: 8 },
] as const

export function createWebhookWorker(deps: WebhookWorkerDeps): Worker {
  const { database, formats, sender, config, log, now = () => new Date(), chance = Math.random } = deps
  const { kysely } = database

  return together(
    lanes.map(({ name, width, ...which }) =>
      createWorker<ClaimedWebhook>(
        {
          name,
          width: () => width,
          claim: round => claimWebhooks(kysely, round, which),
          work: (webhook, breakOff) =>
            webhook.first ? tell(webhook, webhook.first, breakOff) : Promise.resolve(() => release(kysely, webhook)),
        },
        { log, now },
      ),
    ),
  )

  async function tell(webhook: ClaimedWebhook, delivery: DueDelivery, breakOff: AbortSignal) {
    const format = formatNamed(formats, webhook.format)
    const { sent, body } = await send(webhook, delivery, format, breakOff)
    if (sent.kind === 'interrupted') return () => release(kysely, webhook)
    const { failingSince } = webhook
    const settlement = settlementOf(sent, { ...delivery, failingSince }, format, now(), chance())
    const { isDelivered, error } = settlement
    log.info({ webhook: webhook.id, delivery: delivery.id, delivered: isDelivered, error }, 'webhook')
    // Its address may hold a secret.
    if (settlement.isEnd) log.warn({ webhook: webhook.id, error }, 'a webhook was switched off')
    const at = now()
    return () => settle(database, webhook, { ...delivery, body }, settlement, at)
  }

  async function send(webhook: ClaimedWebhook, delivery: DueDelivery, format: WebhookFormat, breakOff: AbortSignal) {
    let { body } = delivery
    try {
      const sentBody = body ?? (await format.write(delivery))
      body = sentBody
      const message = {
        id: `msg_${delivery.id}`,
        at: now(),
        body: sentBody,
        secrets: unsealSecrets(webhook, config, now()),
      }
      const headers = format.sign(message)
      return { body, sent: await sender.send({ url: webhook.url, headers, body: sentBody }, breakOff) }
    } catch (error) {
      log.error({ err: error, delivery: delivery.id }, 'a delivery could not be written')
      const words = `It could not be written: ${(error as Error).message}`
      return { body, sent: { kind: 'failed', error: words, milliseconds: 0 } as Sent }
    }
  }
}
