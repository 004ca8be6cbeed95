/** Long work as a generator that yields where it may be interrupted: it keeps nobody else from their turn of the event loop. */
import { setImmediate } from 'node:timers/promises'

/** So long, in milliseconds, it goes on before others have a turn. */
const longestStep = 15

/** What the work comes to. What is short goes on to its end at once. */
export async function inSteps<Result>(work: Generator<void, Result>): Promise<Result> {
  let begun = performance.now()
  for (;;) {
    const step = work.next()
    if (step.done) return step.value
    if (performance.now() - begun < longestStep) continue
    await setImmediate()
    begun = performance.now()
  }
}

/** The same without interruption. */
export function atOnce<Result>(work: Generator<void, Result>): Result {
  for (;;) {
    const step = work.next()
    if (step.done) return step.value
  }
}
