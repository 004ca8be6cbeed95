import type { Transaction } from '../db/database.ts'
import { tellOfAccount } from '../webhooks/tell-of-account.ts'

/** Notes that a person has come in, by whatever way. Only the first time is noted, and told. */
export async function activate(transaction: Transaction, userId: number, now: Date): Promise<void> {
  const { numUpdatedRows } = await transaction
    .updateTable('users')
    .set({ activated_at: now, updated_at: now })
    .where('id', '=', userId)
    .where('activated_at', 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return
  await tellOfAccount(transaction, { type: 'user.activated', userId, operationId: null, organizations: null }, now)
}
