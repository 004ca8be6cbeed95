/**
 * Reads what a set of intents touches: two statements for any set, sent with the one that begins the transaction, and
 * three more where accounts are there already; what only some intents touch is domain.ts's. Accounts are locked first
 * and in the order of their emails, and everything else that is written hangs on an account, so two sets never wait in a
 * circle.
 */
import type { ClientBase } from 'pg'
import { runTogether, type Statement } from '../../db/statements.ts'
import { arrayLiteral } from '../../lib/array-literal.ts'
import type { Intent } from '../intents/intent.ts'
import type { Course, Period, RenewalPolicy } from '../rows/course.ts'
import { courseKey } from '../rows/keys.ts'
import type { Listener, Organization, SignInMode } from '../rows/organization.ts'
import type { Enrollment, Grant, Membership, Refund, User } from '../rows/person.ts'
import { noMerge, type Snapshot } from '../snapshot.ts'
import { type Domain, loadDomain, noDomain } from './domain.ts'
import { listensTo } from './listens-to.ts'
import { findMerging, loadMerge } from './merging.ts'
import { signInModeAt } from './sign-in-mode.ts'
import { type TouchedDomain, whatOfTheDomain } from './touched-domain.ts'
import { keptInVain } from './ways-in.ts'

/** What was read changed before it was locked: done again, it comes out right. */
export class LostRace extends Error {}

/** Begins the transaction and gives the snapshot for `decide`. Accounts that exist stay locked until it ends. */
export async function load(client: ClientBase, intents: readonly Intent[]): Promise<Snapshot> {
  const { emails, organizationIds, names, references } = whatIsTouched(intents)
  const touched = whatOfTheDomain(intents)
  const [, places, locked] = (await runTogether(client, [
    { name: 'begin', text: 'begin' },
    { ...selectPlaces, values: [arrayLiteral(organizationIds), arrayLiteral(names), arrayLiteral(references)] },
    touched ? lockAllUsers(emails, organizationIds, touched) : { ...lockUsers, values: [arrayLiteral(emails)] },
  ])) as unknown as [never, Place[], LockedUser[]]
  const { users, aliases } = tellApart(locked)
  const earlyIds = users.map(user => user.id)
  const domain = touched ? await loadDomain(client, touched, { organizationIds, userIds: earlyIds }) : noDomain
  const lateIds = whoCameMeanwhile(domain, earlyIds)
  if (lateIds.length > 0) users.push(...(await lockLate(client, lateIds)))
  const named = places.filter(place => place.course_id !== null).map(toCourse)
  const userIds = users.map(user => user.id)
  const courses = [...named, ...domain.coursesById.values()]
  const [loaded, ...ofCourses] = await loadKnown(client, userIds, courses)
  const memberships = loaded.map(({ leads, ...row }) => row)
  const merging = findMerging(intents)
  const texts = { enrollments: selectEnrollments.text, grants: selectGrants.text }
  const merge = merging ? await loadMerge(client, merging, texts) : null
  const [enrollments, grants] = merge ? [merge.enrollments, merge.grants] : ofCourses
  return {
    organizations: new Map(places.map(place => [place.organization_id, toOrganization(place)])),
    courses: new Map(courses.map(row => [courseKey(row.organizationId, row.name), row])),
    coursesById: domain.coursesById,
    aliases,
    leadersOfTeams: new Set(loaded.filter(({ leads }) => leads).map(({ userId }) => userId)),
    externalIds: domain.externalIds,
    rows: {
      ...domain.rows,
      users,
      memberships,
      enrollments,
      grants,
      refunds: [...new Map(places.map(place => [place.organization_id, place.refunds ?? []])).values()].flat(),
    },
    merging: merge ?? noMerge,
  }
}

type LockedUser = User & { readonly aliasOf: number | null }

function tellApart(rows: readonly LockedUser[]): Pick<Snapshot, 'aliases'> & { users: User[] } {
  const users = rows.flatMap(({ aliasOf, ...user }) => (aliasOf === null ? user : []))
  const aliases = new Map<string, string>()
  for (const { email, aliasOf } of rows) {
    if (aliasOf === null) continue
    const user = users.find(({ id }) => id === aliasOf)
    if (!user) throw new LostRace(`${email} became the alias of another account meanwhile`)
    aliases.set(email, user.email)
  }
  return { users, aliases }
}

/**
 * Until the seats and groups were locked, others could still claim, wait and join: now nobody can. Where one of them is locked
 * by a set that waits for this one, the database ends one of the two, and it is done again.
 */
