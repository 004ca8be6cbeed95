import type { Principal } from '../api/principal.ts'
import type { Transaction } from '../db/database.ts'
import { requireMatch } from '../http/etag.ts'
import type { Seen } from '../lib/version-tag.ts'
import { recordOperation } from '../log/record-operation.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { getKeyById, getKeyInReach, type KeyRow } from './queries.ts'

/** Ends a key in the caller's reach, for good. Throws `not_found` or `precondition_failed`. */
export async function revokeKeyInReach(
  transaction: Transaction,
  principal: Principal,
  { id, ifMatch }: Seen,
  by: AskedBy,
): Promise<void> {
  requireMatch(ifMatch, await getKeyInReach(transaction, principal, id))
  await revokeKey(transaction, { id }, by)
}

/** Ends a key, for good. Every process refuses it within half a second. False: it was revoked before. */
export async function revokeKey(transaction: Transaction, { id }: Pick<KeyRow, 'id'>, by: AskedBy): Promise<boolean> {
  const { organization_id: organizationId, revoked_at } = await transaction
    .selectFrom('keys')
    .select(['organization_id', 'revoked_at'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const before = await getKeyById(transaction, id)
  if (revoked_at === null) {
    await transaction
      .updateTable('keys')
      .set({ revoked_at: by.receivedAt, updated_at: by.receivedAt })
      .where('id', '=', id)
      .execute()
  }
  const after = await getKeyById(transaction, id)
  const result = revoked_at === null ? 'changed' : 'unchanged'
  const object = result === 'changed' ? { kind: 'key', id, before, after } : undefined
  const change = { kind: 'revoke_key', organizationId, keyPrefix: before.prefix, result, object } as const
  await recordOperation(transaction, change, by)
  return result === 'changed'
}
