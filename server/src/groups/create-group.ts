import type { Principal } from '../api/principal.ts'
import type { Transaction } from '../db/database.ts'
import { longTextProblem, refuseInvalid, textProblem } from '../lib/checks.ts'
import { tidyName } from '../lib/names.ts'
import { recordOperation } from '../log/record-operation.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { getOrganizationInReach } from '../reach/find-organization.ts'
import { type GroupRow, getGroup } from './queries.ts'

export interface NewGroup {
  /** Default: the caller's own. */
  readonly organization?: number | string
  readonly name: string
  readonly description?: string
}

/** Makes a group. Throws `not_found` (organization), `invalid`, or `conflict` for a name that is taken. */
export async function createGroup(
  transaction: Transaction,
  principal: Principal,
  { organization, name, description = '' }: NewGroup,
  by: AskedBy,
): Promise<GroupRow> {
  refuseInvalid({ name: textProblem(name, 150), description: longTextProblem(description) })
  const { id: organizationId } = await getOrganizationInReach(transaction, principal.organization, organization)
  const { id } = await transaction
    .insertInto('groups')
    .values({ organization_id: organizationId, name: tidyName(name), description, operation_id: by.operationId })
    .returning('id')
    .executeTakeFirstOrThrow()
  const group = await getGroup(transaction, principal, id)
  const object = { kind: 'group', id, before: null, after: group }
  await recordOperation(transaction, { kind: 'create_group', organizationId, result: 'created', object }, by)
  return group
}
