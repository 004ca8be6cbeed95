/** Who is in a group, and what it gives. Reach is the group's: whoever may see it may see what is in it. */
import type { Reader } from '../db/database.ts'
import { type Page, type PageRequest, readPage } from '../db/page.ts'
import { lowerName } from '../lib/lower-case.ts'
import { Refusal } from '../lib/refusal.ts'

export type GroupMemberRow = Awaited<ReturnType<typeof getGroupMember>>
export type GroupCourseRow = Awaited<ReturnType<typeof getGroupCourse>>

export function listGroupMembers(reader: Reader, groupId: number, page: PageRequest): Promise<Page<GroupMemberRow>> {
  return readPage(selectMembers(reader, groupId), page, { id: 'member.user_id' })
}

/** Throws `not_found`. */
export async function getGroupMember(reader: Reader, groupId: number, userId: number) {
  const row = await selectMembers(reader, groupId).where('member.user_id', '=', userId).executeTakeFirst()
  if (!row) throw new Refusal('not_found', `User ${userId} is not in this group.`)
  return row
}

export function listGroupCourses(reader: Reader, groupId: number, page: PageRequest): Promise<Page<GroupCourseRow>> {
  return readPage(selectCourses(reader, groupId), page, { id: 'given.course_id' })
}

/** Throws `not_found`. */
export async function getGroupCourse(reader: Reader, groupId: number, name: string) {
  const row = await selectCourses(reader, groupId).where('course.name', '=', lowerName(name)).executeTakeFirst()
  if (!row) throw new Refusal('not_found', `This group does not give ${name}.`)
  return row
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
