/** Tells webhooks what happened, beside everything else the process does. Several servers may do so together. */
import type { Logger } from 'pino'
import { createAttempt } from '../db/attempt.ts'
import type { Database } from '../db/database.ts'
import { createBell } from '../lib/bell.ts'
import type { WebhookFormat } from './format.ts'
import {
  type ClaimedWebhook,
  claimWebhooks,
  type DueDelivery,
  type FormatName,
  findFirstDue,
  release,
  settle,
} from './queue.ts'
import { unsealSecrets } from './secrets-of.ts'
import type { Sent, WebhookSender } from './send.ts'
import { settlementOf } from './settlement.ts'

export type WebhookFormats = Readonly<Record<FormatName, WebhookFormat>>

export interface WebhookWorker {
  start(): void
  /** Looks at the queue now. */
  wake(): void
  /** Claims nothing more, waits up to `grace` milliseconds for what is under way, then breaks it off: it is sent again. */
  stop(options?: { grace?: number }): Promise<void>
}

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

const pollInterval = 1000
/** How many are told something at the same time; and of these how many slow ones, so that there is always room for others. */
const width = 16
const slowWidth = 8

export function createWebhookWorker(deps: WebhookWorkerDeps): WebhookWorker {
  const { database, formats, sender, config, log, now = () => new Date(), chance = Math.random } = deps
  const { kysely } = database
  const underWay = new Set<Promise<void>>()
  let slowUnderWay = 0
  const breakOff = new AbortController()
  const bell = createBell()
  const attempt = createAttempt(log, {
    fails: 'the webhooks cannot be read or written',
    works: 'the webhooks can be read again',
  })
  let running: Promise<void> | undefined
  let stopping = false

  async function run() {
    while (!stopping) {
      const claimed = await attempt(round)
      if (!claimed && !stopping) await bell.wait(pollInterval)
    }
  }

  async function round(): Promise<number> {
    const room = width - underWay.size
    const quick = room > 0 ? await claimWebhooks(kysely, room, now()) : []
    const slowRoom = Math.min(room - quick.length, slowWidth - slowUnderWay)
    const slow = slowRoom > 0 ? await claimWebhooks(kysely, slowRoom, now(), { slow: true }) : []
    const webhooks = [...quick, ...slow]
    if (webhooks.length === 0) return 0
    const due = await findFirstDue(
      kysely,
      webhooks.map(({ id }) => id),
      now(),
    )
    for (const webhook of webhooks) {
      const delivery = due.find(({ webhookId }) => webhookId === webhook.id)
      const work = delivery ? tell(webhook, delivery) : release(kysely, webhook)
      track(slow.includes(webhook) ? asSlow(work) : work)
    }
    return webhooks.length
  }

  async function asSlow(work: Promise<void>): Promise<void> {
    slowUnderWay++
    await work.finally(() => slowUnderWay--)
  }

  async function tell(webhook: ClaimedWebhook, delivery: DueDelivery): Promise<void> {
    const format = formats[webhook.format]
    const { sent, body } = await send(webhook, delivery, format)
    if (sent.kind === 'interrupted') return release(kysely, webhook)
    const { failingSince } = webhook
    const settlement = settlementOf(sent, { ...delivery, failingSince }, format, now(), chance())
    const { isDelivered, error } = settlement
    log.info({ webhook: webhook.id, delivery: delivery.id, delivered: isDelivered, error }, 'webhook')
    // Its address may hold a secret.
    if (settlement.isEnd) log.warn({ webhook: webhook.id, error }, 'a webhook was switched off')
    await settle(database, webhook, { ...delivery, body }, settlement, now())
  }

  async function send(webhook: ClaimedWebhook, delivery: DueDelivery, format: WebhookFormat) {
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
      return { body, sent: await sender.send({ url: webhook.url, headers, body: sentBody }, breakOff.signal) }
    } catch (error) {
      log.error({ err: error, delivery: delivery.id }, 'a delivery could not be written')
      const words = `It could not be written: ${(error as Error).message}`
      return { body, sent: { kind: 'failed', error: words, milliseconds: 0 } as Sent }
    }
  }

  function track(work: Promise<void>) {
    // What cannot be written is told again when the claim is over.
    const tracked = attempt(() => work).then(() => {
      underWay.delete(tracked)
      bell.ring()
    })
    underWay.add(tracked)
  }

  return {
    start() {
      running ??= run()
    },
    wake: bell.ring,
    async stop({ grace = 10_000 } = {}) {
      stopping = true
      bell.ring()
      await running
      const timer = setTimeout(() => breakOff.abort(), grace)
      await Promise.all(underWay)
      clearTimeout(timer)
    },
  }
}
