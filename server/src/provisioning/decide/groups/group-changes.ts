/** What is asked of a group: somebody out of it, other courses, or its end. */
import { isMatch } from '../../../lib/version-tag.ts'
import type { ArchiveGroupIntent, GroupCoursesIntent, GroupMemberIntent } from '../../intents/place.ts'
import type { Decided } from '../decided.ts'
import type { Draft } from '../draft.ts'
import { archiveGroup, attachCourse, detachCourse, findGroup, leaveGroup } from './group.ts'

export function changeGroupMember(draft: Draft, intent: GroupMemberIntent): Decided {
  const group = findGroup(draft, intent.call.organizationId ?? 0, intent.groupId)
  const user = draft.users.get(intent.email)
  if (!group) return { problems: [{ code: 'unknown_group', field: 'group', value: intent.groupId }] }
  if (!user) return { problems: [{ code: 'unknown_user', field: 'user', value: intent.email }] }
  return done(leaveGroup(draft, group, user.id), user.id)
}

export function endGroup(draft: Draft, intent: ArchiveGroupIntent): Decided {
  const group = findGroup(draft, intent.call.organizationId ?? 0, intent.groupId)
  if (!group) return { problems: [{ code: 'unknown_group', field: 'group', value: intent.groupId }] }
  archiveGroup(draft, group)
  return done(true, null)
}

export function changeGroupCourses(draft: Draft, intent: GroupCoursesIntent): Decided {
  const organization = draft.organization(intent.call.organizationId)
  const group = organization && findGroup(draft, organization.id, intent.groupId)
  if (!group) return { problems: [{ code: 'unknown_group', field: 'group', value: intent.groupId }] }
  if (!isMatch(intent.ifMatch, group.updatedAt)) return { problems: [{ code: 'changed_meanwhile', field: 'If-Match' }] }
  const isDetaching = intent.kind === 'detach_courses'
  const courses = intent.courses
    .flatMap(name => draft.course(organization.id, name) ?? [])
    .filter(course => isDetaching || course.archivedAt === null)
  const unknown = intent.courses.filter(name => !courses.some(course => course.name === name))
  if (unknown.length > 0)
    return { problems: unknown.map(value => ({ code: 'unknown_course', field: 'courses', value })) }
  const attached = draft.groupCourses.get(group.id).flatMap(({ courseId }) => draft.courseById(courseId) ?? [])
  const others = attached.filter(course => !courses.some(({ id }) => id === course.id))
  const left = isDetaching ? courses : intent.kind === 'set_courses' ? others : []
  const changed = [
    ...left.map(course => detachCourse(draft, group, course)),
    ...(isDetaching ? [] : courses.map(course => attachCourse(draft, group, course, organization))),
  ]
  return done(changed.some(Boolean), null)
}

function done(changed: boolean, userId: number | null): Decided {
  return { result: changed ? 'changed' : 'unchanged', userId, enrollments: [], seats: [] }
}
