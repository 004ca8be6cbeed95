/**
 * What a row can show whole besides naming it: by which field it is named, how many of them are read, and which of them are to
 * be seen by who may in teams alone: what a route of its own shows them.
 */
import { sql } from 'kysely'

import type { Expansions, Row } from '../api/expand.ts'
import type { Principal } from '../api/principal.ts'
import { findCourses } from '../courses/queries.ts'
import type { Reader } from '../db/database.ts'
import { findEnrollmentsById } from '../enrollments/enrollment-page.ts'
import { findGroups } from '../groups/queries.ts'
import { findOrganizations } from '../organizations/queries.ts'
import { findProducts } from '../products/queries.ts'
import { findTeams } from '../teams/queries.ts'
import { findUsersById } from '../users/of-organization.ts'

export const things: Expansions = {
  course: { named: row => row.course_id ?? target(row, 'course'), find: byId(findCourses), ofTeams: all },
  enrollment: {
    named: row => row.enrollment_id,
    find: byId(async (reader, principal, ids) => {
      const rows = await findEnrollmentsById(reader, principal, ids, principal.by.receivedAt)
      return rows.map(({ organization_id: _, time_zone: __, ...row }) => row)
    }),
    ofTeams: (reader, teams, ids) =>
      reader
        .selectFrom('enrollments')
        .innerJoin('team_members as member', 'member.user_id', 'enrollments.user_id')
        .select('enrollments.id')
        .distinct()
        .where('member.team_id', 'in', anyOf(teams))
        .where('enrollments.id', 'in', anyOf(ids))
        .execute()
        .then(idsOf),
  },
  group: { named: row => row.group_id ?? target(row, 'group'), find: byId(findGroups) },
  organization: {
    named: row => row.organization,
    async find(reader, { organization }, slugs) {
      const rows = await findOrganizations(reader, organization, slugs)
      return new Map(rows.map(row => [row.slug, row]))
    },
  },
  product: { named: row => row.product_id, find: byId(findProducts), ofTeams: all },
  team: {
    named: row => row.team_id ?? target(row, 'team'),
    find: byId(findTeams),
    ofTeams: async (_, teams, ids) => ids.filter(id => teams.includes(id)),
  },
  user: {
    named: row => row.user_id ?? idIn(row.user),
    find: byId(findUsersById),
    ofTeams: (reader, teams, ids) =>
      reader
        .selectFrom('team_members')
        .select('user_id as id')
        .distinct()
        .where('team_id', 'in', anyOf(teams))
        .where('user_id', 'in', anyOf(ids))
        .execute()
        .then(idsOf),
  },
}

/** What the organization has for all of its teams alike. */
async function all(_: Reader, __: readonly number[], names: readonly unknown[]) {
  return names
}

const anyOf = (ids: readonly number[]) => sql<number>`(select unnest(${[...ids]}::bigint[]))`
const idsOf = (rows: readonly { readonly id: number }[]) => rows.map(({ id }) => id)

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
