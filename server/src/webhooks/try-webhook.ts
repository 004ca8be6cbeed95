/** A request that tells of nothing: does somebody answer, and with what? */
import { randomUUID } from 'node:crypto'
import { Refusal } from '../lib/refusal.ts'
import type { WebhookFormat } from './format.ts'
import type { WebhookSender } from './send.ts'
import { isTaken, whyNot } from './settlement.ts'

export interface Tried {
  readonly delivered: boolean
  readonly status: number | null
  readonly answer: string | null
  readonly error: string | null
  readonly duration_ms: number
}

export async function tryWebhook(
  sender: WebhookSender,
  format: WebhookFormat,
  { url, secrets }: { readonly url: string; readonly secrets: readonly string[] },
  now: Date,
): Promise<Tried> {
  const body = format.writeTest(now)
  const headers = format.sign({ id: `msg_test_${randomUUID()}`, at: now, body, secrets })
  const sent = await sender.send({ url, headers, body })
  const [status, answer] = sent.kind === 'answered' ? [sent.status, sent.answer] : [null, null]
  const milliseconds = sent.kind === 'interrupted' ? 0 : sent.milliseconds
  return { delivered: isTaken(sent), status, answer, error: whyNot(sent), duration_ms: milliseconds }
}

/** Throws `invalid` (url) when a strict format's test is not taken. */
export async function requireTaken(...attempt: Parameters<typeof tryWebhook>): Promise<void> {
  const [, { isStrict }] = attempt
  const tried = isStrict ? await tryWebhook(...attempt) : null
  if (!tried || tried.delivered) return
  const message = `does not take a test request: ${tried.error}`
  throw new Refusal('invalid', `url ${message}`, [{ field: 'url', message }])
}
