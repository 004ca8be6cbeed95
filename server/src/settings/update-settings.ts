import type { Transaction } from '../db/database.ts'
import { requireMatch } from '../http/etag.ts'
import { localeProblem, refuseInvalid, textProblem, tidyLocale } from '../lib/checks.ts'
import { normalizeEmail } from '../lib/email.ts'
import { tidyName } from '../lib/names.ts'
import { recordOperation } from '../log/record-operation.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { getOrganizationInReach, type Reach } from '../reach/find-organization.ts'
import { logoProblem } from './logo-problem.ts'
import { type DefaultAccess, getSettings, type OwnSettings, type Settings } from './read-settings.ts'

export type SettingsChanges = Partial<OwnSettings>

/** Changes what is given; null: as above again. Throws `not_found`, `invalid`, or `precondition_failed`. */
export async function updateSettings(
  transaction: Transaction,
  { organization: home }: Reach,
  { organization, ifMatch }: { organization: number | string; ifMatch?: string },
  changes: SettingsChanges,
  by: AskedBy,
): Promise<Settings> {
  const { id } = await getOrganizationInReach(transaction, home, organization)
  refuseInvalid(problemsOf(changes))
  await transaction
    .insertInto('settings')
    .values(({ selectFrom }) => ({
      organization_id: id,
      updated_at: selectFrom('organizations').select('created_at').where('id', '=', id), // as it was read before
    }))
    .onConflict(conflict => conflict.doNothing())
    .execute()
  await transaction
    .selectFrom('settings')
    .select('organization_id')
    .where('organization_id', '=', id)
    .forUpdate()
    .execute()
  const before = await getSettings(transaction, id)
  requireMatch(ifMatch, before)
  await transaction
    .updateTable('settings')
    .set({ ...tidy(changes), updated_at: by.receivedAt })
    .where('organization_id', '=', id)
    .execute()
  const after = await getSettings(transaction, id)
  const object = { kind: 'settings', id, before: asKept(before), after: asKept(after) }
  const change = { kind: 'update_settings', organizationId: id, result: 'changed', object } as const
  await recordOperation(transaction, change, by)
  return after
}

function problemsOf({ brand_name, color, logo, sender_name, reply_to, locale, default_access }: SettingsChanges) {
  const isColor = color == null || /^#[\da-f]{6}$/i.test(color)
  return {
    brand_name: brand_name == null ? null : textProblem(brand_name, 150),
    color: isColor ? null : 'must be a colour such as #1459b3',
    logo: logo == null ? null : logoProblem(logo),
    sender_name: sender_name == null ? null : textProblem(sender_name, 80),
    reply_to: reply_to == null || normalizeEmail(reply_to) ? null : 'must be a mail address',
    locale: locale == null ? null : localeProblem(locale),
    default_access: default_access == null ? null : accessProblem(default_access),
  }
}

function accessProblem({ months, days, for_ever }: DefaultAccess): string | null {
  const given = [months, days, for_ever].filter(value => value !== undefined)
  return given.length === 1 ? null : 'must hold months, days or for_ever, one of them'
}

/** What is absent stays: it is not set. */
function tidy({ brand_name, color, sender_name, reply_to, locale, default_access, ...rest }: SettingsChanges) {
  return {
    ...rest,
    brand_name: tidyName(brand_name),
    color: color?.toLowerCase() ?? color,
    sender_name: tidyName(sender_name),
    reply_to: reply_to ? normalizeEmail(reply_to) : reply_to,
    locale: tidyLocale(locale),
    default_access: default_access ? JSON.stringify(default_access) : default_access,
  }
}

/** A picture is not for the log, only that it was another one; what holds by those above is their history. */
function asKept({ in_force: _, logo, ...settings }: Settings) {
  return { ...settings, logo: logo && `${logo.slice(0, logo.indexOf(';'))}, ${logo.length} characters` }
}
