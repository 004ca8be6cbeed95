/** Where passwords were brought along from another system: the first right one, and wrong ones as long as there is such a hash. */
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Database, Reader } from '../db/database.ts'
import { activate } from './activate.ts'
import { findMatch, hashPassword } from './passwords.ts'

/**
 * Keeps a password that was found right as one of ours. Of two at once the first does it; the hash that stands then, if it is of
 * the same password, and otherwise the one that stands no more: nobody is signed in by it.
 */
export async function hashAnew(
  kysely: Database['kysely'],
  userId: number,
  { from, typed }: { readonly from: string; readonly typed: string },
  now: Date,
): Promise<string> {
  const hash = await hashPassword(typed)
  const isDone = await kysely.transaction().execute(async transaction => {
    // The account before its password, as a link that sets one.
    await transaction.selectFrom('users').select('id').where('id', '=', userId).forNoKeyUpdate().execute()
    const { numUpdatedRows } = await transaction
      .updateTable('passwords')
      .set({ hash, updated_at: now })
      .where('user_id', '=', userId)
      .where('hash', '=', from)
      .executeTakeFirst()
    if (numUpdatedRows > 0n) await activate(transaction, userId, now)
    return numUpdatedRows > 0n
  })
  if (isDone) return hash
  const stands = await kysely.selectFrom('passwords').select('hash').where('user_id', '=', userId).executeTakeFirst()
  return stands && (await findMatch(stands.hash, typed)) !== null ? stands.hash : from
}

const step = 500

/**
 * Each format takes its own time, by which it could be told who has which, and that there is an account. As long as any is left
 * all that are wrong are answered at full half seconds, the one that nobody has too.
 */
export async function evenOut(reader: Reader, begun: number): Promise<void> {
  const { rows } = await sql`select from passwords where hash not like '$argon2id$%' limit 1`.execute(reader)
  if (rows.length > 0) await wait(step - ((performance.now() - begun) % step))
}
