/** Organizations may ask that whoever comes in by a password has a second factor, or will have one by some day. */
import { type RawBuilder, sql } from 'kysely'

export interface FactorPolicy {
  readonly asked: 'optional' | 'for_roles' | 'for_all'
  readonly grace_days: number
}

/** What the topmost organization of this path says that says anything, of rows of `organizations`. */
export const factorPolicyAt = (path: string) => `(
  select above.* from organizations above where above.id = any(${path}) and above.second_factor is not null
  order by cardinality(above.path) limit 1)`

/**
 * For rows of `organizations as organization`: from when on it is closed to a member who has no second factor; null: it asks none of
 * them, or they have one. Whoever is no learner is one by a role there, or in a team of it.
 */
export function factorDueAt(userId: number): RawBuilder<Date | null> {
  return sql<Date | null>`(
    select greatest(said.second_factor_since, held.created_at) + make_interval(days => said.second_factor_days)
    from memberships held, lateral ${sql.raw(factorPolicyAt('organization.path'))} said
    where held.organization_id = organization.id and held.user_id = ${userId} and held.invited_at is null
      and (said.second_factor = 'for_all' or said.second_factor = 'for_roles' and (held.role <> 'learner' or exists (
        select from team_members member join teams team on team.id = member.team_id
        where member.user_id = held.user_id and team.organization_id = organization.id and team.archived_at is null
          and member.role <> 'learner')))
      and not exists (select from passwords where passwords.user_id = held.user_id and has_second_factor))`
}
