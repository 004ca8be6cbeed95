import type { Principal } from '../api/principal.ts'
import type { Transaction } from '../db/database.ts'
import { nameProblem, refuseInvalid, textProblem } from '../lib/checks.ts'
import { tidyName } from '../lib/names.ts'
import { recordOperation } from '../log/record-operation.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { getOrganizationInReach } from '../reach/find-organization.ts'
import { type CustomFieldRow, getCustomField } from './queries.ts'
import { choicesProblem, type Kind } from './values.ts'

export interface NewCustomField {
  /** Default: the caller's own. */
  readonly organization?: number | string
  readonly name: string
  readonly label: string
  readonly kind: Kind
  readonly choices?: readonly string[]
  readonly required?: boolean
}

/** Makes a field. Throws `not_found` (organization), `invalid`, or `conflict` for a name that is taken. */
export async function createCustomField(
  transaction: Transaction,
  principal: Principal,
  { organization, name, label, kind, choices = [], required = false }: NewCustomField,
  by: AskedBy,
): Promise<CustomFieldRow> {
  refuseInvalid({
    name: nameProblem(name, 'city'),
    label: textProblem(label, 150),
    choices: choicesProblem(kind, choices),
  })
  const { id: organizationId } = await getOrganizationInReach(transaction, principal.organization, organization)
  const { id } = await transaction
    .insertInto('custom_fields')
    .values({ organization_id: organizationId, name, label: tidyName(label), kind, choices: [...choices], required })
    .returning('id')
    .executeTakeFirstOrThrow()
  const field = await getCustomField(transaction, principal, id)
  const object = { kind: 'custom_field', id, before: null, after: field }
  await recordOperation(transaction, { kind: 'create_custom_field', organizationId, result: 'created', object }, by)
  return field
}
