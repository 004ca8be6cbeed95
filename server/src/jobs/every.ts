import type { Logger } from 'pino'

const second = 1000
export const halfMinute = 30 * second
export const hour = 3600 * second

/** Something that is done now and then again and again. */
export interface Job {
  readonly name: string
  /** Milliseconds. */
  readonly every: number
  work(): Promise<unknown>
}

/**
 * Each for itself: one that fails, or takes long, holds up none of the others. What fails is logged by its name and tried
 * again. Gives what stops them, once what is under way is done.
 */
export function startJobs(jobs: readonly Job[], log: Pick<Logger, 'error'>): () => Promise<void> {
  const stops = jobs.map(job => start(job, log))
  return async () => {
    await Promise.all(stops.map(stop => stop()))
  }
}

function start({ name, every, work }: Job, log: Pick<Logger, 'error'>): () => Promise<void> {
  let underWay: Promise<void> | null = null
  const run = () => {
    underWay ??= work()
      .then(() => {})
      .catch(error => log.error({ err: error, job: name }, `the job "${name}" failed, in part or as a whole`))
      .finally(() => {
        underWay = null
      })
  }
  const timer = setInterval(run, every)
  run()
  return async () => {
    clearInterval(timer)
    await underWay
  }
}
