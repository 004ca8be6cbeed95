/** Writes what a plan holds of teams, seats and groups. */
import type { Statement } from '../../db/statements.ts'
import type { Change, Plan, Profile } from '../plan.ts'
import type { Product } from '../rows/course.ts'
import type { Membership, OpenedItem, Refund } from '../rows/person.ts'
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
import { orderParts } from './orders.ts'
import { ownPeriodColumns } from './own-period.ts'
import { waysInSteps } from './ways-in.ts'
import {
  type Columns,
  deleting,
  inserting,
  isThere,
  join,
  type Part,
  part,
  type TableChange,
  updating,
} from './write-parts.ts'

/** What goes into the one statement. */
export function domainParts(plan: Plan): Part[] {
  return [
    part(plan.changedMemberships, updateMemberships(plan.now)),
    part(plan.removedMemberships, deleteMemberships),
    part(plan.changedProducts, touchProducts(plan.now)),
    part(partsOfProducts(plan), insertProductCourses),
    part(partsOfProducts(plan), deleteProductCourses),
    part(plan.newRefunds, insertRefunds),
    part(plan.newTeams, insertTeams),
    part(plan.archivedTeams, archive<Team>('teams', plan.now)),
    part(plan.newTeamMembers, insertTeamMembers),
    part(plan.changedTeamMembers, updateTeamMembers),
    part(plan.removedTeamMembers, deleteTeamMembers),
    part(plan.newSeats, insertSeats),
    part(plan.changedSeats, updateSeats(plan.now)),
    part(plan.newGroups, insertGroups),
    part(plan.archivedGroups, archive<Group>('groups', plan.now)),
    part(groupsThatGiveOthers(plan), touchGroups(plan.now)),
    part(plan.newGroupMembers, insertGroupMembers),
    part(plan.removedGroupMembers, deleteGroupMembers),
    part(plan.newGroupCourses, insertGroupCourses),
    part(plan.removedGroupCourses, deleteGroupCourses),
    part(plan.newOpenedItems, insertOpenedItems(plan.now)),
    part(plan.removedOpenedItems, deleteOpenedItems),
    part(plan.newWaiters, insertWaiters),
    part(plan.removedWaiters, deleteWaiters),
    ...orderParts(plan),
    part(plan.changes, insertChanges),
  ]
}

/**
 * What follows it: profiles on memberships that it made; then, because triggers count and refuse what is too much, first
 * what frees seats and adds them, then what takes them.
 */
export function statementsAfter(plan: Plan): Statement[] {
  const [released, standing] = split(plan.changedClaims, claim => claim.releasedAt !== null)
  const [more, fewer] = split(plan.newSeatEntries, entry => entry.quantity > 0)
  const steps = [
    ...waysInSteps(plan),
    ['profile', part(plan.profiles, updateProfiles(plan.now))],
    ['release', part(released, updateClaims)],
    ['more seats', part(more, insertSeatEntries)],
    ['restore', part(standing, updateClaims)],
    ['claim', part(plan.newClaims, insertClaims)],
    ['fewer seats', part(fewer, insertSeatEntries)],
  ] as const
  return steps.filter(([, part]) => isThere(part)).map(([name, part]) => join(name, [part]))
}

function split<Row>(rows: readonly Row[], isFirst: (row: Row) => boolean): [Row[], Row[]] {
  return [rows.filter(isFirst), rows.filter(row => !isFirst(row))]
}

const updateMemberships = (now: Date) =>
  updating<Membership>('memberships', 2, {
    user_id: ['bigint', row => row.userId],
    organization_id: ['bigint', row => row.organizationId],
    role: ['text', row => row.role],
    invited_at: ['timestamptz', row => row.invitedAt],
    updated_at: ['timestamptz', () => now],
  })
const deleteMemberships = deleting<Membership>('memberships', {
  user_id: ['bigint', row => row.userId],
  organization_id: ['bigint', row => row.organizationId],
})

const touchProducts = (now: Date) =>
  updating<Product>('products', 1, {
    id: ['bigint', row => row.id],
    updated_at: ['timestamptz', () => now],
  })

interface ProductCourse {
  readonly productId: number
  readonly courseId: number
}

