import type { Transaction } from '../db/database.ts'
import { type By, recordOperation } from '../operations/record-operation.ts'
import type { KeyRow } from './queries.ts'

/** Ends a key, for good. Every process refuses it within half a second. False: it was revoked before. */
export async function revokeKey(
  transaction: Transaction,
  key: Pick<KeyRow, 'id' | 'organization_id' | 'prefix'>,
  by: By,
): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('keys')
    .set({ revoked_at: by.receivedAt })
    .where('id', '=', key.id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  const result = numUpdatedRows > 0n ? 'changed' : 'unchanged'
  const change = { kind: 'revoke_key', organizationId: key.organization_id, keyPrefix: key.prefix, result } as const
  await recordOperation(transaction, change, by)
  return result === 'changed'
}
