import type { Delivery } from './delivery.ts'
import { pauseAfter } from './retry.ts'

/** How a mail server that is down is left alone: a second at first, a minute in the end. */
export interface ServerPause {
  /** Whether to leave it alone at this moment. */
  lasts(now: Date): boolean
  /** Whether it was down when it was last tried: then one mail finds out whether it is back. */
  isDoubtful(): boolean
  /** Learns from a delivery; answers the milliseconds of a pause that begins with it. */
  learn(delivery: Delivery, now: Date, chance: number): number | null
}

export function createServerPause(): ServerPause {
  let failures = 0
  let until = 0
  return {
    lasts: now => now.getTime() < until,
    isDoubtful: () => failures > 0,
    learn({ kind }, now, chance) {
      if (kind !== 'down') {
        if (kind !== 'interrupted') failures = until = 0
        return null
      }
      // Several mails that fail together are one failure of the server.
      if (now.getTime() < until) return null
      failures += 1
      const pause = pauseAfter(failures, chance)
      until = now.getTime() + pause
      return pause
    },
  }
}
