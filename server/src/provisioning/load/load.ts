/**
 * Reads what a set of intents touches, in two packets of a fixed number of statements: the first, with the one that begins the
 * transaction, locks the accounts, in the order of their emails, then orders and credits; the second reads what hangs on them.
 * Everything else that is written hangs on an account, so two sets never wait in a circle. What only some intents touch is
 * domain.ts's. Nothing hangs on accounts that are all new: then there is one packet.
 */
import type { ClientBase } from 'pg'
import type { Intent } from '../intents/intent.ts'
import type { Course } from '../rows/course.ts'
import { courseKey } from '../rows/keys.ts'
import type { Listener, Organization } from '../rows/organization.ts'
import { type Refund, refunds, type User, users } from '../rows/person.ts'
import { noMerge, type Snapshot } from '../snapshot.ts'
import { type Domain, loadDomain, noDomain } from './domain.ts'
import { type Known, knownQueries, noneKnown } from './known.ts'
import { listensTo } from './listens-to.ts'
import { findMerging, loadMerge } from './merging.ts'
import { loadedOrders, orderQueries, valuesOfOrders } from './orders.ts'
import { ask, jsonOf, query, select } from './query.ts'
import { signInModeAt } from './sign-in-mode.ts'
import { whatOfTheDomain } from './touched-domain.ts'
import { keptInVain } from './ways-in.ts'

/** What was read changed before it was locked: done again, it comes out right. */
export class LostRace extends Error {}

/**
 * Begins the transaction, where that was not done yet, and gives the snapshot for `decide`. Accounts that exist stay locked until
 * it ends.
 */
