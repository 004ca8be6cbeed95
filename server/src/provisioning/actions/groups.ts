/** Groups: who leaves one, what it gives, and its end. */
import type { ArchiveGroupIntent, GroupCoursesIntent, GroupMemberIntent } from '../intents/place.ts'
import { type Name, notThere, type Rule } from './action.ts'

interface Group {
  readonly group: number
}

interface GroupMember extends Group {
  readonly user: number
  /** Whether somebody of the organization who is not in it is nothing to be told of. */
  readonly orNothing?: boolean
}

interface GroupCourses extends Group, Pick<GroupCoursesIntent, 'courses' | 'ifMatch'> {}

const ofGroup = ({ group }: Group): Name<'group'> => ['group', group]

const leaveGroup: Rule<GroupMember, 'group', GroupMemberIntent> = {
  kind: 'leave_group',
  permission: 'groups.assign',
  of: ofGroup,
  users: ({ user }) => [user],
  intent: ({ group: groupId, user, orNothing = false }, { thing, found }) => {
    const person = found.person(thing.organizationId, user)
    if (!person || !(orNothing || person.groupIds.includes(groupId))) return notThere('user', user)
    return { groupId, email: person.email }
  },
}

const changeCourses = (kind: GroupCoursesIntent['kind']): Rule<GroupCourses, 'group', GroupCoursesIntent> => ({
  kind,
  permission: 'groups.edit',
  of: ofGroup,
  intent: ({ group: groupId, ...wanted }) => ({ groupId, ...wanted }),
})

const archiveGroup: Rule<Group, 'group', ArchiveGroupIntent> = {
  kind: 'archive_group',
  permission: 'groups.delete',
  of: ofGroup,
  intent: ({ group: groupId }) => ({ groupId }),
}

export const groupActions = {
  leave_group: leaveGroup,
  attach_courses: changeCourses('attach_courses'),
  detach_courses: changeCourses('detach_courses'),
  set_courses: changeCourses('set_courses'),
  archive_group: archiveGroup,
} as const
