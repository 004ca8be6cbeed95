import type { FastifyBaseLogger } from 'fastify'

const hour = 60 * 60 * 1000

/** Does the work now and then once an hour, until the function it returns is called. What fails is logged and tried again. */
export function everyHour(work: () => Promise<void>, log: Pick<FastifyBaseLogger, 'error'>): () => void {
  const run = () => work().catch(error => log.error({ err: error }, 'hourly work failed'))
  const timer = setInterval(run, hour)
  run()
  return () => clearInterval(timer)
}
