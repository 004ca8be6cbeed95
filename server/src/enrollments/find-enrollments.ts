import { readUserChoice } from '../accounts/user-choice.ts'
import type { Principal } from '../api/principal.ts'
import { listCourseIds } from '../courses/find-course.ts'
import type { Reader } from '../db/database.ts'
import type { PageRequest } from '../db/page.ts'
import { readMoment } from '../lib/read-moment.ts'
import type { EnrollmentStatus } from '../lib/states/enrollment-status.ts'
import type { PlaceChoice } from '../reach/find-organization.ts'
import { requireInReach } from '../reach/require-in-reach.ts'
import { listEnrollmentPage } from './enrollment-page.ts'

/** The organizations are those whose courses are meant. */
export interface EnrollmentSearch extends PageRequest, PlaceChoice {
  readonly course?: string
  readonly user?: string
  readonly team?: number
  readonly group?: number
  readonly status?: EnrollmentStatus
  readonly ends_before?: string
}

/** Enrollments in an organization's courses. Throws `not_found` for what is out of reach, and `invalid`. */
export async function findEnrollments(
  reader: Reader,
  principal: Principal,
  { organization, below, course, user, team, group, status, ends_before, ...page }: EnrollmentSearch,
  now: Date,
) {
  if (team !== undefined) await requireInReach(reader, principal, { table: 'teams', field: 'team', id: team })
  if (group !== undefined) await requireInReach(reader, principal, { table: 'groups', field: 'group', id: group })
  const filter = {
    ...page,
    courseIds: await listCourseIds(reader, principal, { organization, below, course }),
    user: user === undefined ? undefined : readUserChoice(user),
    teamId: team,
    groupId: group,
    status,
    endsBefore: ends_before === undefined ? undefined : readMoment(ends_before),
  }
  return listEnrollmentPage(reader, filter, now)
}
