import type { Transaction } from '../db/database.ts'
import { creditsProblem, longTextProblem, refuseInvalid } from '../lib/checks.ts'
import { Refusal } from '../lib/refusal.ts'
import { nextOperationId, recordOperation } from '../log/record-operation.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { type CreditEntryRow, findAccount, type Owner, selectCreditEntries } from './queries.ts'

export interface CreditChange {
  /** With a leading minus it is deducted. */
  readonly amount: string
  readonly description?: string
}

/** Adds to the credits of an owner in the organization, or deducts. Throws `invalid`, or `conflict`: there is not as much. */
export async function changeCredits(
  transaction: Transaction,
  { organizationId, owner }: { organizationId: number; owner: Owner },
  { amount, description = '' }: CreditChange,
  by: AskedBy,
): Promise<CreditEntryRow & { balance: string }> {
  refuseInvalid({ amount: amountProblem(amount), description: longTextProblem(description) })
  const operationId = by.operationId ?? (await nextOperationId(transaction))
  await transaction
    .insertInto('credit_accounts')
    .values(owner)
    .onConflict(conflict => conflict.doNothing())
    .execute()
  const account = await findAccount(transaction, owner)
  const { id } = await transaction
    .insertInto('credit_entries')
    .values({ account_id: account?.id as number, amount, description: description.trim(), operation_id: operationId })
    .returning('id')
    .executeTakeFirstOrThrow()
  const entry = await selectCreditEntries(transaction).where('entry.id', '=', id).executeTakeFirstOrThrow()
  const after = { ...entry, balance: (await findAccount(transaction, owner))?.balance as string }
  const kind = amount.startsWith('-') ? 'deduct_credits' : 'add_credits'
  const object = { kind: 'credit_entry', id, before: null, after: { ...after, ...owner } }
  await recordOperation(transaction, { kind, organizationId, result: 'changed', object }, { ...by, operationId })
  return after
}

/**
 * Credits are given from above: whoever buys with them does not make them. An organization with none above sells to itself.
 * Throws `forbidden`.
 */
export function requireFromAbove(home: { readonly id: number }, { id, path }: { id: number; path: readonly number[] }) {
  if (id === home.id && path.length > 1)
    throw new Refusal('forbidden', 'Credits are given from above: ask the organization above your own.')
}

function amountProblem(amount: string): string | null {
  const problem = creditsProblem(amount.replace(/^-/, ''))
  return problem ?? (Number(amount) === 0 ? 'must not be zero' : null)
}
