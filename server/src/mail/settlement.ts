/** What a delivery means for its message. Pure. */
import type { Delivery } from './delivery.ts'
import { maxAttempts, retryDelay } from './retry.ts'

/** What became of a claimed message. A `retry` that is not `tried` does not count as an attempt. */
export type Settlement =
  | { readonly state: 'sent'; readonly at: Date }
  | { readonly state: 'retry'; readonly at: Date; readonly tried: boolean; readonly error: string | null }
  | { readonly state: 'failed'; readonly error: string }

/** `attempts` are those made before this one; `chance`, from 0 to 1, spreads the next. */
export function settlementOf(
  delivery: Delivery,
  { id, attempts }: { id: number; attempts: number },
  now: Date,
  chance: number,
): Settlement {
  switch (delivery.kind) {
    case 'accepted':
      return { state: 'sent', at: now }
    case 'refused':
      return { state: 'failed', error: delivery.words }
    case 'unknown':
      return {
        state: 'failed',
        error: unknownFate(`The mail server took it but did not answer (${delivery.words})`, id),
      }
    case 'interrupted':
      return giveBack(now)
    case 'down':
      return giveBack(now, delivery.words)
    case 'deferred': {
      const delay = retryDelay(attempts + 1, chance)
      if (delay === null) return { state: 'failed', error: `Given up after ${maxAttempts} tries: ${delivery.words}` }
      return { state: 'retry', at: new Date(now.getTime() + delay), tried: true, error: delivery.words }
    }
  }
}

/** Back into the queue as if it had not been claimed. */
export function giveBack(at: Date, error: string | null = null): Settlement {
  return { state: 'retry', at, tried: false, error }
}

/** What to keep of a message that may or may not have been taken by the mail server. */
export function unknownFate(why: string, id: number | 'ID'): string {
  return `${why}: it may have been delivered. \`usher mail resend ${id}\` sends it again.`
}
