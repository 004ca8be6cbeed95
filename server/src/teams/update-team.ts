import type { Principal } from '../api/principal.ts'
import type { Transaction } from '../db/database.ts'
import { requireMatch } from '../http/etag.ts'
import { longTextProblem, refuseInvalid, textProblem } from '../lib/checks.ts'
import { tidyName } from '../lib/names.ts'
import type { Seen } from '../lib/version-tag.ts'
import { recordOperation } from '../log/record-operation.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { lockInReach } from '../reach/lock-in-reach.ts'
import { getTeam, type TeamRow } from './queries.ts'

export interface TeamChanges {
  readonly name?: string
  readonly description?: string
}

/** Changes what is given and leaves the rest. Throws `not_found`, `invalid`, `conflict`, or `precondition_failed`. */
export async function updateTeam(
  transaction: Transaction,
  principal: Principal,
  { id, ifMatch }: Seen,
  { name, ...changes }: TeamChanges,
  by: AskedBy,
): Promise<TeamRow> {
  refuseInvalid({
    name: name === undefined ? null : textProblem(name, 150),
    description: changes.description === undefined ? null : longTextProblem(changes.description),
  })
  await lockInReach(transaction, principal, { table: 'teams', word: 'team', id })
  const before = await getTeam(transaction, principal, id)
  requireMatch(ifMatch, before)
  const { organization_id: organizationId } = await transaction
    .updateTable('teams')
    .set({ name: tidyName(name), ...changes, updated_at: by.receivedAt })
    .where('id', '=', id)
    .returning('organization_id')
    .executeTakeFirstOrThrow()
  const after = await getTeam(transaction, principal, id)
  const object = { kind: 'team', id, before, after }
  await recordOperation(transaction, { kind: 'update_team', organizationId, result: 'changed', object }, by)
  return after
}
