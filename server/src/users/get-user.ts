import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import { membershipSuspendedAt } from '../enrollments/held-back.ts'
import { Refusal } from '../lib/refusal.ts'
import { type EnrollmentStatus, statusOf } from '../lib/states/enrollment-status.ts'
import { getOrganizationInReach, isInReach, type Reach, type TeamReach } from '../reach/find-organization.ts'
import { selectUsersOf } from './of-organization.ts'

export type UserRow = Awaited<ReturnType<typeof getUser>>

export interface WhichUser {
  readonly id: number
  /** As it sees the user. Default: the caller's own, or else the topmost one below where the user belongs. */
  readonly organization?: number | string
}

/** A user, and where the user belongs and what the user has within the caller's reach. Throws `not_found`. */
export async function getUser(reader: Reader, caller: TeamReach, which: WhichUser, now: Date) {
  const { id } = which
  const { organizationId } = await getPlace(reader, caller, which)
  const [user, account, memberships, teams, enrollments] = await Promise.all([
    selectUsersOf(reader)
      .where('user.id', '=', id)
      .where('organization.id', '=', organizationId)
      .executeTakeFirstOrThrow(),
    readOwnAccount(reader, caller, id),
    listPlaces(reader, caller, id),
    listTeams(reader, caller, id),
    countEnrollments(reader, caller, id, now),
  ])
  // Of who is only invited it is not told that they have an account elsewhere.
  const isOnlyInvited = memberships.every(({ invited_at }) => invited_at !== null)
  return { ...user, ...account, ...(isOnlyInvited && { second_factor: false }), memberships, teams, enrollments }
}

/** The organization whose member is meant. Throws `not_found`. */
export async function getPlace(reader: Reader, { organization: home }: Reach, { id, organization }: WhichUser) {
  let query = reader
    .selectFrom('memberships as membership')
    .innerJoin('organizations as organization', 'organization.id', 'membership.organization_id')
    .select(['organization.id as organizationId', 'organization.path', 'organization.slug'])
    .where('membership.user_id', '=', id)
    .where(isInReach(home, 'organization'))
    .orderBy(sql`cardinality(organization.path)`)
    .orderBy('organization.id')
  if (organization !== undefined) {
    const chosen = await getOrganizationInReach(reader, home, organization)
    query = query.where('organization.id', '=', chosen.id)
  }
  const row = await query.limit(1).executeTakeFirst()
  if (!row) throw unknownUser(id)
  return row
}

export function unknownUser(id: number | string | undefined): Refusal {
  return new Refusal('not_found', `There is no user ${id} here.`)
}

/** What is of the account and no organization; nothing of it where the account is somebody's elsewhere too. */
async function readOwnAccount(reader: Reader, { organization: home }: TeamReach, id: number) {
  const { rows } = await sql<{ earlier_emails: string[]; second_factor: boolean }>`
    select array(select email from users where alias_of = ${id} order by id) as earlier_emails,
      exists (select from passwords where user_id = ${id} and has_second_factor) as second_factor
    where not exists (
      select from memberships membership join organizations organization on organization.id = membership.organization_id
      where membership.user_id = ${id} and not ${isInReach(home, 'organization')})`.execute(reader)
  return rows[0] ?? { earlier_emails: [], second_factor: null }
}

function listPlaces(reader: Reader, { organization, teams }: TeamReach, id: number) {
  return reader
    .selectFrom('memberships as membership')
    .innerJoin('organizations as organization', 'organization.id', 'membership.organization_id')
    .select([
      'organization.slug as organization',
      'membership.role',
      'membership.invited_at',
      'membership.suspended_at',
      'membership.created_at',
    ])
    .where('membership.user_id', '=', id)
    .where(isInReach(organization, 'organization'))
    .$if(teams !== null, query => query.where('organization.id', '=', organization.id))
    .orderBy('organization.path')
    .execute()
}

function listTeams(reader: Reader, { organization, teams }: TeamReach, id: number) {
  return reader
    .selectFrom('team_members as member')
    .innerJoin('teams as team', 'team.id', 'member.team_id')
    .innerJoin('organizations as organization', 'organization.id', 'team.organization_id')
    .select(['team.id', 'team.name', 'organization.slug as organization', 'member.role'])
    .where('member.user_id', '=', id)
    .where('team.archived_at', 'is', null)
    .where(isInReach(organization, 'organization'))
    .$if(teams !== null, query => query.where('team.id', '=', sql<number>`any(${teams}::bigint[])`))
    .orderBy('team.id')
    .execute()
}

async function countEnrollments(reader: Reader, { organization }: TeamReach, id: number, now: Date) {
  const rows = await reader
    .selectFrom('enrollments as enrollment')
    .innerJoin('courses as course', 'course.id', 'enrollment.course_id')
    .innerJoin('organizations as organization', 'organization.id', 'course.organization_id')
    .select(['enrollment.starts_at', 'enrollment.ends_at', 'enrollment.revoked_at', 'enrollment.suspended_at'])
    .select(['enrollment.completed_at', membershipSuspendedAt('enrollment', 'course').as('membership_suspended_at')])
    .where('enrollment.user_id', '=', id)
    .where(isInReach(organization, 'organization'))
    .execute()
  const counts: Record<EnrollmentStatus, number> = {
    active: 0,
    upcoming: 0,
    completed: 0,
    suspended: 0,
    expired: 0,
    revoked: 0,
  }
  for (const row of rows) counts[statusOf(row, now)]++
  return counts
}
