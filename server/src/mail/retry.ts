/** When to try again. Pure: the chance that spreads the tries comes in as a number from 0 to 1. */
import { backOff } from '../workers/back-off.ts'

const minute = 60_000
const hour = 60 * minute

/** After the first try, the second, and so on; as many tries as there are delays, and one more. */
const delays = [minute / 2, 2 * minute, 10 * minute, hour, 3 * hour, ...Array<number>(6).fill(6 * hour)]
const aFifth = { from: 0.8, to: 1.2 }
export const maxAttempts = delays.length + 1

export const retryDelay = backOff(delays, aFifth)

/** Milliseconds to leave a mail server alone that could not be reached `failures` times in a row: a second to a minute. */
export function pauseAfter(failures: number, chance: number): number {
  const delay = Math.min(minute, 1000 * 2 ** Math.min(failures - 1, 10))
  return backOff([delay], aFifth)(1, chance) as number
}
