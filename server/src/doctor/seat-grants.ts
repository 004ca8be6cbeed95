import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import { type Foldable, foldGrants } from '../provisioning/decide/fold.ts'
import { type Fault, type LedgerCheck, pagesOf } from './check.ts'

type Stray = Foldable & {
  readonly email: string
  readonly course: string
  readonly organizationId: number
}

interface StrayGrant extends Fault {
  readonly stray: Stray
}

/** What a seat gave ends with the seat. A grant that was over by then may stand: it gives nothing any more. */
export const seatGrantsCheck: LedgerCheck<StrayGrant> = {
  name: 'seat grants',
  well: 'None outlives its seat',
  wrong: count => `${count === 1 ? '1 gives' : `${count} give`} access from a seat that was given back`,
  async *find({ database: { kysely }, now }) {
    for await (const page of pagesOf(at => listOfReleased(kysely, { ...at, now: now() })))
      yield* page.filter(grant => isStillGiving(grant, now())).map(faultOf)
  },
  repair: (faults, { ask }) =>
    ask(
      faults.map(({ stray: { id: grantId, email, course, organizationId } }) => call => ({
        kind: 'revoke_grant',
        call: call(organizationId),
        email,
        course,
        grantId,
        reason: 'the seat was given back',
      })),
    ),
}

function isStillGiving(grant: Foldable, now: Date): boolean {
  const endsAt = foldGrants([grant])[0]?.endsAt ?? null
  return endsAt === null || endsAt > now
}

function faultOf(stray: Stray): StrayGrant {
  const of = `${stray.email} in ${stray.course}`
  return { kind: 'grant', id: stray.id, of, before: { state: 'standing' }, after: { state: 'revoked' }, stray }
}

/** Where the enrollment is over, whatever still stands behind it gives nothing. */
async function listOfReleased(
  reader: Reader,
  { after, limit, now }: { after: number; limit: number; now: Date },
): Promise<readonly Stray[]> {
  const { rows } = await sql<Stray>`
    select g.id, g.starts_at as "startsAt", g.months, g.days, g.until, g.time_zone as "timeZone", g.renewal,
      g.revoked_at as "revokedAt", u.email, course.name as course, course.organization_id as "organizationId"
    from grants g left join claims c on c.id = g.origin_id
      join enrollments e on e.user_id = g.user_id and e.course_id = g.course_id
      join users u on u.id = g.user_id join courses course on course.id = g.course_id
    where g.id > ${after} and g.source = 'seat' and g.revoked_at is null and (c.id is null or c.released_at is not null)
      and (e.ends_at is null or e.ends_at > ${now})
    order by g.id limit ${limit}`.execute(reader)
  return rows
}
