/** Who and what an operation brought into teams and groups leaves them, and who and what left comes back. */
import type { Problem } from '../../intents/problem.ts'
import type { Deed, UndoIntent } from '../../intents/undo.ts'
import type { Organization } from '../../rows/organization.ts'
import type { User } from '../../rows/person.ts'
import type { Draft } from '../draft.ts'
import { archiveGroup, findGroup, findGroupMember } from '../groups/group.ts'
import { changeRole, findMembership } from '../people/person.ts'
import { endClaimsBefore } from '../people/standing.ts'
import { findMember, findTeam, joinTeam } from '../teams/team.ts'
import { leaning, standsAgainst } from './undo-problems.ts'

type DeedOf<Kind extends Deed['kind']> = Extract<Deed, { kind: Kind }>

/** With a note of each: it comes back when the undoing is undone. */
export function takeBackPlaces(draft: Draft, { call, target: { id: target }, members }: UndoIntent): void {
  const note = (kind: string, objectId: number, before: object) =>
    draft.recordChange({ kind, objectId, before, after: null })
  const isMade = (row: { operationId: number | null }) => row.operationId === target
  for (const row of draft.teamMembers.all().filter(isMade)) {
    draft.teamMembers.remove(row)
    note('team_member', row.userId, { user: row.userId, team: row.teamId, role: row.role, operation: row.operationId })
  }
  for (const row of draft.groupMembers.all().filter(isMade)) {
    draft.groupMembers.remove(row)
    note('group_member', row.userId, { user: row.userId, group: row.groupId, operation: row.operationId })
  }
  for (const row of draft.groupCourses.all().filter(isMade)) {
    draft.groupCourses.remove(row)
    note('group_course', row.courseId, { group: row.groupId, course: draft.courseById(row.courseId)?.name })
  }
  for (const row of draft.openedItems.all().filter(isMade)) {
    draft.openedItems.remove(row)
    note('opened_item', row.itemId, { enrollment: row.enrollmentId, item: row.itemId })
  }
  // Whoever was brought in for the first time stays; whoever was only brought back goes again.
  for (const userId of members) {
    const row = findMembership(draft, userId, call.organizationId ?? 0)
    if (!row || !isMade(row)) continue
    draft.memberships.remove(row)
    const place = { user: userId, organization: row.organizationId, role: row.role, operation: row.operationId }
    note('membership', userId, place)
  }
}

/** Roles are again what they were. Nobody comes back to a place that is gone, or from outside. */
export function bringBack(draft: Draft, { call, deeds }: UndoIntent): Problem[] {
  const organization = draft.organization(call.organizationId)
  if (!organization) return []
  // What holds others comes back before them.
  const first = deeds.flatMap(one => {
    if (one.kind === 'membership') return bringBackMember(draft, one, organization)
    return one.kind === 'group' ? bringBackGroup(draft, one, organization) : []
  })
  if (first.length > 0) return first
  return deeds.flatMap(one => {
    if ('userId' in one && one.kind !== 'enrollment' && !findMembership(draft, one.userId, organization.id))
      return [standsAgainst('left_organization', one.userId)]
    if (one.kind === 'team_member') return bringBackToTeam(draft, one, organization)
    if (one.kind === 'group_member' || one.kind === 'group_course') return bringBackToGroup(draft, one, organization)
    if (one.kind === 'opened_item') draft.openedItems.add({ enrollmentId: one.enrollmentId, itemId: one.itemId })
    return []
  })
}

function bringBackMember(draft: Draft, deed: DeedOf<'membership'>, organization: Organization): Problem[] {
  const { userId, role, became, later } = deed
  const { id: organizationId, path } = organization
  const user = getUser(draft, userId)
  const membership = findMembership(draft, userId, organizationId)
  if (became === null && !membership) {
    endClaimsBefore(draft, user, role)
    draft.memberships.add({ userId, organizationId, path, role, invitedAt: null, suspendedAt: null })
  } else if (membership && membership.role !== role) {
    if (membership.role !== became) return [leaning(later ?? membership.operationId ?? 0)]
    changeRole(draft, user, membership, role)
  }
  return []
}

/** One that it archived comes back by the same id; one that it brought back goes again, unless others came. */
function bringBackGroup(draft: Draft, deed: DeedOf<'group'>, organization: Organization): Problem[] {
  const { groupId: id, name, did } = deed
  const there = findGroup(draft, organization.id, id)
  if (did === 'restored') {
    const [newcomer] = draft.groupMembers.get(id)
    if (!there) return []
    if (newcomer) return [leaning(newcomer.operationId ?? 0)]
    archiveGroup(draft, there)
    return []
  }
  if (there) return []
  const other = findGroup(draft, organization.id, name)
  if (other) return [standsAgainst('group_name_taken', other.name)]
  draft.groups.add({ id, organizationId: organization.id, name, operationId: null, updatedAt: draft.now })
  const change = { before: { name, archived_at: draft.now }, after: { name, archived_at: null } }
  draft.recordChange({ kind: 'group', objectId: id, ...change })
  return []
}

function bringBackToTeam(draft: Draft, deed: DeedOf<'team_member'>, organization: Organization): Problem[] {
  const { teamId, userId, role, became, later } = deed
  if (!findTeam(draft, organization.id, teamId)) return [standsAgainst('place_gone', `team ${teamId}`)]
  const member = findMember(draft, teamId, userId)
  if (became !== null && !member) return [standsAgainst('left_team', teamId)]
  if (member && member.role !== role && member.role !== became) return [leaning(later ?? member.operationId ?? 0)]
  joinTeam(draft, { id: teamId }, { user: getUser(draft, userId), role })
  return []
}

/** Of those whom the intent names. */
function getUser(draft: Draft, userId: number): User {
  return draft.users.all().find(({ id }) => id === userId) as User
}

function bringBackToGroup(
  draft: Draft,
  deed: DeedOf<'group_member' | 'group_course'>,
  organization: Organization,
): Problem[] {
  const { groupId } = deed
  if (!findGroup(draft, organization.id, groupId)) return [standsAgainst('place_gone', `group ${groupId}`)]
  if (deed.kind === 'group_member') {
    const { userId } = deed
    if (!findGroupMember(draft, groupId, userId)) draft.groupMembers.add({ groupId, userId })
  } else {
    const { courseId } = deed
    const isThere = draft.groupCourses.get(groupId).some(row => row.courseId === courseId)
    if (!isThere) draft.groupCourses.add({ groupId, courseId })
  }
  return []
}
