/** Grants as the API shows them. */
import { type NotNull, sql } from 'kysely'
import { showAccess } from '../access/access-json.ts'
import { idOf, type UserChoice } from '../accounts/user-choice.ts'
import { areFew } from '../db/beginnings.ts'
import type { Reader } from '../db/database.ts'
import { type Page, type PageRequest, readPage } from '../db/page.ts'
import { Refusal } from '../lib/refusal.ts'
import type { GrantSource } from '../provisioning/intents/provision.ts'
import type { RenewalPolicy } from '../provisioning/rows/course.ts'
import { isInReach, type Reach } from '../reach/find-organization.ts'

export type Grant = Awaited<ReturnType<typeof getGrant>>

export interface GrantFilter extends PageRequest {
  /** Of these courses. */
  readonly courseIds: readonly number[]
  readonly user?: UserChoice
  readonly enrollmentId?: number
  readonly source?: GrantSource
  readonly operationId?: number
}

/** Learner by learner: in the order in which their enrollments began, and of each in the order in which grants were made. */
export async function listGrantPage(reader: Reader, filter: GrantFilter): Promise<Page<Grant>> {
  const { sort = 'enrollment', courseIds, user, enrollmentId, source, operationId } = filter
  const by = await chooseWay(reader, filter)
  let query = selectGrants(reader)
  if (user) query = query.where(sql<boolean>`"grant".user_id = ${idOf(user)}`)
  if (enrollmentId !== undefined) query = query.where('enrollment.id', '=', enrollmentId)
  if (operationId !== undefined) query = query.where(byOperation(operationId))
  if (source) query = query.where('grant.source', '=', source)
  const places = {
    column: by === 'other' ? 'grant.course_id' : 'enrollment.course_id',
    ids: courseIds,
    by,
    among: isFrom(source),
  }
  return readPage(query, { ...filter, sort }, { id: 'grant.id', enrollment: 'enrollment.id' }, places)
}

/** Grants are found by people and operations; in the order of their ids, or by enrollments, while there are not just a few of them. */
async function chooseWay(
  reader: Reader,
  { sort, courseIds, user, enrollmentId, source, operationId }: GrantFilter,
): Promise<'each' | 'all' | 'other'> {
  if ([user, enrollmentId, operationId].some(value => value !== undefined)) return 'other'
  const inCourses = sql`"grant".course_id = any(${[...courseIds]}::bigint[])`
  const fromSource = isFrom(source)
  const some = fromSource && sql`select from grants "grant" where ${inCourses} and ${fromSource}`
  if (some && (await areFew(reader, some, 50_000))) return 'all'
  if (!sort?.endsWith('id')) return 'each'
  return (await areFew(reader, sql`select from enrollments "grant" where ${inCourses}`)) ? 'all' : 'other'
}

/** As the index of the rarer sources wants to hear it. */
function isFrom(source: GrantSource | undefined) {
  return source && source !== 'api' ? sql<boolean>`"grant".source <> 'api' and "grant".source = ${source}` : undefined
}

/** Throws `not_found`, also for a grant out of the caller's reach. */
export async function getGrant(reader: Reader, { organization }: Reach, id: number) {
  const row = await selectGrants(reader)
    .where('grant.id', '=', id)
    .where(isInReach(organization, 'organization'))
    .executeTakeFirst()
  if (!row) throw new Refusal('not_found', `There is no grant ${id}.`)
  return row
}

/** What came of something is found by the operation, what came of a call by the person whom the call was about. */
function byOperation(id: number) {
  return sql<boolean>`"grant".id in (
    select id from grants where operation_id = ${id} and origin_id is not null
    union all
    select id from grants where operation_id = ${id} and user_id = (select user_id from operations where id = ${id})
    union all
    select id from grants where revoked_operation_id = ${id})`
}

/** All that is joined is there: from the left, so that what only looks for rows need not look at it. */
function selectGrants(reader: Reader) {
  return reader
    .selectFrom('enrollments as enrollment')
    .innerJoin('grants as grant', join =>
      join.onRef('grant.user_id', '=', 'enrollment.user_id').onRef('grant.course_id', '=', 'enrollment.course_id'),
    )
    .leftJoin('users as user', 'user.id', 'grant.user_id')
    .leftJoin('courses as course', 'course.id', 'grant.course_id')
    .leftJoin('organizations as organization', 'organization.id', 'grant.organization_id')
    .select(['grant.id', 'organization.slug as organization', 'grant.organization_id'])
    .select('enrollment.id as enrollment_id')
    .select(['grant.user_id', 'user.email', 'grant.course_id', 'course.name as course'])
    .select([sql<GrantSource>`"grant".source`.as('source'), 'grant.origin_id', 'grant.reference', 'grant.starts_at'])
    .select([showAccess('grant', ''), 'grant.time_zone', sql<RenewalPolicy>`"grant".renewal`.as('renewal')])
    .select('grant.operation_id')
    .select(['grant.revoked_at', 'grant.revoked_reason', 'grant.revoked_operation_id'])
    .$narrowType<{ organization: NotNull; email: NotNull; course: NotNull }>()
}
