/** Reads what only some intents touch, teams, seats and groups, in one packet of a fixed number of statements. */
import type { ClientBase } from 'pg'
import { runTogether, type Statement } from '../../db/statements.ts'
import { type ArrayElement, arrayLiteral } from '../../lib/array-literal.ts'
import type { Course, Period, Product } from '../rows/course.ts'
import type { OpenedItem } from '../rows/person.ts'
import type {
  Claim,
  Group,
  GroupCourse,
  GroupMember,
  Seat,
  SeatEntry,
  SeatWaiter,
  Team,
  TeamMember,
} from '../rows/place.ts'
import { type ExternalId, noRows, type Snapshot } from '../snapshot.ts'
import { loadOrders } from './orders.ts'
import type { TouchedDomain } from './touched-domain.ts'
import { keptInVain, type LoadedWaysIn, selectWaysIn } from './ways-in.ts'

/** The people are locked by now; orders and credits, teams, seats, then groups, are locked here, each in the order of their ids. */
export async function loadDomain(
  client: ClientBase,
  touched: TouchedDomain,
  { organizationIds, userIds }: { organizationIds: readonly number[]; userIds: readonly number[] },
): Promise<Domain> {
  const { productIds, courseIds, ...orders } = await loadOrders(client, touched, { ...touched, organizationIds })
  const lists: Record<string, readonly ArrayElement[]> = {
    ...touched,
    organizationIds,
    userIds,
    productIds: [...touched.bundles, ...productIds],
    courseIds: [...touched.courseIds, ...courseIds],
  } as never
  const valuesOf = (parameters: readonly Parameter[]) =>
    parameters.map(name => (name === 'teamsOfUsers' ? String(touched.teamsOfUsers) : arrayLiteral(lists[name] ?? [])))
  const rows = await runTogether(
    client,
    selects.map(({ parameters, ...statement }) => ({ ...statement, values: valuesOf(parameters) })),
  )
  const [
    teams,
    teamMembers,
    seats,
    ,
    products,
    seatEntries,
    claims,
    waiters,
    groups,
    groupMembers,
    groupCourses,
    courses,
    externalIds,
    invitations,
    links,
    linkJoins,
    openedItems,
  ] = rows as unknown as [
    Team[],
    TeamMember[],
    (Omit<Seat, 'ownPeriod'> & Period)[],
    unknown,
    (Omit<Product, 'ownPeriod'> & Period)[],
    SeatEntry[],
    Claim[],
    SeatWaiter[],
    Group[],
    GroupMember[],
    GroupCourse[],
    Course[],
    ExternalId[],
    LoadedWaysIn['invitations'],
    LoadedWaysIn['links'],
    LoadedWaysIn['linkJoins'],
    OpenedItem[],
  ]
  return {
    coursesById: new Map(courses.map(course => [course.id, course])),
    externalIds,
    rows: {
      ...noRows,
      teams,
      teamMembers,
      products: products.map(withOwnPeriod),
      seats: seats.map(withOwnPeriod),
      seatEntries,
      claims,
      waiters,
      groups,
      groupMembers,
      groupCourses,
      invitations,
      links,
      linkJoins,
      openedItems,
      ...orders,
    },
  }
}

/** What only some intents touch. */
export type Domain = Pick<Snapshot, 'coursesById' | 'externalIds' | 'rows'>

export const noDomain: Domain = { coursesById: new Map(), externalIds: [], rows: noRows }

function withOwnPeriod<Row extends Period>({ months, days, until, ...row }: Row) {
  return { ...row, ownPeriod: months === null && days === null && until === null ? null : { months, days, until } }
}

type Parameter = keyof TouchedDomain | 'organizationIds' | 'userIds'

interface Select extends Statement {
  readonly parameters: readonly Parameter[]
}

const teamParameters = ['organizationIds', 'teamNames', 'teamIds', 'teamsOfUsers', 'userIds'] as const
const touchedTeams = `(
  select id from teams where archived_at is null and organization_id = any($1::bigint[]) and (
    lower(name) = any(array(select lower(name) from unnest($2::text[]) as named (name))) or id = any($3::bigint[])
    or $4::boolean and id in (
      select team_id from team_members where user_id = any($5::bigint[])
      union all
      select team_id from invitations where user_id = any($5::bigint[]) and accepted_at is null and withdrawn_at is null)))`

const groupParameters = ['organizationIds', 'groupNames', 'groupIds'] as const
const isTouchedGroup = `archived_at is null and organization_id = any($1::bigint[])
  and (lower(name) = any(array(select lower(name) from unnest($2::text[]) as named (name))) or id = any($3::bigint[]))`
const touchedGroups = `(select id from groups where ${isTouchedGroup})`

