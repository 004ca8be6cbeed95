import { sql } from 'kysely'
import type { Transaction } from '../db/database.ts'

export interface FreshLink {
  readonly id: number
  readonly expiresAt: Date
}

/** A new set-password link, which ends the one before it; null: the account has a password. */
export async function freshPasswordLink(
  transaction: Transaction,
  userId: number,
  { days, now }: { days: number; now: Date },
): Promise<FreshLink | null> {
  const expiresAt = new Date(now.getTime() + days * 24 * 60 * 60 * 1000)
  const row = await transaction
    .updateTable('users')
    .set({ password_link_id: sql<number>`nextval('ids')`, password_link_expires_at: expiresAt, updated_at: now })
    .where('id', '=', userId)
    .where('password_set_at', 'is', null)
    .returning('password_link_id as id')
    .executeTakeFirst()
  return row && row.id !== null ? { id: row.id, expiresAt } : null
}
