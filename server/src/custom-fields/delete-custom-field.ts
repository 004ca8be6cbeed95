import { sql } from 'kysely'
import type { Principal } from '../api/principal.ts'
import type { Transaction } from '../db/database.ts'
import type { Seen } from '../lib/version-tag.ts'
import { recordOperation } from '../log/record-operation.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { lockCustomField } from './update-custom-field.ts'

/** Deletes a field, with what everybody has in it. Throws `not_found`, or `precondition_failed`. */
export async function deleteCustomField(
  transaction: Transaction,
  principal: Principal,
  which: Seen,
  by: AskedBy,
): Promise<void> {
  const before = await lockCustomField(transaction, principal, which)
  const { organization_id: organizationId } = await transaction
    .deleteFrom('custom_fields')
    .where('id', '=', which.id)
    .returning('organization_id')
    .executeTakeFirstOrThrow()
  await forgetCustomField(transaction, organizationId, before.name, by.receivedAt)
  const object = { kind: 'custom_field', id: which.id, before, after: null }
  await recordOperation(transaction, { kind: 'delete_custom_field', organizationId, result: 'changed', object }, by)
}

/** Takes from everybody in an organization what they have in a field. One statement. */
async function forgetCustomField(
  transaction: Transaction,
  organizationId: number,
  name: string,
  at: Date,
): Promise<void> {
  await sql`
    update memberships set custom_fields = custom_fields - ${name}::text, updated_at = ${at}
    where organization_id = ${organizationId} and custom_fields <> '{}' and custom_fields ? ${name}::text`.execute(
    transaction,
  )
}
