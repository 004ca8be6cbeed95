import { sql } from 'kysely'
import type { Transaction } from '../db/database.ts'
import { longTextProblem, rangeProblem, refuseInvalid, textProblem, timeZoneProblem } from '../lib/checks.ts'
import { tidyName } from '../lib/names.ts'
import { endUntoldSessions } from '../places/break-glass.ts'
import type { FactorPolicy } from '../places/factor-due.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import type { SignInMode } from '../provisioning/rows/organization.ts'
import { changeOrganization, type WhichOrganization } from './change-organization.ts'
import type { DialectSettings } from './dialect-settings.ts'
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
  /** Who must have a second factor; null: as in the one above. */
  readonly second_factor?: FactorPolicy | null
  /** Who said it, where it was an organization above. */
  readonly second_factor_from?: number | null
  /** Of each what is to be kept; what is not given stays. */
  readonly dialects?: readonly (readonly [DialectSettings, object])[]
}

/** Changes what is given and leaves the rest. Throws `invalid`, or `precondition_failed`. */
export async function updateOrganization(
  transaction: Transaction,
  which: WhichOrganization,
  changes: OrganizationChanges,
  by: AskedBy,
): Promise<void> {
  refuseInvalid(problemsOf(changes))
  const { name, second_factor, dialects = [], ...set } = changes
  const kept = dialects.map(
    ([{ name }, sent]) => sql`jsonb_build_object(${name}::text, dialects -> ${name} || ${JSON.stringify(sent)}::jsonb)`,
  )
  let mayComeIntoForce = false
  const decide = (before: OrganizationRow) => {
    // Also by what is taken back: then what an organization below says counts.
    mayComeIntoForce = set.sign_in_mode !== undefined && set.sign_in_mode !== before.sign_in_mode
    return {
      ...set,
      ...(name !== undefined && { name: tidyName(name) }),
      ...(second_factor !== undefined && policyColumns(second_factor, before, by.receivedAt)),
      ...(kept.length > 0 && { dialects: sql<string>`${sql.join([sql`dialects`, ...kept], sql` || `)}` }),
    }
  }
  await changeOrganization(transaction, which, 'update_organization', decide, by)
  if (mayComeIntoForce) await endUntoldSessions(transaction, which.id)
}

/** The days begin anew where more people are asked, or others; not where only their number is changed. */
function policyColumns(policy: FactorPolicy | null, before: OrganizationRow, now: Date) {
  return {
    second_factor: policy?.asked ?? null,
    second_factor_days: policy?.grace_days ?? null,
    ...(policy?.asked !== before.second_factor?.asked && { second_factor_since: policy && now }),
  }
}

/** What is wrong with fields that are given. */
export function problemsOf({
  name,
  description,
  time_zone,
  rate_limit,
  second_factor,
  dialects = [],
}: OrganizationChanges) {
  return {
    name: name === undefined ? null : textProblem(name, 150),
    description: description === undefined ? null : longTextProblem(description),
    time_zone: time_zone === undefined ? null : timeZoneProblem(time_zone),
    rate_limit: rate_limit === undefined ? null : rangeProblem(rate_limit, 0, 1_000_000),
    'second_factor.grace_days': second_factor == null ? null : rangeProblem(second_factor.grace_days, 0, 90),
    ...Object.assign({}, ...dialects.map(([dialect, sent]) => dialect.problems(sent))),
  }
}
