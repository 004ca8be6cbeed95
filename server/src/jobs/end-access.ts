/**
 * What happens when a learner's time is over. Access ends by itself, to the moment: it follows from the clock. What has to
 * run is what others learn of it: a line in the log, once for each end, and the seat that is free again.
 */
import { sql } from 'kysely'
import type { Database, Reader } from '../db/database.ts'
import type { Engine } from '../provisioning/engine.ts'
import { type Failure, findFailures, reportFailures } from './failures.ts'

interface Ended {
  readonly id: number
  readonly ends_at: Date
  readonly email: string
  readonly course: string
  readonly organization_id: number
}

const atOnce = 256

/** Notes every end up to `now` that nobody has noted. Several servers may do so together: the engine notes each once. */
export async function endAccess(
  { engine, database }: { engine: Engine; database: Pick<Database, 'kysely'> },
  now: Date,
): Promise<void> {
  const failures: Failure[] = []
  for (let after: Ended | undefined; ; ) {
    const ended = await findEnded(database.kysely, now, after)
    const works = ended.map(({ id, email, course, organization_id: organizationId }) => {
      const call = { actor: { kind: 'system' }, organizationId, source: null, ip: null, receivedAt: now } as const
      return [id, engine.submit({ kind: 'access_ended', call, email, course, reason: null })] as const
    })
    failures.push(...(await findFailures(works)))
    if (ended.length < atOnce) break
    after = ended.at(-1)
  }
  reportFailures('enrollments', failures)
}

async function findEnded(reader: Reader, now: Date, after?: Ended): Promise<Ended[]> {
  const beyond = after ? sql`and (e.ends_at, e.id) > (${after.ends_at}, ${after.id})` : sql``
  const { rows } = await sql<Ended>`
    select e.id, e.ends_at, u.email, c.name as course, c.organization_id
    from enrollments e join users u on u.id = e.user_id join courses c on c.id = e.course_id
    where e.revoked_at is null and e.ends_at <= ${now} and (e.end_noted_at is null or e.end_noted_at < e.ends_at) ${beyond}
    order by e.ends_at, e.id limit ${atOnce}`.execute(reader)
  return rows
}
