/** What a delivery means for its message. Pure. */
import type { Delivery } from './delivery.ts'
import { maxAttempts, retryDelay } from './retry.ts'

/** What became of a claimed message. What was not `tried` does not count as an attempt. */
export type Settlement =
  | { readonly state: 'sent'; readonly at: Date }
  | { readonly state: 'retry'; readonly at: Date; readonly tried: boolean; readonly error: string | null }
  | { readonly state: 'failed'; readonly tried: boolean; readonly error: string }

const queueLifetime = 7 * 24 * 60 * 60_000

/** What ends a message before it is looked at; null: nothing does. */
export function endOf(
  { id, queuedAt, wasBeingSent }: { id: number; queuedAt: Date; wasBeingSent: boolean },
  now: Date,
): Settlement | null {
  if (wasBeingSent)
    return { state: 'failed', tried: true, error: unknownFate('Usher stopped while it was being sent', id) }
  if (now.getTime() - queuedAt.getTime() >= queueLifetime)
    return end('Too old: it waited for more than 7 days and was not sent.')
  return null
}

/** Nobody is to get it any more. */
export function end(error: string): Settlement {
  return { state: 'failed', tried: false, error }
}

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
      return { state: 'failed', tried: true, error: delivery.words }
    case 'unknown':
      return {
        state: 'failed',
        tried: true,
        error: unknownFate(`The mail server took it but did not answer (${delivery.words})`, id),
      }
    case 'interrupted':
      return giveBack(now)
    case 'down':
      return giveBack(now, delivery.words)
    case 'deferred': {
      const delay = retryDelay(attempts + 1, chance)
      if (delay === null)
        return { state: 'failed', tried: true, error: `Given up after ${maxAttempts} tries: ${delivery.words}` }
      return { state: 'retry', at: new Date(now.getTime() + delay), tried: true, error: delivery.words }
    }
  }
}

/** Back into the queue as if it had not been claimed. */
export function giveBack(at: Date, error: string | null = null): Settlement {
  return { state: 'retry', at, tried: false, error }
}

/** What to keep of a message that may or may not have been taken by the mail server. */
function unknownFate(why: string, id: number): string {
  return `${why}: it may have been delivered. \`usher mail resend ${id}\` sends it again.`
}
