import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import { type Page, type PageRequest, readPage } from '../db/page.ts'
import type { OfDialects } from '../keyring/look-up.ts'
import { Refusal } from '../lib/refusal.ts'
import type { FactorPolicy } from '../places/factor-due.ts'
import type { SignInMode } from '../provisioning/rows/organization.ts'
import { isInReach } from '../reach/find-organization.ts'

export type OrganizationRow = Awaited<ReturnType<typeof listOrganizations>>[number]

/** All of them, each followed by those below it. */
export async function listOrganizations(reader: Reader) {
  return (await selectOrganizations(reader).orderBy('organization.path').execute()).map(flat)
}

export async function hasOrganization(reader: Reader): Promise<boolean> {
  return (await reader.selectFrom('organizations').select('id').limit(1).executeTakeFirst()) !== undefined
}

/** Throws a Refusal (`not_found`) when no organization has the slug. */
export async function getOrganization(reader: Reader, slug: string): Promise<OrganizationRow> {
  const row = await selectOrganizations(reader).where('organization.slug', '=', slug).executeTakeFirst()
  if (row) return flat(row)
  throw new Refusal('not_found', `No organization has the slug "${slug}": \`usher org list\` shows them.`)
}

export interface OrganizationFilter extends PageRequest {
  /** It and those below it. */
  readonly organizationId: number
  /** Only those right below this one. */
  readonly parentId?: number
  readonly search?: string
  readonly archived?: boolean
}

/** Of the tree that a caller of `home` knows. */
export async function listTree(reader: Reader, home: Home, filter: OrganizationFilter): Promise<Page<OrganizationRow>> {
  const { organizationId, parentId, search, archived } = filter
  let query = selectOrganizations(reader, home).where(isInReach({ id: organizationId }, 'organization'))
  if (parentId !== undefined) query = query.where('organization.parent_id', '=', parentId)
  if (!archived) query = query.where('organization.archived_at', 'is', null)
  if (search !== undefined)
    query = query.where(
      sql<boolean>`strpos(lower(organization.name || ' ' || organization.slug), lower(${search})) > 0`,
    )
  const sorts = { id: 'organization.id', name: 'organization.name', slug: 'organization.slug' }
  const page = await readPage(query, filter, sorts)
  return { ...page, data: page.data.map(flat) }
}

interface Home {
  readonly id: number
}

/** As a caller of `home` sees it; without one, as it sees itself. */
export async function getOrganizationById(reader: Reader, id: number, home: Home = { id }): Promise<OrganizationRow> {
  return flat(await selectOrganizations(reader, home).where('organization.id', '=', id).executeTakeFirstOrThrow())
}

/** Those with these slugs that lie in the reach of a caller of `home`. */
export async function findOrganizations(reader: Reader, home: Home, slugs: readonly string[]) {
  const rows = await selectOrganizations(reader, home)
    .where('organization.slug', '=', sql<string>`any(${slugs}::text[])`)
    .where(isInReach(home, 'organization'))
    .execute()
  return rows.map(flat)
}

/** What each dialect keeps stands beside the other fields, by its name. */
function flat<Row extends { dialects: OfDialects }>({ dialects, ...row }: Row): Omit<Row, 'dialects'> {
  return { ...row, ...dialects }
}

/** `parent` is null also where it lies above what a caller of `home` may know of; the operator has no home and knows all. */
function selectOrganizations(reader: Reader, home?: Home) {
  return reader
    .selectFrom('organizations as organization')
    .leftJoin('organizations as parent', join => {
      const above = join.onRef('parent.id', '=', 'organization.parent_id')
      return home ? above.on(isInReach(home, 'parent')) : above
    })
    .select([
      'organization.id',
      'organization.slug',
      'organization.name',
      'organization.description',
      'parent.slug as parent',
      'organization.time_zone',
      'organization.provisioning_enabled',
      'organization.rate_limit',
      sql<SignInMode | null>`organization.sign_in_mode`.as('sign_in_mode'),
      sql<FactorPolicy | null>`case when organization.second_factor is not null then jsonb_build_object(
        'asked', organization.second_factor, 'grace_days', organization.second_factor_days) end`.as('second_factor'),
      sql<OfDialects>`organization.dialects`.as('dialects'),
      'organization.suspended_at',
      'organization.archived_at',
      'organization.created_at',
      'organization.updated_at',
    ])
    .select(
      sql<number>`(select count(*) from teams where organization_id = organization.id and archived_at is null)`.as(
        'team_count',
      ),
    )
}
