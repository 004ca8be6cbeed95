import { sql } from 'kysely'
import type { Transaction } from '../db/database.ts'
import type { PasswordLinks } from '../lib/password-links.ts'

const day = 24 * 60 * 60 * 1000

/**
 * Gives a new set-password link to those of the users who have no live one: two statements for any number. Who is
 * being changed by somebody else at this moment is left out, so that the mail never waits for the engine nor it for us.
 */
export async function renewPasswordLinks(
  transaction: Transaction,
  userIds: readonly number[],
  { passwordLinks, days, now }: { passwordLinks: PasswordLinks; days: number; now: Date },
): Promise<void> {
  const { rows } = await sql<{ user_id: number; link_id: number }>`
    select id as user_id, nextval('ids') as link_id
    from (
      select id from users
      where id = any(${userIds}::bigint[])
        and (password_link_id is null or password_link_expires_at is null or password_link_expires_at <= ${now})
      for no key update skip locked
    ) lapsed`.execute(transaction)
  if (rows.length === 0) return
  await sql`
    update users set password_link_id = new.link_id, password_link_hash = new.hash,
      password_link_expires_at = ${new Date(now.getTime() + days * day)}, updated_at = ${now}
    from unnest(${rows.map(row => row.user_id)}::bigint[], ${rows.map(row => row.link_id)}::bigint[],
      ${rows.map(row => passwordLinks.hash(row.user_id, row.link_id))}::bytea[]) as new (user_id, link_id, hash)
    where users.id = new.user_id`.execute(transaction)
}
