/** Reads what only some intents touch, teams, seats and groups, and what hangs on the people, in one packet. */
import type { ClientBase } from 'pg'
import { courses, products } from '../rows/course.ts'
import { enrollments, grants, openedItems } from '../rows/person.ts'
import {
  claims,
  groupCourses,
  groupMembers,
  groups,
  seatEntries,
  seats,
  teamMembers,
  teams,
  waiters,
} from '../rows/place.ts'
import { type ExternalId, noRows, type Snapshot } from '../snapshot.ts'
import { fromMemberships, type Known, type LoadedMembership, noneKnown, ofThem } from './known.ts'
import type { LoadedOrders } from './orders.ts'
import { ask, query, select } from './query.ts'
import type { TouchedDomain } from './touched-domain.ts'
import { keptInVain, waysInQueries } from './ways-in.ts'

/** What only some intents touch, and what hangs on the people. */
export type Domain = Pick<Snapshot, 'coursesById' | 'externalIds' | 'rows'> & { readonly known: Known }

export const noDomain: Domain = { coursesById: new Map(), externalIds: [], rows: noRows, known: noneKnown }

/** The people, orders and credits are locked by now; teams, seats, then groups are locked here, each in the order of their ids. */
export async function loadDomain(
  client: ClientBase,
  touched: TouchedDomain,
  { productIds, courseIds, ...orders }: LoadedOrders,
  asked: {
    readonly organizationIds: readonly number[]
    readonly userIds: readonly number[]
    /** Of the courses that were asked for by name. */
    readonly namedCourseIds: readonly number[]
  },
): Promise<Domain> {
  const { bundled, courses, externalIds, memberships, enrollments, grants, ...rows } = await ask(client, queries, {
    ...touched,
    ...asked,
    productIds: [...touched.bundles, ...productIds],
    courseIds: [...touched.courseIds, ...courseIds],
  })
  return {
    coursesById: new Map(courses.map(course => [course.id, course])),
    externalIds,
    rows: { ...noRows, ...orders, ...rows },
    known: { memberships, enrollments, grants },
  }
}

const touchedTeams = `(
  select id from teams where archived_at is null and organization_id = any(:organizationIds::bigint[]) and (
    lower(name) = any(array(select lower(name) from unnest(:teamNames::text[]) as named (name))) or id = any(:teamIds::bigint[])
    or :teamsOfUsers::boolean and id in (
      select team_id from team_members where user_id = any(:userIds::bigint[])
      union all
      select team_id from invitations
        where user_id = any(:userIds::bigint[]) and accepted_at is null and withdrawn_at is null)))`
const seatsOfTeams = `(select id from seats where team_id in ${touchedTeams})`

const isTouchedGroup = `archived_at is null and organization_id = any(:organizationIds::bigint[])
  and (lower(name) = any(array(select lower(name) from unnest(:groupNames::text[]) as named (name))) or id = any(:groupIds::bigint[]))`
const touchedGroups = `(select id from groups where ${isTouchedGroup})`

const isTouchedCourse = `id = any(:courseIds::bigint[]) or id in (
    select pc.course_id from product_courses pc join products p on p.id = pc.product_id
      where p.organization_id = any(:organizationIds::bigint[]) and p.name = any(:products::text[])
        or p.id = any(:productIds::bigint[]) or p.id in (select product_id from seats where team_id in ${touchedTeams})
    union
    select course_id from group_courses where group_id in ${touchedGroups})`
const ofThemThere = `${ofThem} and course_id = any(array(
  select id from courses where ${isTouchedCourse} union all select unnest(:namedCourseIds::bigint[])))`

const queries = {
  // One that was archived while this waited is not there: what others locked is looked at again.
  teams: select(
    'lock teams',
    teams,
    `from teams where id in ${touchedTeams} and archived_at is null order by id for no key update`,
  ),
  teamMembers: select(
    'load team members',
    teamMembers,
    'from team_members where user_id = any(:userIds::bigint[]) order by created_at, team_id',
  ),
  seats: select('lock seats', seats, `from seats where team_id in ${touchedTeams} order by id for no key update`),
  // So that of two who change the courses of one, the second sees what the first has made of it.
  bundled: query(
    'lock bundles',
    'select id from products where id = any(:bundles::bigint[]) order by id for no key update',
  ),
  products: select(
    'load products',
    products,
    `from products where organization_id = any(:organizationIds::bigint[]) and name = any(:products::text[])
        or id = any(:productIds::bigint[]) or id in (select product_id from seats where team_id in ${touchedTeams})`,
  ),
  // What came by a reference, wherever in the organization, and whether it was taken back.
  seatEntries: select(
    'load seat entries',
    seatEntries,
    `from seat_entries where id in (
      with known as (
        select e.id, e.seat_id from seat_entries e join seats s on s.id = e.seat_id join teams t on t.id = s.team_id
        where e.reference = any(:references::text[]) and t.organization_id = any(:organizationIds::bigint[]))
      select id from known
      union all
      select id from seat_entries where reverses_id is not null and seat_id in (select seat_id from known)
      union all
      select id from seat_entries
        where (operation_id = any(:operationIds::bigint[]) or reverses_id is not null and cardinality(:operationIds::bigint[]) > 0)
          and seat_id in ${seatsOfTeams}) order by id`,
  ),
  claims: select(
    'load claims',
    claims,
    `from claims where (user_id = any(:userIds::bigint[]) or cardinality(:operationIds::bigint[]) > 0
          or seat_id in (select id from seats where team_id = any(:wholeTeams::bigint[]))
          or taken_at is null and invitation_id in ${keptInVain(touchedTeams)})
        and (released_at is null or released_operation_id = any(:operationIds::bigint[]) or id in (
          select origin_id from grants where revoked_operation_id = any(:operationIds::bigint[]) and source = 'seat'))
        and seat_id in ${seatsOfTeams}`,
  ),
  waiters: select(
    'load waiters',
    waiters,
    `from seat_waiters
      where (user_id = any(:userIds::bigint[]) or seat_id in (select id from seats where team_id = any(:teamIds::bigint[])))
        and seat_id in ${seatsOfTeams} order by id`,
  ),
  groups: select('lock groups', groups, `from groups where ${isTouchedGroup} order by id for no key update`),
  groupMembers: select(
    'load group members',
    groupMembers,
    `from group_members where (user_id = any(:userIds::bigint[]) or group_id = any(:wholeGroups::bigint[]))
        and group_id in ${touchedGroups}`,
  ),
  groupCourses: select(
    'load group courses',
    groupCourses,
    `from group_courses where group_id in ${touchedGroups} order by course_id`,
  ),
  courses: select('load their courses', courses, `from courses where ${isTouchedCourse}`),
  externalIds: query<ExternalId>(
    'load external ids',
    `select user_id as "userId", organization_id as "organizationId", external_id as "externalId"
      from memberships where organization_id = any(:organizationIds::bigint[]) and external_id = any(:externalIds::text[])`,
  ),
  ...waysInQueries(touchedTeams),
  openedItems: select(
    'load opened items',
    openedItems,
    'from opened_items where operation_id = any(:operationIds::bigint[])',
  ),
  memberships: query<LoadedMembership>('load memberships', `${fromMemberships} where m.${ofThem}`),
  enrollments: select('load their enrollments', enrollments, `from enrollments where ${ofThemThere}`),
  grants: select('load their grants', grants, `from grants where ${ofThemThere}`),
}
