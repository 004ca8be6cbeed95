import type { FastifyBaseLogger } from 'fastify'

const hour = 60 * 60 * 1000

/** Does the work now and then once an hour. What fails is logged and tried again. Gives what stops it, after a run under way. */
export function everyHour(work: () => Promise<void>, log: Pick<FastifyBaseLogger, 'error'>): () => Promise<void> {
  let underWay = Promise.resolve()
  const run = () => {
    underWay = underWay.then(work).catch(error => log.error({ err: error }, 'hourly work failed'))
  }
  const timer = setInterval(run, hour)
  run()
  return () => {
    clearInterval(timer)
    return underWay
  }
}
