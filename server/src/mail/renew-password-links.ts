import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'

const day = 24 * 60 * 60 * 1000

/**
 * Gives a new set-password link to those of the users who have no live one: one statement for any number. Who is
 * being changed by somebody else at this moment is left out, so that the mail never waits for the engine nor it for us.
 */
export async function renewPasswordLinks(
  database: Reader,
  userIds: readonly number[],
  { days, now }: { days: number; now: Date },
): Promise<void> {
  await sql`
    with lapsed as materialized (
      select id from users
      where id = any(${userIds}::bigint[])
        and (password_link_id is null or password_link_expires_at is null or password_link_expires_at <= ${now})
      for no key update skip locked
    )
    update users set password_link_id = nextval('ids'),
      password_link_expires_at = ${new Date(now.getTime() + days * day)}, updated_at = ${now}
    from lapsed where users.id = lapsed.id`.execute(database)
}
