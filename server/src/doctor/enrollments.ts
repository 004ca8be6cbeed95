import { sql } from 'kysely'
import type { Database, Reader } from '../db/database.ts'
import { type Folded, findFold } from '../provisioning/decide/fold-enrollment.ts'
import { type EnrollmentWithGrants, readLedger, refoldEnrollments } from '../provisioning/repair/ledger.ts'
import { type Fault, type Fields, type LedgerCheck, pagesOf } from './check.ts'

const usersAtOnce = 500

interface WrongEnrollment extends Fault {
  readonly userId: number
}

/** Every enrollment against the fold of its grants, a page of users at a time, so that any number of them fits in memory. */
export const enrollmentsCheck: LedgerCheck<WrongEnrollment> = {
  name: 'enrollments',
  well: 'Each is what its grants add up to',
  wrong: count => `${count === 1 ? '1 is' : `${count} are`} not what the grants add up to`,
  async *find({ database: { kysely }, now }) {
    for await (const users of pagesOf(at => listLearners(kysely, at), usersAtOnce)) {
      const rows = await readAtOnce(
        kysely,
        users.map(({ id }) => id),
      )
      const ends = new Map()
      const wrong = rows.flatMap(row => {
        const after = findFold(row, row.grants, now(), ends)
        return after ? { row, after } : []
      })
      const names = await nameEnrollments(
        kysely,
        wrong.map(({ row }) => row.id),
      )
      yield* wrong.map(({ row, after }) => ({ ...faultOf(row.id, row, after, names.get(row.id)), userId: row.userId }))
    }
  },
  repair: (faults, { change, now }) =>
    change(async transaction => {
      const userIds = [...new Set(faults.map(({ userId }) => userId))]
      const refolded = await refoldEnrollments(transaction, userIds, now())
      return refolded.map(({ id, before, after }) => faultOf(id, before, after))
    }),
}

function faultOf(id: number, before: Folded, after: Folded, of = ''): Fault {
  return { kind: 'enrollment', id, of, before: shown(before), after: shown(after) }
}

function shown({ startsAt, endsAt, revokedAt }: Folded): Fields {
  return { starts_at: startsAt, ends_at: endsAt, revoked_at: revokedAt }
}

function listLearners(reader: Reader, { after, limit }: { after: number; limit: number }) {
  const learners = reader.selectFrom('enrollments').select('user_id as id').distinct().where('user_id', '>', after)
  return learners.orderBy('user_id').limit(limit).execute()
}

/** As of one moment: an enrollment and its grants belong together. */
function readAtOnce(kysely: Database['kysely'], userIds: readonly number[]): Promise<EnrollmentWithGrants[]> {
  const moment = kysely.transaction().setIsolationLevel('repeatable read').setAccessMode('read only')
  return moment.execute(transaction => readLedger(transaction, userIds))
}

async function nameEnrollments(reader: Reader, ids: readonly number[]): Promise<ReadonlyMap<number, string>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: number; name: string }>`
    select e.id, u.email || ' in ' || c.name as name
    from enrollments e join users u on u.id = e.user_id join courses c on c.id = e.course_id
    where e.id = any(${ids}::bigint[])`.execute(reader)
  return new Map(rows.map(({ id, name }) => [id, name]))
}
