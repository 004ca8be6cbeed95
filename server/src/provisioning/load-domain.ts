/** Reads what only some intents touch, teams, seats and groups, in one packet of a fixed number of statements. */
import type { ClientBase } from 'pg'
import { runTogether, type Statement } from '../db/statements.ts'
import { type ArrayElement, arrayLiteral } from '../lib/array-literal.ts'
import type { Intent } from './intents.ts'
import { loadOrders, type TouchedOrders, whatOfOrders } from './load-orders.ts'
import { keptInVain, type LoadedWaysIn, selectWaysIn, type TouchedWaysIn, whatOfWaysIn } from './load-ways-in.ts'
import { withOwnPeriod } from './own-period.ts'
import {
  type Claim,
  type Course,
  type Domain,
  type Group,
  type GroupCourse,
  type GroupMember,
  type Period,
  type Product,
  type Seat,
  type SeatEntry,
  type SeatWaiter,
  type Team,
  type TeamMember,
  undoReference,
} from './snapshot.ts'

export interface TouchedDomain extends TouchedOrders, TouchedWaysIn {
  readonly teamIds: readonly number[]
  /** In lower case, as are those of groups. */
  readonly teamNames: readonly string[]
  /** Whether the teams that the people are in matter too. */
  readonly teamsOfUsers: boolean
  /** Teams of which every holder of a seat matters. */
  readonly wholeTeams: readonly number[]
  readonly products: readonly string[]
  readonly groupIds: readonly number[]
  readonly groupNames: readonly string[]
  /** Groups of which every member matters. */
  readonly wholeGroups: readonly number[]
  readonly references: readonly string[]
  /** Operations that are to be undone. */
  readonly operationIds: readonly number[]
  readonly courseIds: readonly number[]
  readonly externalIds: readonly string[]
}

/** Null: nothing of it, as with every call of the student API. */
export function whatOfTheDomain(intents: readonly Intent[]): TouchedDomain | null {
  const teamIds = new Set<number>()
  const teamNames = new Set<string>()
  let teamsOfUsers = false
  const wholeTeams = new Set<number>()
  const products = new Set<string>()
  const groupIds = new Set<number>()
  const groupNames = new Set<string>()
  const wholeGroups = new Set<number>()
  const references = new Set<string>()
  const operationIds = new Set<number>()
  const courseIds = new Set<number>()
  const externalIds = new Set<string>()
  let isTouched = false
  for (const intent of intents) {
    if (intent.call.organizationId === null) continue
    if ('reference' in intent && intent.reference !== null) references.add(intent.reference)
    switch (intent.kind) {
      case 'provision': {
        const { team, groups = [], seats = [], products: wanted = [], profile } = intent
        isTouched ||= Boolean(team || profile) || groups.length + seats.length + wanted.length > 0
        if (team?.strategy === 'specific' && typeof team.team === 'number') teamIds.add(team.team)
        if (team?.strategy === 'specific' && typeof team.team === 'string') teamNames.add(team.team.toLowerCase())
        if (team && 'name' in team && team.name !== null) teamNames.add(team.name.toLowerCase())
        teamsOfUsers ||= team !== undefined
        if (intent.seatsReference) references.add(intent.seatsReference)
        for (const group of groups) {
          if (typeof group === 'number') groupIds.add(group)
          else groupNames.add(group.toLowerCase())
        }
        for (const name of [...wanted, ...seats.map(({ product }) => product)]) products.add(name)
        if (profile?.externalId) externalIds.add(profile.externalId)
        break
      }
      case 'leave_team':
      case 'change_team_role':
      case 'release_seat':
        isTouched = true
        teamIds.add(intent.teamId)
        if ('product' in intent) addNames(products, intent.product)
        break
      case 'change_seats':
        isTouched = true
        teamIds.add(intent.teamId)
        addNames(products, intent.product)
        if (intent.reclaim) wholeTeams.add(intent.teamId)
        break
      case 'move_team_member':
        isTouched = true
        teamIds.add(intent.teamId).add(intent.toTeamId)
        break
      case 'move_seats':
        isTouched = true
        teamIds.add(intent.fromTeamId).add(intent.toTeamId)
        addNames(products, intent.product)
        break
      case 'revoke':
      case 'revoke_grant':
      case 'access_ended':
        // The seats of the learner are in the learner's teams: what gives nothing any more is given back.
        isTouched = true
        teamsOfUsers = true
        break
      case 'invite':
      case 'accept_invitation':
      case 'renew_invitation':
      case 'withdraw_invitation':
      case 'lapse_invitation':
        isTouched = true
        teamsOfUsers = true
        if (intent.teamId !== null) teamIds.add(intent.teamId)
        if ('products' in intent) for (const name of intent.products) products.add(name)
        if ('groups' in intent)
          for (const group of intent.groups)
            typeof group === 'number' ? groupIds.add(group) : groupNames.add(group.toLowerCase())
        break
      case 'follow_link':
      case 'approve_join':
      case 'decline_join':
        isTouched = true
        if (intent.teamId !== null) teamIds.add(intent.teamId)
        if (intent.groupId !== null) groupIds.add(intent.groupId)
        break
      case 'leave_organization':
        isTouched = true
        teamsOfUsers = true
        for (const id of intent.groupIds) groupIds.add(id)
        for (const id of intent.courseIds) courseIds.add(id)
        break
      case 'leave_group':
        isTouched = true
        groupIds.add(intent.groupId)
        break
      case 'archive_group':
      case 'attach_courses':
      case 'detach_courses':
      case 'set_courses':
        isTouched = true
        groupIds.add(intent.groupId)
        wholeGroups.add(intent.groupId)
        break
      case 'place_order':
      case 'complete_order':
      case 'cancel_order':
      case 'fail_order':
      case 'refund_order':
        isTouched = true
        if (intent.teamId !== null) teamIds.add(intent.teamId)
        if ('lines' in intent) addNames(products, ...intent.lines.map(({ product }) => product))
        if ('reclaim' in intent && intent.reclaim && intent.teamId !== null) wholeTeams.add(intent.teamId)
        break
      case 'undo':
        isTouched = true
        operationIds.add(intent.target.id)
        references.add(undoReference(intent.target.id))
        for (const id of intent.teamIds) teamIds.add(id)
        for (const id of intent.groupIds) groupIds.add(id)
        for (const id of intent.courseIds) courseIds.add(id)
        break
    }
  }
  if (!isTouched) return null
  return {
    teamIds: [...teamIds],
    teamNames: [...teamNames],
    teamsOfUsers,
    wholeTeams: [...wholeTeams],
    products: [...products],
    groupIds: [...groupIds],
    groupNames: [...groupNames],
    wholeGroups: [...wholeGroups],
    references: [...references],
    operationIds: [...operationIds],
    courseIds: [...courseIds],
    externalIds: [...externalIds],
    ...whatOfOrders(intents),
    ...whatOfWaysIn(intents),
  }
}

