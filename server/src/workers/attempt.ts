import type { Logger } from 'pino'

/**
 * For work that goes on while the database is away: gives what the work gives, or null where it failed. `words` are logged
 * when the failing begins and when it is over, not each time.
 */
export function createAttempt(
  log: Pick<Logger, 'info' | 'error'>,
  words: { readonly fails: string; readonly works: string },
) {
  let fails = false
  return async <T>(work: () => Promise<T>): Promise<T | null> => {
    try {
      const result = await work()
      if (fails) log.info(words.works)
      fails = false
      return result
    } catch (error) {
      if (!fails) log.error({ err: error }, words.fails)
      fails = true
      return null
    }
  }
}
