/** What came of a request means for its delivery, and for the webhook. Pure. */
import type { WebhookFormat } from './format.ts'
import { pauseAfter } from './retry.ts'
import type { Sent } from './send.ts'

export interface Settlement {
  readonly isDelivered: boolean
  /** When it is tried again; null: not any more. */
  readonly dueAt: Date | null
  /** Until when its webhook is left alone; null: it is well. */
  readonly pausedUntil: Date | null
  /** Whether the webhook is switched off now, */
  readonly isEnd: boolean
  /** and with it the others of its format in the organization. */
  readonly isEndOfAll: boolean
  readonly status: number | null
  readonly answer: string | null
  readonly error: string | null
  readonly milliseconds: number
}

/** `attempts` are those made before this one. */
export function settlementOf(
  sent: Exclude<Sent, { kind: 'interrupted' }>,
  { attempts, failingSince }: { readonly attempts: number; readonly failingSince: Date | null },
  format: Pick<WebhookFormat, 'retryDelay' | 'patience' | 'isStrict'>,
  now: Date,
  chance: number,
): Settlement {
  const { milliseconds } = sent
  const [status, answer] = sent.kind === 'answered' ? [sent.status, sent.answer] : [null, null]
  const told = { status, answer, milliseconds }
  const well = { isDelivered: true, dueAt: null, pausedUntil: null, isEnd: false, isEndOfAll: false, error: null }
  if (isTaken(sent)) return { ...told, ...well }
  const delay = status === 410 ? null : format.retryDelay(attempts + 1, chance)
  const failingFor = failingSince === null ? 0 : now.getTime() - failingSince.getTime()
  // A single event that is never taken, while others are, switches nothing off.
  const isEnd = status === 410 || failingFor >= format.patience || (delay === null && format.isStrict)
  return {
    ...told,
    isDelivered: false,
    dueAt: delay === null ? null : new Date(now.getTime() + delay),
    pausedUntil: new Date(now.getTime() + pauseAfter(failingFor)),
    isEnd,
    isEndOfAll: isEnd && format.isStrict,
    error: whyNot(sent),
  }
}

export function isTaken(sent: Sent): boolean {
  return sent.kind === 'answered' && sent.status >= 200 && sent.status < 300
}

export function whyNot(sent: Sent): string | null {
  if (sent.kind === 'interrupted') return 'Usher stopped'
  if (sent.kind === 'failed') return sent.error
  if (isTaken(sent)) return null
  const isRedirect = sent.status >= 300 && sent.status < 400
  return `Answered ${sent.status}${isRedirect ? ': redirects are not followed' : ''}`
}
