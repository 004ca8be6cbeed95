import { CompiledQuery } from 'kysely'
import type { Transaction } from '../db/database.ts'
import { type AccountEvent, tellingOf } from '../provisioning/apply/account-events.ts'

/** Tells it in the transaction that does it. The engine writes its own. */
export async function tellOfAccount(transaction: Transaction, event: AccountEvent, now: Date): Promise<void> {
  const { text, values } = tellingOf(event, now)
  await transaction.executeQuery(CompiledQuery.raw(text, values))
}
