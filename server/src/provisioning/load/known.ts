/** What hangs on people who are there already. */

import { enrollments, grants, type Membership, memberships } from '../rows/person.ts'
import type { Rows } from '../snapshot.ts'
import { columnsOf, query, select } from './query.ts'

/** `leads`: the person is more than a learner in a team, of whatever organization. */
export type LoadedMembership = Membership & { readonly leads: boolean }

export type Known = Pick<Rows, 'enrollments' | 'grants'> & { readonly memberships: readonly LoadedMembership[] }

export const noneKnown: Known = { memberships: [], enrollments: [], grants: [] }

/** Of `LoadedMembership`. */
export const fromMemberships = `
    select ${columnsOf(memberships, 'm')},
      exists (select from team_members t where t.user_id = m.user_id and t.role <> 'learner') as leads
    from memberships m join organizations o on o.id = m.organization_id`

export const ofThem = 'user_id = any(:userIds::bigint[])'
const ofThemThere = `${ofThem} and course_id = any(:courseIds::bigint[])`

export const knownQueries = {
  memberships: query<LoadedMembership>('load memberships', `${fromMemberships} where m.${ofThem}`),
  enrollments: select('load enrollments', enrollments, `from enrollments where ${ofThemThere}`),
  grants: select('load grants', grants, `from grants where ${ofThemThere}`),
}
