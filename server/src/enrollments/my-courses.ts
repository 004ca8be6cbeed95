/** What a learner sees of their own enrollments. */
import { sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Reader } from '../db/database.ts'
import { isOpen, statusOf } from '../lib/states/enrollment-status.ts'
import { isOpenTo, type Visitor } from '../places/signed-in-by.ts'
import { readSettingsInForce } from '../settings/read-settings.ts'
import { membershipSuspendedAt } from './held-back.ts'
import type { MyCourse, MyItem } from './my-course-schema.ts'

/** All courses of a learner that the session opens, by their display names. Two statements. */
export async function listMyCourses(database: Reader, visitor: Visitor, now: Date): Promise<MyCourse[]> {
  const rows = await findCourses(database, visitor)
  const settings = await readSettingsInForce(database, [...new Set(rows.map(row => row.organization_id))])
  return rows.map(row => presentCourse(row, settings.get(row.organization_id)?.brand_name ?? '', now))
}

function findCourses(database: Reader, visitor: Visitor) {
  return (
    database
      .selectFrom('enrollments')
      .innerJoin('courses', 'courses.id', 'enrollments.course_id')
      .select(['courses.id', 'courses.name', 'courses.display_name', 'courses.organization_id'])
      .select(['starts_at', 'ends_at', 'revoked_at', 'enrollments.suspended_at', 'completed_at'])
      .select(membershipSuspendedAt('enrollments', 'courses').as('membership_suspended_at'))
      .select(({ selectFrom }) =>
        jsonArrayFrom(
          selectFrom('items')
            .leftJoin('opened_items', join =>
              join
                .onRef('opened_items.enrollment_id', '=', 'enrollments.id')
                .onRef('opened_items.item_id', '=', 'items.id'),
            )
            .select(['items.id', 'items.kind', 'items.title', 'items.launch_url', 'items.starter'])
            .select('opened_items.at as opened_at')
            .whereRef('items.course_id', '=', 'courses.id')
            .orderBy('items.position'),
        ).as('items'),
      )
      .where('enrollments.user_id', '=', visitor.id)
      // A course from above is open where it was given.
      .where(sql<boolean>`exists (select from organizations organization
      where (organization.id = courses.organization_id or organization.id in (select given.organization_id from grants given
        where given.user_id = enrollments.user_id and given.course_id = enrollments.course_id))
        and ${isOpenTo(visitor)})`)
      .orderBy('courses.display_name')
      .orderBy('courses.id')
      .execute()
  )
}

type Row = Awaited<ReturnType<typeof findCourses>>[number]

function presentCourse(row: Row, organization: string, now: Date): MyCourse {
  const courseOpen = isOpen(row, now)
  return {
    id: row.id,
    name: row.name,
    display_name: row.display_name,
    organization: { name: organization },
    status: statusOf(row, now),
    starts_at: row.starts_at.toISOString(),
    ends_at: row.ends_at?.toISOString() ?? null,
    items: row.items.map(({ id, kind, title, launch_url, starter, opened_at }) => {
      const open = courseOpen && (starter || opened_at !== null)
      return { id, kind: kind as MyItem['kind'], title, open, launch_url: open ? launch_url : null }
    }),
  }
}
