/** Whoever has lost both the program and the recovery codes is let in again by the password alone. */
import { getIdOfEmail } from '../accounts/aliases.ts'
import type { Principal } from '../api/principal.ts'
import type { Database, Transaction } from '../db/database.ts'
import { endSecondFactor } from '../identity/second-factor.ts'
import { recordOperation } from '../log/record-operation.ts'
import { lockAccount } from '../memberships/write-membership.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { lockOwnAccount } from './erase/erase-user.ts'

/**
 * By who may: the account is within their reach alone, and allows nothing that they are not allowed. Harmless when there is no
 * second factor. Throws `not_found`, or `forbidden`.
 */
export async function resetSecondFactor(
  transaction: Transaction,
  principal: Principal,
  id: number,
  by: AskedBy,
): Promise<void> {
  const organizationId = await lockOwnAccount(
    transaction,
    principal,
    id,
    'who runs the server resets its second factor.',
  )
  await reset(transaction, { id, organizationId }, by)
}

/** By whoever runs the server. Throws `not_found`. */
export async function resetByOperator(kysely: Database['kysely'], email: string, by: AskedBy) {
  const id = await getIdOfEmail(kysely, email)
  return kysely.transaction().execute(async transaction => {
    await lockAccount(transaction, id)
    return { user_id: id, reset: await reset(transaction, { id, organizationId: null }, by) }
  })
}

async function reset(
  transaction: Transaction,
  { id, organizationId }: { id: number; organizationId: number | null },
  by: AskedBy,
): Promise<boolean> {
  const was = await endSecondFactor(transaction, id)
  // Whoever has the program that was lost is signed in no more.
  if (was) await transaction.deleteFrom('sessions').where('user_id', '=', id).execute()
  const { email } = await transaction.selectFrom('users').select('email').where('id', '=', id).executeTakeFirstOrThrow()
  const change = { kind: 'reset_second_factor', organizationId, userId: id, email } as const
  const object = { kind: 'second_factor', id, before: { email }, after: null }
  await recordOperation(
    transaction,
    was ? { ...change, result: 'changed', object } : { ...change, result: 'unchanged' },
    by,
  )
  return was
}
