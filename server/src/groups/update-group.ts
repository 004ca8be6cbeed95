import type { Principal } from '../api/principal.ts'
import type { Transaction } from '../db/database.ts'
import { requireMatch } from '../http/etag.ts'
import { longTextProblem, refuseInvalid, textProblem } from '../lib/checks.ts'
import { tidyName } from '../lib/names.ts'
import type { Seen } from '../lib/version-tag.ts'
import { recordOperation } from '../log/record-operation.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { lockInReach } from '../reach/lock-in-reach.ts'
import { type GroupRow, getGroup } from './queries.ts'

export interface GroupChanges {
  readonly name?: string
  readonly description?: string
}

/** Changes what is given and leaves the rest. Throws `not_found`, `invalid`, `conflict`, or `precondition_failed`. */
export async function updateGroup(
  transaction: Transaction,
  principal: Principal,
  { id, ifMatch }: Seen,
  { name, description }: GroupChanges,
  by: AskedBy,
): Promise<GroupRow> {
  refuseInvalid({
    name: name === undefined ? null : textProblem(name, 150),
    description: description === undefined ? null : longTextProblem(description),
  })
  const { id: organizationId } = await lockInReach(transaction, principal, { table: 'groups', word: 'group', id })
  const before = await getGroup(transaction, principal, id)
  requireMatch(ifMatch, before)
  await transaction
    .updateTable('groups')
    .set({ name: tidyName(name), description, updated_at: by.receivedAt })
    .where('id', '=', id)
    .execute()
  const after = await getGroup(transaction, principal, id)
  const object = { kind: 'group', id, before, after }
  await recordOperation(transaction, { kind: 'update_group', organizationId, result: 'changed', object }, by)
  return after
}