export async function load(client: ClientBase, intents: readonly Intent[], isBegun = false): Promise<Snapshot> {
  const { organizationIds, ...named } = whatIsTouched(intents)
  const touched = whatOfTheDomain(intents)
  const ofOrders = touched && valuesOfOrders(touched)
  const opening = {
    ...(isBegun ? {} : { begin }),
    ...(touched ? openingWithDomain : openingOfPeople),
    ...(ofOrders ? orderQueries : {}),
  }
  const { organizations, locked, ...orders } = await ask(client, opening, {
    ...touched,
    ...ofOrders,
    ...named,
    organizationIds,
  })
  const { users, aliases } = tellApart(locked)
  const userIds = users.map(user => user.id)
  const namedCourses = organizations.filter(row => row.courseId !== null).map(toCourse)
  const namedCourseIds = [...new Set(namedCourses.map(({ id }) => id))]
  const merging = findMerging(intents)
  const merge = merging ? await loadMerge(client, merging) : null
  const domain = touched
    ? await loadDomain(client, touched, loadedOrders(touched, orders), { organizationIds, userIds, namedCourseIds })
    : { ...noDomain, known: merge?.known ?? (await loadKnown(client, userIds, namedCourseIds)) }
  const courses = [...namedCourses, ...domain.coursesById.values()]
  const lateIds = whoCameMeanwhile(domain, userIds)
  const late = await loadLate(client, lateIds, courses)
  users.push(...late.users)
  const known = together(domain.known, late)
  const loaded = known.memberships
  const { enrollments, grants } = known
  return {
    organizations: new Map(organizations.map(row => [row.organizationId, toOrganization(row)])),
    courses: new Map(courses.map(row => [courseKey(row.organizationId, row.name), row])),
    coursesById: domain.coursesById,
    aliases,
    leadersOfTeams: new Set(loaded.filter(({ leads }) => leads).map(({ userId }) => userId)),
    externalIds: domain.externalIds,
    rows: {
      ...domain.rows,
      users,
      memberships: loaded.map(({ leads, ...row }) => row),
      enrollments,
      grants,
      refunds: [...new Map(organizations.map(row => [row.organizationId, row.refunds ?? []])).values()].flat(),
    },
    merging: merge?.rows ?? noMerge,
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

/** Nothing to ask for when all are new. */
async function loadKnown(client: ClientBase, userIds: readonly number[], courseIds: readonly number[]): Promise<Known> {
  return userIds.length === 0 ? noneKnown : ask(client, knownQueries, { userIds, courseIds })
}

async function loadLate(client: ClientBase, userIds: readonly number[], courses: readonly Course[]) {
  if (userIds.length === 0) return { users: [], ...noneKnown }
  return ask(client, { ...late, ...knownQueries }, { userIds, courseIds: courses.map(({ id }) => id) })
}

function together(one: Known, other: Known): Known {
  return {
    memberships: [...one.memberships, ...other.memberships],
    enrollments: [...one.enrollments, ...other.enrollments],
    grants: [...one.grants, ...other.grants],
  }
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
  return {
    emails: [...emails],
    organizationIds: [...organizationIds],
    courses: [...names],
    refunded: [...references],
  }
}

/** An organization with one of the courses asked for there; without one, `courseId` and what is said of it are null. */
interface OrganizationWithCourse
  extends Omit<Organization, 'id' | 'archivedAt' | 'listeners'>,
    Omit<Course, 'id' | 'archivedAt'> {
  readonly organizationArchivedAt: Date | null
  /** Null: there is none. */
  readonly listeners: readonly Listener[] | null
  readonly refunds: readonly Refund[] | null
  readonly courseId: number | null
  readonly courseArchivedAt: Date | null
}

export const begin = query('begin', 'begin')

const organizationsWithCourses = query<OrganizationWithCourse>(
  'load organizations',
  `
    select o.id as "organizationId", o.path, o.time_zone as "timeZone", o.provisioning_enabled as "provisioningEnabled",
      (select min(above.suspended_at) from organizations above where above.id = any(o.path)) as "suspendedAt",
      o.archived_at as "organizationArchivedAt", coalesce(${signInModeAt('o.path')}, 'password') as "signInMode",
      (select jsonb_agg(jsonb_build_object('webhookId', w.id, 'events', w.events)) from webhooks w where ${listensTo('w', 'o')})
        as listeners,
      exists (select from connections where connections.organization_id = any(o.path) and archived_at is null) as "isConnected",
      refunded.refunds, c.id as "courseId", c.name, c.access_months as months, c.access_days as days, c.access_until as until,
      c.renewal, c.archived_at as "courseArchivedAt"
    from organizations o
    cross join lateral (
      select jsonb_agg(${jsonOf(refunds, 'r')}) as refunds
      from refunds r where r.organization_id = o.id and r.reference = any(:refunded::text[])) refunded
    left join courses c on c.organization_id = o.id and c.name = any(:courses::text[])
    where o.id = any(:organizationIds::bigint[])`,
)

function toOrganization(row: OrganizationWithCourse): Organization {
  const { organizationId: id, path, timeZone, provisioningEnabled, suspendedAt, signInMode, isConnected } = row
  const archivedAt = row.organizationArchivedAt
  const listeners = row.listeners ?? []
  return { id, path, timeZone, provisioningEnabled, suspendedAt, archivedAt, signInMode, listeners, isConnected }
}

function toCourse({ organizationId, name, months, days, until, renewal, ...row }: OrganizationWithCourse): Course {
  const id = row.courseId as number
  return { id, organizationId, name, months, days, until, renewal, archivedAt: row.courseArchivedAt }
}

/** By an address of now, or of before: then both rows are locked, and tell who it is. */
const areNamed = `(email = any(:emails::text[]) or id = any(array(
  select alias_of from users where email = any(:emails::text[]) and alias_of is not null)))`

const lockUsers = (name: string, where: string) =>
  select<User, { readonly aliasOf: number | null }>(
    name,
    users,
    `, alias_of as "aliasOf" from users where ${where} order by email for no key update`,
  )

const teamsAtHand = `(
  select unnest(:teamIds::bigint[])
  union
  select id from teams where organization_id = any(:organizationIds::bigint[])
    and lower(name) = any(array(select lower(name) from unnest(:teamNames::text[]) as named (name))) and archived_at is null
  union
  select m.team_id from team_members m join users u on coalesce(u.alias_of, u.id) = m.user_id
    where :teamsOfUsers::boolean and u.email = any(:emails::text[])
  union
  select i.team_id from invitations i join users u on coalesce(u.alias_of, u.id) = i.user_id
    where :teamsOfUsers::boolean and u.email = any(:emails::text[]) and i.accepted_at is null and i.withdrawn_at is null)`

/** Whom nobody names: members of groups whose courses change, who may lose a seat, who waits for one or keeps one in vain. */
const areTouched = `id = any(array(
  select user_id from group_members where group_id = any(:wholeGroups::bigint[])
  union
  select c.user_id from seats s join claims c on c.seat_id = s.id and c.released_at is null
    where s.team_id = any(:wholeTeams::bigint[])
  union
  select w.user_id from seats s join seat_waiters w on w.seat_id = s.id where s.team_id in ${teamsAtHand}
  union
  select user_id from invitations where id in ${keptInVain(teamsAtHand)}
  union
  select user_id from invitations
    where team_id = any(:endedTeams::bigint[]) and accepted_at is null and withdrawn_at is null))`

const openingOfPeople = { organizations: organizationsWithCourses, locked: lockUsers('lock users', areNamed) }
const openingWithDomain = { ...openingOfPeople, locked: lockUsers('lock all users', `${areNamed} or ${areTouched}`) }

const late = { users: lockUsers('lock late users', 'id = any(:userIds::bigint[])') }