/** What is named by its id is found otherwise. */
function addNames(names: Set<string>, ...given: readonly (number | string)[]): void {
  for (const one of given) if (typeof one === 'string') names.add(one)
}

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
    productIds,
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
  ] = rows as unknown as [
    Team[],
    TeamMember[],
    (Omit<Seat, 'ownPeriod'> & Period)[],
    (Omit<Product, 'ownPeriod'> & Period)[],
    SeatEntry[],
    Claim[],
    SeatWaiter[],
    Group[],
    GroupMember[],
    GroupCourse[],
    Course[],
    Domain['externalIds'],
    LoadedWaysIn['invitations'],
    LoadedWaysIn['links'],
    LoadedWaysIn['linkJoins'],
  ]
  return {
    coursesById: new Map(courses.map(course => [course.id, course])),
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
    externalIds,
    invitations,
    links,
    linkJoins,
    ...orders,
  }
}

type Parameter = keyof TouchedDomain | 'organizationIds' | 'userIds'

interface Select extends Statement {
  readonly parameters: readonly Parameter[]
}

const teamParameters = ['organizationIds', 'teamNames', 'teamIds', 'teamsOfUsers', 'userIds'] as const
const touchedTeams = `(
  select id from teams where archived_at is null and organization_id = any($1::bigint[]) and (
    lower(name) = any($2::text[]) or id = any($3::bigint[])
    or $4::boolean and id in (
      select team_id from team_members where user_id = any($5::bigint[])
      union all
      select team_id from invitations where user_id = any($5::bigint[]) and accepted_at is null and withdrawn_at is null)))`

const groupParameters = ['organizationIds', 'groupNames', 'groupIds'] as const
const isTouchedGroup = `archived_at is null and organization_id = any($1::bigint[])
  and (lower(name) = any($2::text[]) or id = any($3::bigint[]))`
const touchedGroups = `(select id from groups where ${isTouchedGroup})`

const selects: readonly Select[] = [
  {
    // One that was archived while this waited is not there: what others locked is looked at again.
    name: 'lock teams',
    parameters: teamParameters,
    text: `
      select id, organization_id as "organizationId", name, reference, operation_id as "operationId"
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
    name: 'load products',
    parameters: [...teamParameters, 'products', 'productIds'],
    text: `
      select id, organization_id as "organizationId", name,
        array(select course_id from product_courses where product_id = products.id order by course_id) as "courseIds",
        access_months as months, access_days as days, access_until as until, renewal, archived_at as "archivedAt"
      from products where organization_id = any($1::bigint[]) and name = any($6::text[]) or id = any($7::bigint[])
        or id in (select product_id from seats where team_id in ${touchedTeams})`,
  },
  {
    name: 'load seat entries',
    parameters: [...teamParameters, 'references', 'operationIds'],
    text: `
      select id, seat_id as "seatId", quantity, reference, order_line_id as "orderLineId", operation_id as "operationId"
      from seat_entries where (reference = any($6::text[]) or operation_id = any($7::bigint[]))
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
      select id, organization_id as "organizationId", name, operation_id as "operationId"
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
]
