import { sql } from 'kysely'
import { endOfPasswordLink } from '../lib/links/password-links.ts'

/** What is set in an account's row that gets a new set-password link: the one before it is dead. */
export function newPasswordLink(life: { days: number; now: Date }) {
  return {
    password_link_id: sql<number>`nextval('ids')`,
    password_link_expires_at: endOfPasswordLink(life),
    updated_at: life.now,
  }
}
