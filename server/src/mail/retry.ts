/** When to try again. Pure: the chance that spreads the tries comes in as a number from 0 to 1. */

const minute = 60_000
const hour = 60 * minute

/** After the first try, the second, and so on; as many tries as there are delays, and one more. */
const delays = [minute / 2, 2 * minute, 10 * minute, hour, 3 * hour, ...Array<number>(6).fill(6 * hour)]
export const maxAttempts = delays.length + 1

/** Milliseconds until a message is tried again that was tried `attempts` times; null: no more. */
export function retryDelay(attempts: number, chance: number): number | null {
  const delay = delays[attempts - 1]
  return delay === undefined ? null : spread(delay, chance)
}

/** Milliseconds to leave a mail server alone that could not be reached `failures` times in a row: a second to a minute. */
export function pauseAfter(failures: number, chance: number): number {
  return spread(Math.min(minute, 1000 * 2 ** Math.min(failures - 1, 10)), chance)
}

/** A fifth more or less, so that processes and messages do not come all at once. */
function spread(delay: number, chance: number): number {
  return Math.round(delay * (0.8 + 0.4 * chance))
}
