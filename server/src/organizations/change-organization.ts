/** What all changes of an organization share: the row is locked, and both its states are kept with the operation. */
import type { UpdateObject } from 'kysely'
import type { Schema, Transaction } from '../db/database.ts'
import { requireMatch } from '../http/etag.ts'
import type { OperationKind } from '../lib/operation-kinds.ts'
import { recordOperation } from '../log/record-operation.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { getOrganizationById, type OrganizationRow } from './queries.ts'

export interface WhichOrganization {
  readonly id: number
  /** The state that the caller saw. */
  readonly ifMatch?: string
}

/** `decide` says what to set, or null: nothing. Gives whether anything was changed. Throws `precondition_failed`. */
export async function changeOrganization(
  transaction: Transaction,
  { id, ifMatch }: WhichOrganization,
  kind: OperationKind,
  decide: (before: OrganizationRow) => UpdateObject<Schema, 'organizations'> | null,
  by: AskedBy,
): Promise<boolean> {
  await transaction.selectFrom('organizations').select('id').where('id', '=', id).forUpdate().execute()
  const before = await getOrganizationById(transaction, id)
  requireMatch(ifMatch, before)
  const changes = decide(before)
  if (changes === null) {
    await recordOperation(transaction, { kind, organizationId: id, result: 'unchanged' }, by)
    return false
  }
  await transaction
    .updateTable('organizations')
    .set({ ...changes, updated_at: by.receivedAt })
    .where('id', '=', id)
    .execute()
  const object = { kind: 'organization', id, before, after: await getOrganizationById(transaction, id) }
  await recordOperation(transaction, { kind, organizationId: id, result: 'changed', object }, by)
  return true
}