function whoCameMeanwhile({ rows: { claims, waiters, groupMembers } }: Domain, userIds: readonly number[]): number[] {
  const known = new Set(userIds)
  const ids = [...claims.filter(claim => !claim.releasedAt), ...waiters, ...groupMembers].map(({ userId }) => userId)
  return [...new Set(ids.filter(id => !known.has(id)))]
}

async function lockLate(client: ClientBase, userIds: readonly number[]): Promise<User[]> {
  const text = lockUsers.text.replace(areNamed, 'id = any($1::bigint[])')
  const [users = []] = await runTogether(client, [{ name: 'lock late users', text, values: [arrayLiteral(userIds)] }])
  return users as unknown as User[]
}

/** What hangs on accounts that are there already: nothing to ask for when all are new. */
async function loadKnown(client: ClientBase, userIds: readonly number[], courses: readonly Course[]) {
  if (userIds.length === 0) return [[], [], []] as const
  const users = arrayLiteral(userIds)
  const courseIds = arrayLiteral([...new Set(courses.map(course => course.id))])
  return (await runTogether(client, [
    { ...selectMemberships, values: [users] },
    { ...selectEnrollments, values: [users, courseIds] },
    { ...selectGrants, values: [users, courseIds] },
  ])) as unknown as [LoadedMembership[], Enrollment[], Grant[]]
}

function whatIsTouched(intents: readonly Intent[]) {
  const emails = new Set<string>()
  const organizationIds = new Set<number>()
  const names = new Set<string>()
  const references = new Set<string>()
  for (const intent of intents) {
    if (intent.kind === 'record' || intent.call.organizationId === null) continue
    organizationIds.add(intent.call.organizationId)
    if ('email' in intent && intent.email !== null) emails.add(intent.email)
    if ('organizationIds' in intent) for (const id of intent.organizationIds) organizationIds.add(id)
    if ('emails' in intent) for (const email of intent.emails) emails.add(email)
    if ('courses' in intent) for (const name of intent.courses) names.add(name)
    if ('course' in intent) names.add(intent.course)
    if ('reference' in intent && intent.reference) references.add(intent.reference)
  }
  return { emails: [...emails], organizationIds: [...organizationIds], names: [...names], references: [...references] }
}

/** An organization with one of the courses asked for there; without one, `course_id` is null. */
interface Place extends Period {
  readonly organization_id: number
  readonly path: readonly number[]
  readonly time_zone: string
  readonly provisioning_enabled: boolean
  readonly suspended_at: Date | null
  readonly organization_archived_at: Date | null
  readonly sign_in_mode: SignInMode
  /** Null: there is none. */
  readonly listeners: readonly Listener[] | null
  readonly refunds: readonly Refund[] | null
  readonly course_id: number | null
  readonly name: string
  readonly renewal: RenewalPolicy
  readonly archived_at: Date | null
}

const selectPlaces: Statement = {
  name: 'load places',
  text: `
    select o.id as organization_id, o.path, o.time_zone, o.provisioning_enabled,
      (select min(above.suspended_at) from organizations above where above.id = any(o.path)) as suspended_at,
      o.archived_at as organization_archived_at, coalesce(${signInModeAt('o.path')}, 'password') as sign_in_mode,
      (select jsonb_agg(jsonb_build_object('webhookId', w.id, 'events', w.events)) from webhooks w where ${listensTo('w', 'o')})
        as listeners,
      refunded.refunds, c.id as course_id, c.name, c.access_months as months, c.access_days as days, c.access_until as until, c.renewal,
      c.archived_at
    from organizations o
    cross join lateral (
      select jsonb_agg(jsonb_build_object('organizationId', r.organization_id, 'reference', r.reference,
        'courseId', r.course_id, 'reason', r.reason, 'operationId', r.operation_id)) as refunds
      from refunds r where r.organization_id = o.id and r.reference = any($3::text[])) refunded
    left join courses c on c.organization_id = o.id and c.name = any($2::text[])
    where o.id = any($1::bigint[])`,
}

function toOrganization(place: Place): Organization {
  const { organization_id: id, path, time_zone: timeZone, provisioning_enabled: provisioningEnabled } = place
  return {
    id,
    path,
    timeZone,
    provisioningEnabled,
    suspendedAt: place.suspended_at,
    archivedAt: place.organization_archived_at,
    signInMode: place.sign_in_mode,
    listeners: place.listeners ?? [],
  }
}

function toCourse({ organization_id: organizationId, name, months, days, until, renewal, ...place }: Place): Course {
  const id = place.course_id as number
  return { id, organizationId, name, months, days, until, renewal, archivedAt: place.archived_at }
}

