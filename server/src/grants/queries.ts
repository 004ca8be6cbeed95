/** Grants as the API shows them. */
import { type RawBuilder, type Selectable, sql } from 'kysely'
import { showAccess } from '../courses/access-json.ts'
import type { Reader, Schema } from '../db/database.ts'
import { type Page, type PageRequest, readPage } from '../db/page.ts'
import type { Principal } from '../http/principal.ts'
import { Refusal } from '../lib/refusal.ts'
import { isInReach } from '../organizations/find-organization.ts'
import type { GrantSource } from '../provisioning/intents.ts'
import type { RenewalPolicy } from '../provisioning/snapshot.ts'
import { idOf, type UserChoice } from '../users/user-choice.ts'

export type Grant = Awaited<ReturnType<typeof getGrant>>

export interface GrantFilter extends PageRequest {
  /** Of these courses. */
  readonly courseIds: readonly number[]
  readonly user?: UserChoice
  readonly enrollmentId?: number
  readonly source?: GrantSource
  readonly operationId?: number
}

type Source = RawBuilder<Selectable<Schema['grants']> & { enrollment_id: number }>

/** Learner by learner: in the order in which their enrollments began, and of each in the order in which grants were made. */
export function listGrantPage(reader: Reader, filter: GrantFilter): Promise<Page<Grant>> {
  const { sort = 'enrollment', user, enrollmentId, operationId } = filter
  const conditions = sql.join(conditionsOf(filter), sql` and `)
  const isOfFew = [user, enrollmentId, operationId].some(value => value !== undefined)
  const source = isOfFew ? ofAllCourses : ofEachCourse
  return readPage(
    onThePage => selectGrants(reader, source(filter.courseIds, conditions, onThePage)),
    { ...filter, sort },
    { id: 'grant.id', enrollment: 'grant.enrollment_id' },
  )
}

/** Throws `not_found`, also for a grant out of the caller's reach. */
export async function getGrant(reader: Reader, { organization }: Pick<Principal, 'organization'>, id: number) {
  const row = await selectGrants(reader, sql`(${withEnrollments} where "grant".id = ${id})`)
    .where(isInReach(organization, 'organization'))
    .executeTakeFirst()
  if (!row) throw new Refusal('not_found', `There is no grant ${id}.`)
  return row
}

function conditionsOf({ user, enrollmentId, source, operationId }: GrantFilter): RawBuilder<unknown>[] {
  const conditions = [sql`true`]
  if (user) conditions.push(sql`"grant".user_id = ${idOf(user)}`)
  if (enrollmentId !== undefined) conditions.push(sql`"grant".enrollment_id = ${enrollmentId}`)
  if (operationId !== undefined) conditions.push(byOperation(operationId))
  // What the index of the rarer sources wants to hear.
  if (source && source !== 'api') conditions.push(sql`"grant".source <> 'api'`)
  if (source) conditions.push(sql`"grant".source = ${source}`)
  return conditions
}

/** What came of something is found by the operation, what came of a call by the person whom the call was about. */
function byOperation(id: number) {
  return sql`"grant".id in (
    select id from grants where operation_id = ${id} and origin_id is not null
    union all
    select id from grants where operation_id = ${id} and user_id = (select user_id from operations where id = ${id})
    union all
    select id from grants where revoked_operation_id = ${id})`
}

const withEnrollments = sql`select "grant".*, enrollment.id as enrollment_id
  from enrollments as enrollment
  join grants as "grant" on "grant".user_id = enrollment.user_id and "grant".course_id = enrollment.course_id`

/** A page of each course, by the course's enrollments: the cost follows the page, not the number of grants. */
function ofEachCourse(ids: readonly number[], conditions: RawBuilder<unknown>, onThePage: RawBuilder<unknown>): Source {
  return sql`(
    select "grant".* from unnest(${ids}::bigint[]) as course (id) cross join lateral (
      select * from (${withEnrollments} where enrollment.course_id = course.id) as "grant" where ${conditions} ${onThePage}
    ) as "grant")`
}

/** Those of one person or one operation: they are found by it. */
function ofAllCourses(ids: readonly number[], conditions: RawBuilder<unknown>): Source {
  return sql`(select * from (${withEnrollments}) as "grant" where course_id = any(${ids}::bigint[]) and ${conditions})`
}

function selectGrants(reader: Reader, source: Source) {
  return reader
    .selectFrom(source.as('grant'))
    .innerJoin('users as user', 'user.id', 'grant.user_id')
    .innerJoin('courses as course', 'course.id', 'grant.course_id')
    .innerJoin('organizations as organization', 'organization.id', 'grant.organization_id')
    .select(['grant.id', 'organization.slug as organization', 'grant.organization_id', 'grant.enrollment_id'])
    .select(['grant.user_id', 'user.email', 'grant.course_id', 'course.name as course'])
    .select([sql<GrantSource>`"grant".source`.as('source'), 'grant.origin_id', 'grant.reference', 'grant.starts_at'])
    .select([showAccess('grant', ''), 'grant.time_zone', sql<RenewalPolicy>`"grant".renewal`.as('renewal')])
    .select('grant.operation_id')
    .select(['grant.revoked_at', 'grant.revoked_reason', 'grant.revoked_operation_id'])
}
