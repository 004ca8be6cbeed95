import { readUserChoice } from '../accounts/user-choice.ts'
import type { Principal } from '../api/principal.ts'
import { listCourseIds } from '../courses/find-course.ts'
import type { Reader } from '../db/database.ts'
import type { Page, PageRequest } from '../db/page.ts'
import { getEnrollment } from '../enrollments/enrollment-page.ts'
import type { GrantSource } from '../provisioning/intents/provision.ts'
import type { PlaceChoice } from '../reach/find-organization.ts'
import { type Grant, listGrantPage } from './queries.ts'

/** The organizations are those whose courses are meant. */
export interface GrantSearch extends PageRequest, PlaceChoice {
  readonly course?: string
  readonly user?: string
  readonly enrollment?: number
  readonly source?: GrantSource
  readonly operation?: number
}

/** Grants for an organization's courses. Throws `not_found` for what is out of reach, and `invalid`. */
export async function findGrants(
  reader: Reader,
  principal: Principal,
  { organization, below, course, user, enrollment, operation, ...filter }: GrantSearch,
  now: Date,
): Promise<Page<Grant>> {
  const found = enrollment === undefined ? null : await getEnrollment(reader, principal, enrollment, now)
  return listGrantPage(reader, {
    ...filter,
    courseIds: found ? [found.course_id] : await listCourseIds(reader, principal, { organization, below, course }),
    enrollmentId: enrollment,
    user: user === undefined ? undefined : readUserChoice(user),
    operationId: operation,
  })
}
