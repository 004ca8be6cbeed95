import type { Transaction } from '../db/database.ts'
import { type By, recordOperation } from '../operations/record-operation.ts'

/** Lifts a suspension. False: there was none. */
export async function resumeOrganization(transaction: Transaction, organizationId: number, by: By): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('organizations')
    .set({ suspended_at: null })
    .where('id', '=', organizationId)
    .where('suspended_at', 'is not', null)
    .executeTakeFirst()
  const result = numUpdatedRows > 0n ? 'changed' : 'unchanged'
  await recordOperation(transaction, { kind: 'resume_organization', organizationId, result }, by)
  return result === 'changed'
}
