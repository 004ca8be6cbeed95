import type { Principal } from '../api/principal.ts'
import type { Transaction } from '../db/database.ts'
import { longTextProblem, refuseInvalid, textProblem } from '../lib/checks.ts'
import { tidyName } from '../lib/names.ts'
import { recordOperation } from '../log/record-operation.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { getOrganizationInReach } from '../reach/find-organization.ts'
import { getTeam, type TeamRow } from './queries.ts'

export interface NewTeam {
  /** Default: the caller's own. */
  readonly organization?: number | string
  readonly name: string
  readonly description?: string
}

/** Makes a team. Throws `not_found` (organization), `invalid`, or `conflict` for a name that is taken. */
export async function createTeam(
  transaction: Transaction,
  principal: Principal,
  { organization, name, description = '' }: NewTeam,
  by: AskedBy,
): Promise<TeamRow> {
  refuseInvalid({ name: textProblem(name, 150), description: longTextProblem(description) })
  const { id: organizationId } = await getOrganizationInReach(transaction, principal.organization, organization)
  const { id } = await transaction
    .insertInto('teams')
    .values({ organization_id: organizationId, name: tidyName(name), description, operation_id: by.operationId })
    .returning('id')
    .executeTakeFirstOrThrow()
  const team = await getTeam(transaction, principal, id)
  const object = { kind: 'team', id, before: null, after: team }
  await recordOperation(transaction, { kind: 'create_team', organizationId, result: 'created', object }, by)
  return team
}
