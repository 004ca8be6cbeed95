import type { FastifyBaseLogger } from 'fastify'

const second = 1000
export const halfMinute = 30 * second
export const hour = 3600 * second

/** Does the work now and then again and again. What fails is logged and tried again. Gives what stops it, after a run under way. */
export function every(
  milliseconds: number,
  work: () => Promise<void>,
  log: Pick<FastifyBaseLogger, 'error'>,
): () => Promise<void> {
  let underWay: Promise<void> | null = null
  const run = () => {
    underWay ??= work()
      .catch(error => log.error({ err: error }, 'regular work failed'))
      .finally(() => {
        underWay = null
      })
  }
  const timer = setInterval(run, milliseconds)
  run()
  return async () => {
    clearInterval(timer)
    await underWay
  }
}
