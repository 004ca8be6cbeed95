/** A plan of the engine, as the API shows it. */
import { foldGrants, runAt } from '../provisioning/decide/fold.ts'
import type { Plan } from '../provisioning/plan.ts'
import type { Grant } from '../provisioning/rows/person.ts'
import { enrollmentKey } from '../provisioning/snapshot.ts'

/** What each table of a plan is to a reader. The log itself, and what only counts, is left out. */
const shown = {
  newUsers: ['create', 'user'],
  changedUsers: ['update', 'user'],
  newMemberships: ['create', 'membership'],
  changedMemberships: ['update', 'membership'],
  removedMemberships: ['delete', 'membership'],
  changedProducts: ['update', 'product'],
  newTeams: ['create', 'team'],
  archivedTeams: ['delete', 'team'],
  newTeamMembers: ['create', 'team_member'],
  changedTeamMembers: ['update', 'team_member'],
  removedTeamMembers: ['delete', 'team_member'],
  newGroups: ['create', 'group'],
  archivedGroups: ['delete', 'group'],
  newGroupMembers: ['create', 'group_member'],
  removedGroupMembers: ['delete', 'group_member'],
  newGroupCourses: ['create', 'group_course'],
  removedGroupCourses: ['delete', 'group_course'],
  newSeats: ['create', 'seats'],
  changedSeats: ['update', 'seats'],
  newSeatEntries: ['create', 'seat_entry'],
  newClaims: ['create', 'claim'],
  changedClaims: ['update', 'claim'],
  newEnrollments: ['create', 'enrollment'],
  changedEnrollments: ['update', 'enrollment'],
  newGrants: ['create', 'grant'],
  changedGrants: ['update', 'grant'],
  newRefunds: ['create', 'refund'],
  newOrders: ['create', 'order'],
  changedOrders: ['update', 'order'],
  newOrderLines: ['create', 'order_line'],
  changedOrderLines: ['update', 'order_line'],
  newCreditEntries: ['create', 'credit_entry'],
  newInvitations: ['create', 'invitation'],
  changedInvitations: ['update', 'invitation'],
  newLinkJoins: ['create', 'link_join'],
  changedLinkJoins: ['update', 'link_join'],
  newOpenedItems: ['create', 'opened_item'],
  removedOpenedItems: ['delete', 'opened_item'],
  messages: ['create', 'message'],
} as const

/**
 * What would be made has no id yet: it is called `#1`, `#2`, wherever it is spoken of. Whoever is a member of no
 * organization from `home` down is shown as somebody new: whether such an account exists is not the caller's to know.
 */
export function describePlan(plan: Plan, home: { readonly id: number }) {
  const shownPlan = { ...plan, ...showAsNew(plan, home) }
  const rows = Object.entries(shown).flatMap(([table, [action, kind]]) =>
    shownPlan[table as keyof typeof shown].map(row => ({ action, kind, row: row as object })),
  )
  const made = rows.flatMap(({ action, row }) => (action === 'create' && 'id' in row ? [row.id] : []))
  const names = new Map(made.map((id, index) => [id, `#${index + 1}`]))
  const changes = rows.map(({ action, kind, row }) => {
    const described = toJson(row, names)
    if (action === 'delete') return { action, kind, before: described, after: null }
    const before = action === 'update' ? plan.before.get(row) : undefined
    return { action, kind, before: before ? toJson(before, names) : null, after: described }
  })
  return { mode: 'plan' as const, changes: [...changes, ...describeMerges(plan)], seats: describeSeats(plan, names) }
}

/** The rows that would tell those whose account exists elsewhere from those who have none. */
function showAsNew(plan: Plan, home: { readonly id: number }) {
  const { newUsers, newMemberships, changedMemberships, newGrants, newEnrollments, changedEnrollments, now } = plan
  const here = plan.earlierMemberships.filter(({ path }) => path.includes(home.id))
  const known = new Set(here.filter(({ invitedAt }) => invitedAt === null).map(row => row.userId))
  // Whoever is only invited is spoken of already, but is not known yet.
  const spokenOf = new Set(here.map(row => row.userId))
  const entering = changedMemberships.filter(({ userId }) => !known.has(userId)).map(row => row.userId)
  const made = new Map(newUsers.map(({ id, email }) => [id, email]))
  const named = new Map(plan.operations.map(({ userId, email }) => [userId, email]))
  const joining = [...new Set(newMemberships.map(({ userId }) => userId)), ...made.keys()].filter(id => !known.has(id))
  const found = [...new Set([...joining, ...entering])].flatMap(id => [[id, made.get(id) ?? named.get(id)] as const])
  const people = new Map(found.filter(([, email]) => email))
  const grants = newGrants.filter(({ userId }) => people.has(userId))
  const enrollments = [...Map.groupBy(grants, row => enrollmentKey(row.userId, row.courseId)).values()].map(given => {
    const [{ id, userId, courseId }] = given as [Grant]
    const run = runAt(foldGrants(given), now)
    // Nothing else of the plan goes by this id: the real one may be of a row that is there already.
    return { id: -id, userId, courseId, ...run, revokedAt: null, suspendedAt: null, completedAt: null }
  })
  const isKnown = ({ userId }: { userId: number }) => !people.has(userId)
  return {
    newUsers: [...people].filter(([id]) => !spokenOf.has(id)).map(([id, email]) => ({ id, email })),
    changedUsers: plan.changedUsers.filter(({ id }) => !people.has(id)),
    newEnrollments: [...newEnrollments.filter(isKnown), ...enrollments],
    changedEnrollments: changedEnrollments.filter(isKnown),
    // Of an account that comes to be shared.
    messages: plan.messages.filter(row => isKnown(row) || row.kind !== 'password_link'),
  }
}

/** What a merge comes to, and the access. */
function describeMerges({ merges, changes }: Plan) {
  const named = new Map<unknown, string>()
  const whole = changes.flatMap(({ kind, before, after }) =>
    kind === 'merge' ? { action: before ? ('delete' as const) : ('create' as const), kind, before, after } : [],
  )
  const enrollments = merges.flatMap(step => [...step.enrollments, ...step.newEnrollments])
  const access = enrollments.map(row => {
    return { action: 'update' as const, kind: 'enrollment', before: null, after: toJson(row, named) }
  })
  return [...whole, ...access]
}

function describeSeats(plan: Plan, names: ReadonlyMap<unknown, string>) {
  return plan.seatCounts.map(({ teamId, product, before, after }) => ({
    team_id: names.get(teamId) ?? teamId,
    product,
    quantity: after.quantity,
    used: after.used,
    before: { quantity: before.quantity, used: before.used },
  }))
}

/** Links and passwords are nobody's to know, and an operation that is not done has no id. */
const hidden = new Set([
  'emailVerified',
  'passwordSetAt',
  'passwordLinkId',
  'passwordLinkExpiresAt',
  'operationId',
  'releasedOperationId',
  'revokedOperationId',
  'refundedOperationId',
  'sentOperationId',
  'endNotedAt',
])

function toJson(row: object, names: ReadonlyMap<unknown, string>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row)
      .filter(([name]) => !hidden.has(name))
      .map(([name, value]) => [toSnakeCase(name), /ids?$/i.test(name) ? nameIds(value, names) : value]),
  )
}

function nameIds(value: unknown, names: ReadonlyMap<unknown, string>): unknown {
  return Array.isArray(value) ? value.map(id => names.get(id) ?? id) : (names.get(value) ?? value)
}

function toSnakeCase(name: string): string {
  return name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)
}
