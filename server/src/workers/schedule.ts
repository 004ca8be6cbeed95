/**
 * What is done by the clock, as tasks of the shell, a row a job: each by its name, alone, and by one server at a time. One that
 * fails, takes long or hangs holds up no other; how it ended stands in its row, for the doctor.
 */
import { sql } from 'kysely'
import type { Logger } from 'pino'
import type { Database } from '../db/database.ts'
import { type Claimed, createWorker, type Worker } from './worker.ts'

/** Something that is done again and again. The name is how the log and the doctor speak of it. */
export interface Job<Deps> {
  readonly name: string
  /** Milliseconds, from its end. */
  readonly every: number
  work(deps: Deps, now: Date): Promise<unknown>
}

export interface ScheduleDeps {
  readonly database: Pick<Database, 'kysely'>
  readonly log: Pick<Logger, 'info' | 'error'>
  readonly now: () => Date
  /** See `WorkerDeps`. */
  readonly poll?: number
}

interface ClaimedJob extends Claimed {
  readonly name: string
  readonly claimedAt: Date
}

/** Of a server that is gone, nobody says any more that it is still at it. */
const lease = 2 * 60_000
/** What has not ended by then hangs: it is begun again. */
const longest = 60 * 60_000
const shownOfError = 500

export function createSchedule<Deps>(
  jobs: readonly Job<Deps>[],
  deps: Deps,
  { database: { kysely }, log, now, poll }: ScheduleDeps,
): Worker {
  const named = new Map(jobs.map(job => [job.name, job]))
  const names = [...named.keys()]

  return createWorker<ClaimedJob>(
    {
      name: 'the jobs',
      // Room for each, beside one of each that hangs.
      width: () => 2 * jobs.length,
      async claim({ now: at }) {
        const until = new Date(at.getTime() + lease)
        const { rows } = await sql<ClaimedJob>`
          with new as (
            insert into jobs (name, due_at, claimed_at, claimed_until, well_at)
            select name, ${at}::timestamptz, ${at}::timestamptz, ${until}::timestamptz, ${at}::timestamptz
            from unnest(${names}::text[]) as name where not exists (select from jobs where jobs.name = name.name)
            on conflict do nothing returning name
          ), due as materialized (
            select name from jobs
            where name = any(${names}) and due_at <= ${at} and (claimed_until is null or claimed_until <= ${at})
            for update skip locked
          ), again as (
            update jobs set claimed_at = ${at}, claimed_until = ${until} from due where jobs.name = due.name
            returning jobs.name
          )
          select name, ${at}::timestamptz as "claimedAt", 0 as owner from (table new union all table again) as claimed`.execute(
          kysely,
        )
        return rows
      },
      async renew(claims, at) {
        const atWork = claims.filter(({ claimedAt }) => at.getTime() - claimedAt.getTime() < longest)
        await sql`
          update jobs set claimed_until = ${new Date(at.getTime() + lease)}
          from unnest(${atWork.map(({ name }) => name)}::text[], ${atWork.map(({ claimedAt }) => claimedAt)}::timestamptz[])
            as held (name, claimed_at)
          where jobs.name = held.name and jobs.claimed_at = held.claimed_at
            and claimed_until < ${new Date(at.getTime() + lease / 2)}`.execute(kysely)
      },
      async work({ name, claimedAt }, breakOff) {
        const held = sql`name = ${name} and claimed_at = ${claimedAt}`
        const free = sql`claimed_at = null, claimed_until = null`
        if (breakOff.aborted) return () => sql`update jobs set ${free} where ${held}`.execute(kysely)
        const { every, work } = named.get(name) as Job<Deps>
        const failure = await Promise.try(() => work(deps, now())).then(
          () => null,
          error => ({ error }),
        )
        if (failure) log.error({ err: failure.error, job: name }, `the job "${name}" failed, in part or as a whole`)
        const at = now()
        const dueAt = new Date(at.getTime() + every)
        const words = failure && sayFailure(failure.error)
        return () =>
          sql`update jobs set ${free}, due_at = ${dueAt}, error = ${words},
            well_at = case when ${failure === null} then ${at} else well_at end where ${held}`.execute(kysely)
      },
    },
    { log, now, ...(poll !== undefined && { poll }) },
  )
}

function sayFailure(error: unknown): string {
  const { message, cause } = error as Error
  const why = cause instanceof Error ? ` (${cause.message})` : ''
  return `${message}${why}`.replaceAll('\0', '').slice(0, shownOfError).toWellFormed()
}
