import type { Transaction } from '../db/database.ts'
import { longTextProblem, rangeProblem, refuseInvalid, textProblem, timeZoneProblem } from '../lib/checks.ts'
import { tidyName } from '../lib/names.ts'
import type { NorthpassSettings } from '../lib/northpass-settings.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import type { SignInMode } from '../provisioning/rows/organization.ts'
import { changeOrganization, type WhichOrganization } from './change-organization.ts'
import type { OrganizationRow } from './queries.ts'

export interface OrganizationChanges {
  readonly name?: string
  readonly description?: string
  /** Its calendar: in it months of access are counted. */
  readonly time_zone?: string
  /** Whether its keys may provision. */
  readonly provisioning_enabled?: boolean
  /** Calls a minute for each of its keys; 0: as many as they like. */
  readonly rate_limit?: number
  /** How its people sign in; null: as in the one above. */
  readonly sign_in_mode?: SignInMode | null
  /** Who said it, where it was an organization above. */
  readonly sign_in_mode_from?: number | null
  /** What is not given stays. */
  readonly northpass?: Partial<NorthpassSettings>
}

/** Changes what is given and leaves the rest. Throws `invalid`, or `precondition_failed`. */
export async function updateOrganization(
  transaction: Transaction,
  which: WhichOrganization,
  changes: OrganizationChanges,
  by: AskedBy,
): Promise<void> {
  refuseInvalid(problemsOf(changes))
  const { name, northpass, ...set } = changes
  const decide = (before: OrganizationRow) => ({
    ...set,
    ...(name !== undefined && { name: tidyName(name) }),
    ...(northpass && { northpass: JSON.stringify({ ...before.northpass, ...northpass }) }),
  })
  await changeOrganization(transaction, which, 'update_organization', decide, by)
}

/** What is wrong with fields that are given. */
export function problemsOf({ name, description, time_zone, rate_limit, northpass }: OrganizationChanges) {
  return {
    name: name === undefined ? null : textProblem(name, 150),
    description: description === undefined ? null : longTextProblem(description),
    time_zone: time_zone === undefined ? null : timeZoneProblem(time_zone),
    'northpass.calls_a_second':
      northpass?.calls_a_second === undefined ? null : rangeProblem(northpass.calls_a_second, 0, 10_000),
    rate_limit: rate_limit === undefined ? null : rangeProblem(rate_limit, 0, 1_000_000),
  }
}
