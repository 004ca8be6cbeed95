import { sql } from 'kysely'
import { newPasswordLink } from '../accounts/new-password-link.ts'
import type { Reader } from '../db/database.ts'

/**
 * Gives a new set-password link to each of the users whose link is still the one that was found wanting (null: none): one statement for any
 * number. Who got another meanwhile keeps it; who is being changed by somebody else at this moment is left out, so that the mail
 * never waits for the engine nor it for us.
 */
export async function renewPasswordLinks(
  database: Reader,
  found: readonly { readonly userId: number; readonly linkId: number | null }[],
  life: { days: number; now: Date },
): Promise<void> {
  const isSame = sql<boolean>`exists (
    select from unnest(${found.map(({ userId }) => userId)}::bigint[], ${found.map(({ linkId }) => linkId)}::bigint[])
      as found (user_id, link_id)
    where found.user_id = users.id and found.link_id is not distinct from users.password_link_id)`
  await database
    .with(
      cte => cte('lapsed').materialized(),
      query =>
        query
          .selectFrom('users')
          .select('id')
          .where('id', '=', sql<number>`any(${found.map(({ userId }) => userId)}::bigint[])`)
          .where(isSame)
          .forNoKeyUpdate()
          .skipLocked(),
    )
    .updateTable('users')
    .from('lapsed')
    .set(newPasswordLink(life))
    .whereRef('users.id', '=', 'lapsed.id')
    .execute()
}