function partsOfProducts({ changedProducts }: Plan): ProductCourse[] {
  return changedProducts.flatMap(({ id: productId, courseIds }) => courseIds.map(courseId => ({ productId, courseId })))
}

const productCourse: Columns<ProductCourse> = {
  product_id: ['bigint', row => row.productId],
  course_id: ['bigint', row => row.courseId],
}
const newProductCourses = inserting<ProductCourse>('product_courses', productCourse)
const insertProductCourses = { ...newProductCourses, text: `${newProductCourses.text} on conflict do nothing` }
/** What they hold besides. */
const deleteProductCourses: TableChange<ProductCourse> = {
  ...newProductCourses,
  text: `
    delete from product_courses where product_id = any($1::bigint[])
      and (product_id, course_id) not in (select * from unnest($1::bigint[], $2::bigint[]))`,
}

const newRefunds = inserting<Refund>('refunds', {
  organization_id: ['bigint', row => row.organizationId],
  reference: ['text', row => row.reference],
  course_id: ['bigint', row => row.courseId],
  reason: ['text', row => row.reason],
  operation_id: ['bigint', row => row.operationId],
})
const insertRefunds = { ...newRefunds, text: `${newRefunds.text} on conflict do nothing` }

const insertTeams = inserting<Team>('teams', {
  id: ['bigint', row => row.id],
  organization_id: ['bigint', row => row.organizationId],
  name: ['text', row => row.name],
  reference: ['text', row => row.reference],
  operation_id: ['bigint', row => row.operationId],
})

const teamMember: Columns<TeamMember> = {
  team_id: ['bigint', row => row.teamId],
  user_id: ['bigint', row => row.userId],
}
const insertTeamMembers = inserting<TeamMember>('team_members', {
  ...teamMember,
  role: ['text', row => row.role],
  operation_id: ['bigint', row => row.operationId],
})
const updateTeamMembers = updating<TeamMember>('team_members', 2, { ...teamMember, role: ['text', row => row.role] })
const deleteTeamMembers = deleting<TeamMember>('team_members', teamMember)

const seatTerms: Columns<Seat> = {
  ...ownPeriodColumns,
  waitlist: ['boolean', row => String(row.waitlist)],
}
const insertSeats = inserting<Seat>('seats', {
  id: ['bigint', row => row.id],
  team_id: ['bigint', row => row.teamId],
  product_id: ['bigint', row => row.productId],
  ...seatTerms,
})
const updateSeats = (now: Date) =>
  updating<Seat>('seats', 1, {
    id: ['bigint', row => row.id],
    ...seatTerms,
    updated_at: ['timestamptz', () => now],
  })

const insertSeatEntries = inserting<SeatEntry>('seat_entries', {
  id: ['bigint', row => row.id],
  seat_id: ['bigint', row => row.seatId],
  quantity: ['int', row => row.quantity],
  reference: ['text', row => row.reference],
  order_line_id: ['bigint', row => row.orderLineId],
  reverses_id: ['bigint', row => row.reversesId],
  operation_id: ['bigint', row => row.operationId],
})

const insertClaims = inserting<Claim>('claims', {
  id: ['bigint', row => row.id],
  seat_id: ['bigint', row => row.seatId],
  user_id: ['bigint', row => row.userId],
  invitation_id: ['bigint', row => row.invitationId],
  operation_id: ['bigint', row => row.operationId],
  taken_at: ['timestamptz', row => row.takenAt],
  released_at: ['timestamptz', row => row.releasedAt],
  released_operation_id: ['bigint', row => row.releasedOperationId],
})
const updateClaims = updating<Claim>('claims', 1, {
  id: ['bigint', row => row.id],
  taken_at: ['timestamptz', row => row.takenAt],
  released_at: ['timestamptz', row => row.releasedAt],
  released_operation_id: ['bigint', row => row.releasedOperationId],
})

const insertWaiters = inserting<SeatWaiter>('seat_waiters', {
  id: ['bigint', row => row.id],
  seat_id: ['bigint', row => row.seatId],
  user_id: ['bigint', row => row.userId],
  operation_id: ['bigint', row => row.operationId],
})
const deleteWaiters = deleting<SeatWaiter>('seat_waiters', { id: ['bigint', row => row.id] })

