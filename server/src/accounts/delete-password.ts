import { CompiledQuery } from 'kysely'
import type { Transaction } from '../db/database.ts'
import { endPasswords } from '../provisioning/apply/end-passwords.ts'

/** And with it all sessions. The account's row is the caller's to write. */
export async function deletePassword(transaction: Transaction, userId: number): Promise<void> {
  for (const { text, values = [] } of endPasswords([userId]))
    await transaction.executeQuery(CompiledQuery.raw(text, [...values]))
}