const selects: readonly Select[] = [
  {
    // One that was archived while this waited is not there: what others locked is looked at again.
    name: 'lock teams',
    parameters: teamParameters,
    text: `
      select id, organization_id as "organizationId", name, reference, operation_id as "operationId",
        updated_at as "updatedAt"
      from teams where id in ${touchedTeams} and archived_at is null order by id for no key update`,
  },
  {
    name: 'load team members',
    parameters: ['userIds'],
    text: `
      select team_id as "teamId", user_id as "userId", role, operation_id as "operationId"
      from team_members where user_id = any($1::bigint[]) order by created_at, team_id`,
  },
  {
    name: 'lock seats',
    parameters: teamParameters,
    text: `
      select id, team_id as "teamId", product_id as "productId", quantity, used, access_months as months,
        access_days as days, access_until as until, waitlist, updated_at as "updatedAt"
      from seats where team_id in ${touchedTeams} order by id for no key update`,
  },
  {
    // So that of two who change the courses of one, the second sees what the first has made of it.
    name: 'lock bundles',
    parameters: ['bundles'],
    text: 'select id from products where id = any($1::bigint[]) order by id for no key update',
  },
  {
    name: 'load products',
    parameters: [...teamParameters, 'products', 'productIds'],
    text: `
      select id, organization_id as "organizationId", name,
        array(select course_id from product_courses where product_id = products.id order by course_id) as "courseIds",
        access_months as months, access_days as days, access_until as until, renewal, archived_at as "archivedAt",
        updated_at as "updatedAt"
      from products where organization_id = any($1::bigint[]) and name = any($6::text[]) or id = any($7::bigint[])
        or id in (select product_id from seats where team_id in ${touchedTeams})`,
  },
  {
    name: 'load seat entries',
    parameters: [...teamParameters, 'references', 'operationIds'],
    text: `
      select id, seat_id as "seatId", quantity, reference, order_line_id as "orderLineId", reverses_id as "reversesId",
        operation_id as "operationId"
      from seat_entries where (reference = any($6::text[]) or operation_id = any($7::bigint[])
          or reverses_id is not null and cardinality($7::bigint[]) > 0)
        and seat_id in (select id from seats where team_id in ${touchedTeams})`,
  },
  {
    name: 'load claims',
    parameters: [...teamParameters, 'operationIds', 'wholeTeams', 'expired', 'seekers'],
    text: `
      select id, seat_id as "seatId", user_id as "userId", invitation_id as "invitationId",
        operation_id as "operationId", taken_at as "takenAt", released_at as "releasedAt",
        released_operation_id as "releasedOperationId"
      from claims where (user_id = any($5::bigint[]) or cardinality($6::bigint[]) > 0
          or seat_id in (select id from seats where team_id = any($7::bigint[]))
          or taken_at is null and invitation_id in ${keptInVain(touchedTeams, '$8', '$9')})
        and (released_at is null or released_operation_id = any($6::bigint[]) or id in (
          select origin_id from grants where revoked_operation_id = any($6::bigint[]) and source = 'seat'))
        and seat_id in (select id from seats where team_id in ${touchedTeams})`,
  },
  {
    name: 'load waiters',
    parameters: teamParameters,
    text: `
      select id, seat_id as "seatId", user_id as "userId", operation_id as "operationId"
      from seat_waiters
      where (user_id = any($5::bigint[]) or seat_id in (select id from seats where team_id = any($3::bigint[])))
        and seat_id in (select id from seats where team_id in ${touchedTeams}) order by id`,
  },
  {
    name: 'lock groups',
    parameters: groupParameters,
    text: `
      select id, organization_id as "organizationId", name, operation_id as "operationId", updated_at as "updatedAt"
      from groups where ${isTouchedGroup} order by id for no key update`,
  },
  {
    name: 'load group members',
    parameters: [...groupParameters, 'userIds', 'wholeGroups'],
    text: `
      select group_id as "groupId", user_id as "userId", operation_id as "operationId"
      from group_members where (user_id = any($4::bigint[]) or group_id = any($5::bigint[]))
        and group_id in ${touchedGroups}`,
  },
  {
    name: 'load group courses',
    parameters: groupParameters,
    text: `
      select group_id as "groupId", course_id as "courseId", operation_id as "operationId"
      from group_courses where group_id in ${touchedGroups} order by course_id`,
  },
  {
    name: 'load their courses',
    parameters: [...teamParameters, 'products', 'groupNames', 'groupIds', 'courseIds', 'productIds'],
    text: `
      select id, organization_id as "organizationId", name, access_months as months, access_days as days,
        access_until as until, renewal, archived_at as "archivedAt"
      from courses where id = any($9::bigint[]) or id in (
        select pc.course_id from product_courses pc join products p on p.id = pc.product_id
          where p.organization_id = any($1::bigint[]) and p.name = any($6::text[]) or p.id = any($10::bigint[])
            or p.id in (select product_id from seats where team_id in ${touchedTeams})
        union
        select course_id from group_courses where group_id in
          ${touchedGroups.replace('$2', '$7').replace('$3', '$8')})`,
  },
  {
    name: 'load external ids',
    parameters: ['organizationIds', 'externalIds'],
    text: `
      select user_id as "userId", organization_id as "organizationId", external_id as "externalId"
      from memberships where organization_id = any($1::bigint[]) and external_id = any($2::text[])`,
  },
  ...selectWaysIn(touchedTeams),
  {
    name: 'load opened items',
    parameters: ['operationIds'],
    text: `
      select enrollment_id as "enrollmentId", item_id as "itemId", operation_id as "operationId"
      from opened_items where operation_id = any($1::bigint[])`,
  },
]