/** By an address of now, or of before: then both rows are locked, and tell who it is. */
const areNamed = `(email = any($1::text[]) or id = any(array(
  select alias_of from users where email = any($1::text[]) and alias_of is not null)))`

const lockUsers: Statement = {
  name: 'lock users',
  text: `
    select id, email, first_name as "firstName", last_name as "lastName", email_verified as "emailVerified",
      password_set_at as "passwordSetAt", password_link_id as "passwordLinkId",
      password_link_expires_at as "passwordLinkExpiresAt", operation_id as "operationId", alias_of as "aliasOf"
    from users where ${areNamed} order by email for no key update`,
}

/** Also those whom nobody names: members of groups whose courses change, who may lose a seat, who waits for one or keeps one in vain. */
function lockAllUsers(
  emails: readonly string[],
  organizationIds: readonly number[],
  touched: TouchedDomain,
): Statement {
  const { teamIds, teamNames, wholeTeams, wholeGroups } = touched
  return {
    name: 'lock all users',
    text: lockUsers.text.replace(
      `where ${areNamed}`,
      `where ${areNamed} or id = any(array(
        select user_id from group_members where group_id = any($2::bigint[])
        union
        select c.user_id from seats s join claims c on c.seat_id = s.id and c.released_at is null
          where s.team_id = any($3::bigint[])
        union
        select w.user_id from seats s join seat_waiters w on w.seat_id = s.id where s.team_id in ${teamsAtHand}
        union
        select user_id from invitations where id in ${keptInVain(teamsAtHand, '$8', '$9')}
        union
        select user_id from invitations where ${openOfEndedTeams('$10')}))`,
    ),
    values: [
      arrayLiteral(emails),
      arrayLiteral(wholeGroups),
      arrayLiteral(wholeTeams),
      arrayLiteral(teamIds),
      arrayLiteral(organizationIds),
      arrayLiteral(teamNames),
      String(touched.teamsOfUsers),
      arrayLiteral(touched.expired),
      arrayLiteral(touched.seekers),
      arrayLiteral(touched.endedTeams),
    ],
  }
}

const openOfEndedTeams = (teams: string) =>
  `team_id = any(${teams}::bigint[]) and accepted_at is null and withdrawn_at is null`

const teamsAtHand = `(
  select unnest($4::bigint[])
  union
  select id from teams where organization_id = any($5::bigint[]) and lower(name) = any(array(select lower(name) from unnest($6::text[]) as named (name))) and archived_at is null
  union
  select m.team_id from team_members m join users u on coalesce(u.alias_of, u.id) = m.user_id where $7::boolean and u.email = any($1::text[])
  union
  select i.team_id from invitations i join users u on coalesce(u.alias_of, u.id) = i.user_id
    where $7::boolean and u.email = any($1::text[]) and i.accepted_at is null and i.withdrawn_at is null)`

/** `leads`: the person is more than a learner in a team, of whatever organization. */
export type LoadedMembership = Membership & { readonly leads: boolean }

/** Of `LoadedMembership`. */
export const fromMemberships = `
    select m.user_id as "userId", m.organization_id as "organizationId", o.path, m.role, m.operation_id as "operationId",
      m.invited_at as "invitedAt", m.suspended_at as "suspendedAt",
      exists (select from team_members t where t.user_id = m.user_id and t.role <> 'learner') as leads
    from memberships m join organizations o on o.id = m.organization_id`

const selectMemberships: Statement = {
  name: 'load memberships',
  text: `${fromMemberships} where m.user_id = any($1::bigint[])`,
}

const selectEnrollments: Statement = {
  name: 'load enrollments',
  text: `
    select id, user_id as "userId", course_id as "courseId", starts_at as "startsAt", ends_at as "endsAt",
      revoked_at as "revokedAt", suspended_at as "suspendedAt", completed_at as "completedAt", end_noted_at as "endNotedAt"
    from enrollments where user_id = any($1::bigint[]) and course_id = any($2::bigint[])`,
}

const selectGrants: Statement = {
  name: 'load grants',
  text: `
    select id, user_id as "userId", course_id as "courseId", organization_id as "organizationId",
      operation_id as "operationId", source, origin_id as "originId", reference, starts_at as "startsAt", months, days, until,
      time_zone as "timeZone", renewal, revoked_at as "revokedAt", revoked_reason as "revokedReason",
      revoked_operation_id as "revokedOperationId"
    from grants where user_id = any($1::bigint[]) and course_id = any($2::bigint[])`,
}
