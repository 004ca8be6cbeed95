/** What a job could not do of a set, while the rest of it was done. */
export interface Failure {
  readonly id: number
  readonly reason: unknown
}

const shown = 20

/** Throws, when all is done, what is to be said of those that failed: `what` they are, their ids and why the first did. */
export function reportFailures(what: string, failures: readonly Failure[]): void {
  const [first] = failures
  if (!first) return
  const ids = failures.slice(0, shown).map(({ id }) => id)
  const more = failures.length > shown ? ', …' : ''
  throw new Error(`${failures.length} failed and will be tried again: ${what} ${ids.join(', ')}${more}`, {
    cause: first.reason,
  })
}

/** What became of works, each of one id, as the failures among them. */
export async function findFailures(
  works: readonly (readonly [id: number, work: Promise<unknown>])[],
): Promise<Failure[]> {
  const results = await Promise.allSettled(works.map(([, work]) => work))
  return results.flatMap((result, index) =>
    result.status === 'rejected' ? [{ id: works[index]?.[0] as number, reason: result.reason }] : [],
  )
}
