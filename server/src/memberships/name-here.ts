/**
 * By which names an organization knows somebody. Of who is only invited these are the names that the invitation was written
 * to: the account may be somebody's elsewhere, and shows its own where the person has come in.
 */
import { type RawBuilder, sql } from 'kysely'

/** Of rows of `memberships as membership` with their `users as "user"`. */
export const firstNameHere = nameHere('first_name')
export const lastNameHere = nameHere('last_name')

function nameHere(column: 'first_name' | 'last_name'): RawBuilder<string> {
  return sql<string>`(case when membership.invited_at is null then ${sql.ref(`user.${column}`)} else coalesce((
    select ${sql.ref(`invitation.${column}`)} from invitations invitation
    where invitation.user_id = membership.user_id and invitation.organization_id = membership.organization_id
    order by invitation.id desc limit 1), '') end)`
}
