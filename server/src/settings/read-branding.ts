import type { Reader } from '../db/database.ts'
import { readSettingsInForce, type SettingsInForce } from './read-settings.ts'

/** How the organizations look that a person belongs to. */
export async function listBrandingOf(reader: Reader, userId: number) {
  const places = await reader
    .selectFrom('memberships as membership')
    .innerJoin('organizations as organization', 'organization.id', 'membership.organization_id')
    .select(['organization.id', 'organization.slug'])
    .where('membership.user_id', '=', userId)
    .where('membership.invited_at', 'is', null)
    .orderBy('organization.path')
    .execute()
  const settings = await readSettingsInForce(
    reader,
    places.map(({ id }) => id),
  )
  return places.map(({ id, slug }) => {
    const { brand_name, color, logo, locale } = settings.get(id) as SettingsInForce
    return { organization: slug, brand_name, color, logo, locale }
  })
}