const newGroups = inserting<Group>('groups', {
  id: ['bigint', row => row.id],
  organization_id: ['bigint', row => row.organizationId],
  name: ['text', row => row.name],
  operation_id: ['bigint', row => row.operationId],
})
/** One that was archived comes back by its id. */
const insertGroups: TableChange<Group> = {
  ...newGroups,
  text: `${newGroups.text} on conflict (id) do update set archived_at = null, updated_at = now()`,
}

/** Those of which it is not said by another change of their row. */
function groupsThatGiveOthers({
  newGroups,
  archivedGroups,
  newGroupCourses,
  removedGroupCourses,
}: Plan): { id: number }[] {
  const ids = new Set([...newGroupCourses, ...removedGroupCourses].map(({ groupId }) => groupId))
  for (const { id } of [...newGroups, ...archivedGroups]) ids.delete(id)
  return [...ids].map(id => ({ id }))
}
const touchGroups = (now: Date) =>
  updating<{ id: number }>('groups', 1, {
    id: ['bigint', row => row.id],
    updated_at: ['timestamptz', () => now],
  })

const archive = <Row extends { readonly id: number }>(table: 'teams' | 'groups', now: Date) =>
  updating<Row>(table, 1, {
    id: ['bigint', row => row.id],
    archived_at: ['timestamptz', () => now],
    updated_at: ['timestamptz', () => now],
  })

const groupMember: Columns<GroupMember> = {
  group_id: ['bigint', row => row.groupId],
  user_id: ['bigint', row => row.userId],
}
const insertGroupMembers = inserting<GroupMember>('group_members', {
  ...groupMember,
  operation_id: ['bigint', row => row.operationId],
})
const deleteGroupMembers = deleting<GroupMember>('group_members', groupMember)

const groupCourse: Columns<GroupCourse> = {
  group_id: ['bigint', row => row.groupId],
  course_id: ['bigint', row => row.courseId],
}
const insertGroupCourses = inserting<GroupCourse>('group_courses', {
  ...groupCourse,
  operation_id: ['bigint', row => row.operationId],
})
const deleteGroupCourses = deleting<GroupCourse>('group_courses', groupCourse)

const openedItem: Columns<OpenedItem> = {
  enrollment_id: ['bigint', row => row.enrollmentId],
  item_id: ['bigint', row => row.itemId],
}
/** An item may have left the course, or be open again. */
const insertOpenedItems = (now: Date): TableChange<OpenedItem> => ({
  text: `
    insert into opened_items (enrollment_id, item_id, operation_id, at)
    select new.* from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::timestamptz[]) as new (enrollment, item)
    join items on items.id = new.item
    on conflict do nothing`,
  columns: [row => row.enrollmentId, row => row.itemId, row => row.operationId, () => now],
})
const deleteOpenedItems = deleting<OpenedItem>('opened_items', openedItem)

const toJson = (value: object | null) => (value === null ? null : JSON.stringify(value))
const insertChanges = inserting<Change>('changes', {
  id: ['bigint', row => row.id],
  operation_id: ['bigint', row => row.operationId],
  kind: ['text', row => row.kind],
  object_id: ['bigint', row => row.objectId],
  before: ['jsonb', row => toJson(row.before)],
  after: ['jsonb', row => toJson(row.after)],
})

const updateProfiles = (now: Date): TableChange<Profile> => ({
  text: `
    update memberships set external_id = coalesce(new.external_id, memberships.external_id),
      tags = coalesce(string_to_array(new.tags, E'\\x1f'), memberships.tags),
      custom_fields = jsonb_strip_nulls(memberships.custom_fields || coalesce(new.custom_fields, '{}')),
      locale = coalesce(new.locale, memberships.locale), updated_at = new.at
    from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::jsonb[], $6::text[], $7::timestamptz[])
      as new (user_id, organization_id, external_id, tags, custom_fields, locale, at)
    where memberships.user_id = new.user_id and memberships.organization_id = new.organization_id`,
  columns: [
    row => row.userId,
    row => row.organizationId,
    row => row.externalId,
    row => row.tags?.join('\x1f') ?? null,
    row => (row.customFields === null ? null : JSON.stringify(row.customFields)),
    row => row.locale,
    () => now,
  ],
})
