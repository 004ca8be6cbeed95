/** Who is in a group, and what it gives. Reach is the group's: whoever may see it may see what is in it. */
import type { Reader } from '../db/database.ts'
import { type Page, type PageRequest, readPage } from '../db/page.ts'

export type GroupMemberRow = Awaited<ReturnType<ReturnType<typeof selectMembers>['executeTakeFirstOrThrow']>>
export type GroupCourseRow = Awaited<ReturnType<ReturnType<typeof selectCourses>['executeTakeFirstOrThrow']>>

export function listGroupMembers(reader: Reader, groupId: number, page: PageRequest): Promise<Page<GroupMemberRow>> {
  return readPage(selectMembers(reader, groupId), page, { id: 'member.user_id' })
}

export function listGroupCourses(reader: Reader, groupId: number, page: PageRequest): Promise<Page<GroupCourseRow>> {
  return readPage(selectCourses(reader, groupId), page, { id: 'given.course_id' })
}

function selectMembers(reader: Reader, groupId: number) {
  return reader
    .selectFrom('group_members as member')
    .innerJoin('users as user', 'user.id', 'member.user_id')
    .select(['member.user_id', 'user.email', 'user.first_name', 'user.last_name', 'member.created_at'])
    .where('member.group_id', '=', groupId)
}

function selectCourses(reader: Reader, groupId: number) {
  return reader
    .selectFrom('group_courses as given')
    .innerJoin('courses as course', 'course.id', 'given.course_id')
    .select(['course.id', 'course.name', 'course.display_name', 'course.archived_at', 'given.created_at'])
    .where('given.group_id', '=', groupId)
}
