/** What organizations set, and what holds in them: their own, or else that of the nearest one above that has it. */
import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import type { Renewal } from '../lib/access-rule.ts'
import { signInModeAt } from '../provisioning/load/sign-in-mode.ts'

export interface DefaultAccess {
  readonly months?: number
  readonly days?: number
  readonly for_ever?: true
  readonly renewal?: Renewal
}

export interface OwnSettings {
  readonly brand_name: string | null
  readonly color: string | null
  /** A data URL. */
  readonly logo: string | null
  readonly sender_name: string | null
  readonly reply_to: string | null
  readonly locale: string | null
  readonly default_access: DefaultAccess | null
}

export interface SettingsInForce extends OwnSettings {
  readonly brand_name: string
  readonly sender_name: string
  readonly locale: string
  readonly default_access: DefaultAccess
  /** Its slug, where its people sign in at its own page and are mailed no other way in. */
  readonly sign_in_at: string | null
}

const fields = ['brand_name', 'color', 'logo', 'sender_name', 'reply_to', 'locale', 'default_access'] as const

export interface Settings extends OwnSettings {
  readonly organization: string
  readonly in_force: SettingsInForce
  readonly updated_at: Date
}

/** The organization is known to be there. */
export async function getSettings(reader: Reader, organizationId: number): Promise<Settings> {
  const [own, inForce] = await Promise.all([
    reader
      .selectFrom('organizations as organization')
      .leftJoin('settings', 'settings.organization_id', 'organization.id')
      .select(['organization.slug as organization', 'brand_name', 'color', 'logo', 'sender_name', 'reply_to', 'locale'])
      .select(sql<DefaultAccess | null>`default_access`.as('default_access'))
      .select(sql<Date>`coalesce(settings.updated_at, organization.created_at)`.as('updated_at'))
      .where('organization.id', '=', organizationId)
      .executeTakeFirstOrThrow(),
    readSettingsInForce(reader, [organizationId]),
  ])
  return { ...own, in_force: inForce.get(organizationId) as SettingsInForce }
}

/** By the organization's id, in one statement. */
export async function readSettingsInForce(
  reader: Reader,
  organizationIds: readonly number[],
): Promise<Map<number, SettingsInForce>> {
  const nearest = fields.map(
    field => sql`(array_agg(s.${sql.ref(field)} order by cardinality(above.path) desc)
      filter (where s.${sql.ref(field)} is not null))[1] as ${sql.ref(field)}`,
  )
  const { rows } = await sql<OwnSettings & { id: number; name: string; signInAt: string | null }>`
    select o.id, o.name, case when ${sql.raw(signInModeAt('o.path'))} = 'single_sign_on' then o.slug end as "signInAt",
      ${sql.join(nearest)}
    from organizations o left join organizations above on above.id = any(o.path)
    left join settings s on s.organization_id = above.id
    where o.id = any(${organizationIds}::bigint[]) group by o.id`.execute(reader)
  return new Map(rows.map(({ id, name, signInAt, ...found }) => [id, fill(found, name, signInAt)]))
}

function fill(found: OwnSettings, name: string, sign_in_at: string | null): SettingsInForce {
  const brand_name = found.brand_name ?? name
  return {
    ...found,
    brand_name,
    sender_name: found.sender_name ?? brand_name,
    locale: found.locale ?? 'en',
    default_access: found.default_access ?? { for_ever: true },
    sign_in_at,
  }
}
