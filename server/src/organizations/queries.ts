import type { Reader } from '../db/database.ts'
import { Refusal } from '../lib/refusal.ts'

export type OrganizationRow = Awaited<ReturnType<typeof listOrganizations>>[number]

/** All of them, each followed by those below it. */
export function listOrganizations(reader: Reader) {
  return selectOrganizations(reader).orderBy('organization.path').execute()
}

export async function hasOrganization(reader: Reader): Promise<boolean> {
  return (await reader.selectFrom('organizations').select('id').limit(1).executeTakeFirst()) !== undefined
}

/** Throws a Refusal (`not_found`) when no organization has the slug. */
export async function getOrganization(reader: Reader, slug: string): Promise<OrganizationRow> {
  const row = await selectOrganizations(reader).where('organization.slug', '=', slug).executeTakeFirst()
  if (row) return row
  throw new Refusal('not_found', `No organization has the slug "${slug}": \`usher org list\` shows them.`)
}

function selectOrganizations(reader: Reader) {
  return reader
    .selectFrom('organizations as organization')
    .leftJoin('organizations as parent', 'parent.id', 'organization.parent_id')
    .select([
      'organization.id',
      'organization.slug',
      'organization.name',
      'parent.slug as parent',
      'organization.time_zone',
      'organization.provisioning_enabled',
      'organization.suspended_at',
      'organization.created_at',
    ])
}
