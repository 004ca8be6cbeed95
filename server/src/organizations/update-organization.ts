import type { Transaction } from '../db/database.ts'
import { refuseInvalid, textProblem, timeZoneProblem } from '../lib/checks.ts'
import { type By, recordOperation } from '../operations/record-operation.ts'

export interface OrganizationChanges {
  readonly name?: string
  readonly timeZone?: string
  /** Whether its keys may provision. */
  readonly provisioningEnabled?: boolean
}

/** Changes what is given and leaves the rest. */
export async function updateOrganization(
  transaction: Transaction,
  organizationId: number,
  { name, timeZone, provisioningEnabled }: OrganizationChanges,
  by: By,
): Promise<void> {
  refuseInvalid({
    name: name === undefined ? null : textProblem(name, 150),
    time_zone: timeZone === undefined ? null : timeZoneProblem(timeZone),
  })
  await transaction
    .updateTable('organizations')
    .set({ name: name?.trim(), time_zone: timeZone, provisioning_enabled: provisioningEnabled })
    .where('id', '=', organizationId)
    .execute()
  await recordOperation(transaction, { kind: 'update_organization', organizationId, result: 'changed' }, by)
}
