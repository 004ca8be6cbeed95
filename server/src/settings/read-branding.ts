import type { Reader } from '../db/database.ts'
import { isOpenTo, type Visitor } from '../places/signed-in-by.ts'
import { readSettingsInForce, type SettingsInForce } from './read-settings.ts'

/** What a page shows to whoever came by a link. */
export interface Sender {
  /** By which people know it. */
  readonly name: string
  readonly color: string | null
  readonly logo: string | null
  /** Its slug, where its people sign in at its own page and are mailed no other way in. */
  readonly sign_in_at: string | null
}

/** The organization is known to be there. */
export async function readSender(reader: Reader, organizationId: number): Promise<Sender> {
  const settings = await readSettingsInForce(reader, [organizationId])
  const { brand_name: name, color, logo, sign_in_at } = settings.get(organizationId) as SettingsInForce
  return { name, color, logo, sign_in_at }
}

/** How the organizations look that a person belongs to and has signed in to. */
export async function listBrandingOf(reader: Reader, visitor: Visitor) {
  const places = await reader
    .selectFrom('memberships as membership')
    .innerJoin('organizations as organization', 'organization.id', 'membership.organization_id')
    .select(['organization.id', 'organization.slug'])
    .where('membership.user_id', '=', visitor.id)
    .where('membership.invited_at', 'is', null)
    .where(isOpenTo(visitor))
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
