/** Whoever may be meant by an id or an email, and belongs to an organization. */
import type { Known, PersonName } from '../actions/action.ts'
import { query } from './query.ts'

/** `names`: the emails by which the person was asked for, of now or of before. */
export const findKnown = query<Known & { readonly id: number; readonly names: readonly string[] }>(
  'find known',
  `
  select u.id, u.email, u.first_name as "firstName", jsonb_agg(o.path) as paths,
    array(select team_id from team_members where user_id = u.id) as "teamIds",
    array(select email from users named where coalesce(named.alias_of, named.id) = u.id and named.email = any(:emails::text[])) as names
  from users u join memberships m on m.user_id = u.id join organizations o on o.id = m.organization_id
  where u.id = any(array(select coalesce(alias_of, id) from users where email = any(:emails::text[])) || :userIds::bigint[])
  group by u.id`,
)

export function valuesOf(people: readonly PersonName[]) {
  return {
    emails: people.flatMap(person => ('email' in person ? person.email : [])),
    userIds: people.flatMap(person => ('user' in person ? person.user : [])),
  }
}
