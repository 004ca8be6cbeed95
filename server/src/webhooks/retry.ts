/** When to try again. Pure: the chance that spreads the tries comes in as a number from 0 to 1. */
import { backOff } from '../workers/back-off.ts'

const second = 1000
const minute = 60 * second
export const hour = 60 * minute

/** After the first try, the second, and so on: three days in all. */
const delays = [
  ...[10 * second, minute, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 8 * hour],
  ...[12 * hour, 20 * hour, 24 * hour],
]

/** Up to a fifth later. */
export const retryDelay = backOff(delays, { from: 1, to: 1.2 })

/**
 * Milliseconds to leave somebody alone where nothing has got through for so long: however much waits, what is down is not
 * stormed, and takes no place from others.
 */
export function pauseAfter(failingFor: number): number {
  return Math.min(10 * minute, Math.max(second, failingFor / 10))
}

/**
 * Until when somebody who takes so long to answer counts as slow; null: it was quick. Much longer than it took: who is quick
 * for once does not hold up those who always are.
 */
export function slowUntil(milliseconds: number, now: Date): Date | null {
  return milliseconds < second ? null : new Date(now.getTime() + 60 * milliseconds)
}
