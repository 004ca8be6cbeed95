import type { Transaction } from '../db/database.ts'

/** And with it all sessions. In this order: see sessions/sessions.ts. The account's row is the caller's to write. */
export async function deletePassword(transaction: Transaction, userId: number): Promise<void> {
  await transaction.deleteFrom('passwords').where('user_id', '=', userId).execute()
  await transaction.deleteFrom('sessions').where('user_id', '=', userId).execute()
}
