/** What a row can show whole besides naming it: by which field it is named, who may see it, and how many of them are read. */

import type { Row, Things } from '../api/expand.ts'
import type { Principal } from '../api/principal.ts'
import { findCourses } from '../courses/queries.ts'
import type { Reader } from '../db/database.ts'
import { findEnrollmentsById } from '../enrollments/enrollment-page.ts'
import { findGroups } from '../groups/queries.ts'
import { findOrganizations } from '../organizations/queries.ts'
import { findProducts } from '../products/queries.ts'
import { findTeams } from '../teams/queries.ts'
import { findUsersById } from '../users/of-organization.ts'

export const things: Things = {
  course: { permission: 'catalog.view', named: row => row.course_id ?? target(row, 'course'), find: byId(findCourses) },
  enrollment: {
    permission: 'enrollments.view',
    named: row => row.enrollment_id,
    find: byId(async (reader, principal, ids) => {
      const rows = await findEnrollmentsById(reader, principal, ids, principal.by.receivedAt)
      return rows.map(({ organization_id: _, time_zone: __, ...row }) => row)
    }),
  },
  group: { permission: 'groups.view', named: row => row.group_id ?? target(row, 'group'), find: byId(findGroups) },
  organization: {
    permission: 'organizations.view',
    named: row => row.organization,
    async find(reader, { organization }, slugs) {
      const rows = await findOrganizations(reader, organization, slugs)
      return new Map(rows.map(row => [row.slug, row]))
    },
  },
  product: { permission: 'catalog.view', named: row => row.product_id, find: byId(findProducts) },
  team: { permission: 'teams.view', named: row => row.team_id ?? target(row, 'team'), find: byId(findTeams) },
  user: { permission: 'users.view', named: row => row.user_id ?? idIn(row.user), find: byId(findUsersById) },
}

function byId<Found extends { readonly id: number }>(
  find: (reader: Reader, principal: Principal, ids: readonly number[]) => Promise<readonly Found[]>,
) {
  return async (reader: Reader, principal: Principal, ids: readonly number[]) =>
    new Map<unknown, Row>((await find(reader, principal, ids)).map(row => [row.id, row]))
}

/** Some rows hold the id, others some of the thing with it. */
function idIn(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'id' in value ? value.id : value
}

/** Of a link, which leads into one thing or another. */
function target({ target }: Row, kind: string): unknown {
  const isOne = typeof target === 'object' && target !== null && 'kind' in target && target.kind === kind
  return isOne ? idIn(target) : null
}
