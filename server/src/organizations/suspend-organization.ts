import type { Transaction } from '../db/database.ts'
import { type By, recordOperation } from '../operations/record-operation.ts'

/** Refuses provisioning to the organization and to those below it. Learners keep what they have. False: it already was. */
export async function suspendOrganization(transaction: Transaction, organizationId: number, by: By): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('organizations')
    .set({ suspended_at: by.receivedAt })
    .where('id', '=', organizationId)
    .where('suspended_at', 'is', null)
    .executeTakeFirst()
  const result = numUpdatedRows > 0n ? 'changed' : 'unchanged'
  await recordOperation(transaction, { kind: 'suspend_organization', organizationId, result }, by)
  return result === 'changed'
}
