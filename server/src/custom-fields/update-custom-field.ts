import type { Principal } from '../api/principal.ts'
import type { Transaction } from '../db/database.ts'
import { requireMatch } from '../http/etag.ts'
import { refuseInvalid, textProblem } from '../lib/checks.ts'
import { tidyName } from '../lib/names.ts'
import type { Seen } from '../lib/version-tag.ts'
import { recordOperation } from '../log/record-operation.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { lockInReach } from '../reach/lock-in-reach.ts'
import { type CustomFieldRow, getCustomField } from './queries.ts'
import { choicesProblem } from './values.ts'

export interface CustomFieldChanges {
  readonly label?: string
  readonly choices?: readonly string[]
  readonly required?: boolean
}

/** Changes what is given; values that are there stay. Throws `not_found`, `invalid`, or `precondition_failed`. */
export async function updateCustomField(
  transaction: Transaction,
  principal: Principal,
  which: Seen,
  { label, choices, required }: CustomFieldChanges,
  by: AskedBy,
): Promise<CustomFieldRow> {
  const before = await lockCustomField(transaction, principal, which)
  refuseInvalid({
    label: label === undefined ? null : textProblem(label, 150),
    choices: choices === undefined ? null : choicesProblem(before.kind, choices),
  })
  const { organization_id: organizationId } = await transaction
    .updateTable('custom_fields')
    .set({ label: tidyName(label), choices: choices && [...choices], required, updated_at: by.receivedAt })
    .where('id', '=', which.id)
    .returning('organization_id')
    .executeTakeFirstOrThrow()
  const after = await getCustomField(transaction, principal, which.id)
  const object = { kind: 'custom_field', id: which.id, before, after }
  await recordOperation(transaction, { kind: 'update_custom_field', organizationId, result: 'changed', object }, by)
  return after
}

/** The field as it stands until the transaction ends. Throws `not_found`, or `precondition_failed`. */
export async function lockCustomField(
  transaction: Transaction,
  principal: Principal,
  { id, ifMatch }: Seen,
): Promise<CustomFieldRow> {
  await lockInReach(transaction, principal, { table: 'custom_fields', word: 'custom field', id })
  const row = await getCustomField(transaction, principal, id)
  requireMatch(ifMatch, row)
  return row
}
