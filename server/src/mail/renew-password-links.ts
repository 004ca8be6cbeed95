import { sql } from 'kysely'
import { newPasswordLink } from '../accounts/new-password-link.ts'
import type { Reader } from '../db/database.ts'

/**
 * Gives a new set-password link to those of the users who have no live one: one statement for any number. Who is
 * being changed by somebody else at this moment is left out, so that the mail never waits for the engine nor it for us.
 */
export async function renewPasswordLinks(
  database: Reader,
  userIds: readonly number[],
  life: { days: number; now: Date },
): Promise<void> {
  const isLapsed = sql<boolean>`(password_link_id is null or password_link_expires_at is null
    or password_link_expires_at <= ${life.now})`
  await database
    .with(
      cte => cte('lapsed').materialized(),
      query =>
        query
          .selectFrom('users')
          .select('id')
          .where(sql<boolean>`id = any(${userIds}::bigint[])`)
          .where(isLapsed)
          .forNoKeyUpdate()
          .skipLocked(),
    )
    .updateTable('users')
    .from('lapsed')
    .set(newPasswordLink(life))
    .whereRef('users.id', '=', 'lapsed.id')
    .execute()
}
