/** Groups: being in one gives its courses; leaving takes back what came from there and nothing else. */
import type { EnrollmentOutcome } from '../../intents/outcome.ts'
import type { Course } from '../../rows/course.ts'
import { groupPlaceKey, nameKey } from '../../rows/keys.ts'
import type { Organization } from '../../rows/organization.ts'
import type { Group, GroupMember } from '../../rows/place.ts'
import type { Draft } from '../draft.ts'
import { enrol, grantsOf, revokeGrants } from '../enrollment.ts'

/** The organization's group of this id or name. */
export function findGroup(draft: Draft, organizationId: number, which: number | string): Group | undefined {
  if (typeof which === 'string') return draft.groupByName(nameKey(organizationId, which))
  const group = draft.groups.get(which)
  return group?.organizationId === organizationId ? group : undefined
}

export function findGroupMember(draft: Draft, groupId: number, userId: number): GroupMember | undefined {
  return draft.groupPlace(groupPlaceKey({ groupId, userId }))
}

export function newGroup(draft: Draft, name: string, { id: organizationId }: Organization): Group {
  return draft.groups.add({ id: draft.newId(), organizationId, name, updatedAt: draft.now })
}

/** True: the person was no member before. Gives each of its courses, also to who was one. */
export function joinGroup(
  draft: Draft,
  group: Group,
  userId: number,
  organization: Organization,
): { joined: boolean; enrollments: EnrollmentOutcome[] } {
  const joined = !findGroupMember(draft, group.id, userId)
  if (joined) draft.groupMembers.add({ groupId: group.id, userId })
  const enrollments = draft.groupCourses
    .get(group.id)
    .flatMap(({ courseId }) => draft.courseById(courseId) ?? [])
    .filter(course => course.archivedAt === null)
    .map(course => giveByGroup(draft, group, course, userId, organization))
  return { joined, enrollments }
}

/** False: the person was no member. */
export function leaveGroup(draft: Draft, group: Group, userId: number): boolean {
  const member = findGroupMember(draft, group.id, userId)
  if (member) removeMember(draft, group, member)
  return member !== undefined
}

/** Everybody leaves, and the name is free again. */
export function archiveGroup(draft: Draft, group: Group): void {
  for (const member of draft.groupMembers.get(group.id)) removeMember(draft, group, member)
  draft.groups.remove(group)
  const before = { name: group.name, archived_at: null }
  const after = { ...before, archived_at: draft.now }
  draft.recordChange({ kind: 'group', objectId: group.id, before, after })
}

/** Gives the course to every member. False: it was attached. */
export function attachCourse(draft: Draft, group: Group, course: Course, organization: Organization): boolean {
  if (draft.groupCourses.get(group.id).some(({ courseId }) => courseId === course.id)) return false
  draft.groupCourses.add({ groupId: group.id, courseId: course.id })
  for (const { userId } of draft.groupMembers.get(group.id)) giveByGroup(draft, group, course, userId, organization)
  return true
}

/** False: it was not attached. */
export function detachCourse(draft: Draft, group: Group, course: Course): boolean {
  const attached = draft.groupCourses.get(group.id).find(({ courseId }) => courseId === course.id)
  if (!attached) return false
  draft.groupCourses.remove(attached)
  const before = { group: group.id, course: course.name }
  draft.recordChange({ kind: 'group_course', objectId: course.id, before, after: null })
  for (const { userId } of draft.groupMembers.get(group.id))
    takeBack(draft, group, course.id, userId, 'the course left the group')
  return true
}

function removeMember(draft: Draft, group: Group, member: GroupMember): void {
  draft.groupMembers.remove(member)
  const { userId } = member
  const before = { user: userId, group: group.id, operation: member.operationId }
  draft.recordChange({ kind: 'group_member', objectId: userId, before, after: null })
  for (const { courseId } of draft.groupCourses.get(group.id))
    takeBack(draft, group, courseId, userId, 'left the group')
}

function giveByGroup(
  draft: Draft,
  group: Group,
  course: Course,
  userId: number,
  organization: Organization,
): EnrollmentOutcome {
  const grounds = { organization, userId, reference: null, period: null }
  // Beside what the learner has otherwise, not on top of it.
  return enrol(draft, course, { ...grounds, source: 'group', originId: group.id, renewal: 'longest' })
}

function takeBack(draft: Draft, group: Group, courseId: number, userId: number, reason: string): void {
  const own = grantsOf(draft, { userId, courseId }).filter(
    ({ source, originId }) => source === 'group' && originId === group.id,
  )
  revokeGrants(draft, own, reason)
}
