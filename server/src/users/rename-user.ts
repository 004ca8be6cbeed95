import { readAccount } from '../accounts/read-account.ts'
import type { Transaction } from '../db/database.ts'
import type { Names } from '../lib/person.ts'
import { isOwn } from '../provisioning/decide/people/standing.ts'
import type { Reach } from '../reach/find-organization.ts'

/**
 * Corrects the names of an account. False, and nothing is changed: the account is not the caller's alone, or the person is more
 * than a learner. The caller holds the account by `lockAccount`.
 */
export async function renameUser(
  transaction: Transaction,
  caller: Reach,
  id: number,
  { first_name, last_name }: Names,
  at: Date,
): Promise<boolean> {
  if (!(await isOwnAccount(transaction, caller, id))) return false
  await transaction.updateTable('users').set({ first_name, last_name, updated_at: at }).where('id', '=', id).execute()
  return true
}

/** Whether the account is the caller's alone, and the person no more than a learner. The caller holds it by `lockAccount`. */
export async function isOwnAccount(
  transaction: Transaction,
  { organization: home }: Reach,
  id: number,
): Promise<boolean> {
  const account = await readAccount(transaction, id)
  return isOwn(home, account, account)
}
