import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import { lowerName } from '../lib/lower-case.ts'
import { Refusal } from '../lib/refusal.ts'
import {
  getOrganizationInReach,
  isInReach,
  listOrganizationIds,
  type PlaceChoice,
  type Reach,
} from '../reach/find-organization.ts'

export type CourseInReach = Awaited<ReturnType<typeof getCourseInReach>>

/**
 * The course that a caller names: by its id, wherever it is in reach, or by its name in an organization (default: the
 * caller's own). Throws `not_found` alike for one that lies outside and one that is not there.
 */
export async function getCourseInReach(
  reader: Reader,
  { organization: home }: Reach,
  { course, organization }: { course: string; organization?: number | string },
) {
  const place =
    organization === undefined && isId(course) ? null : await getOrganizationInReach(reader, home, organization)
  let query = reader
    .selectFrom('courses as course')
    .innerJoin('organizations as organization', 'organization.id', 'course.organization_id')
    .select(['course.id', 'course.name', 'course.display_name', 'course.archived_at', 'course.organization_id'])
    .select(['organization.slug as organization', 'organization.time_zone', 'organization.path'])
    .where(isInReach(home, 'organization'))
  if (place) query = query.where('organization.id', '=', place.id)
  const found = await (isId(course)
    ? query.where('course.id', '=', Number(course))
    : query.where('course.name', '=', lowerName(course))
  ).executeTakeFirst()
  if (found) return found
  const message = 'is no course of yours'
  throw new Refusal('not_found', `course ${message}`, [{ field: 'course', message }])
}

/** The one that is named, else all of the organization, or of its subtree. */
export async function listCourseIds(
  reader: Reader,
  principal: Reach,
  { organization, below, course }: PlaceChoice & { course?: string },
): Promise<number[]> {
  if (course !== undefined) return [(await getCourseInReach(reader, principal, { course, organization })).id]
  const ids = await listOrganizationIds(reader, principal.organization, { organization, below })
  const isTheirs = sql<boolean>`organization_id = any(${ids}::bigint[])`
  const rows = await reader.selectFrom('courses').select('id').where(isTheirs).execute()
  return rows.map(row => row.id)
}

function isId(text: string): boolean {
  return /^\d{1,15}$/.test(text)
}
