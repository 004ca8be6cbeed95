import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import { type Page, type PageRequest, readPage } from '../db/page.ts'
import { Refusal } from '../lib/refusal.ts'
import { builtInRoles } from '../lib/roles/built-in-roles.ts'
import type { Permission } from '../lib/roles/permissions.ts'
import { isInReach, type OrganizationInReach, type Reach } from '../reach/find-organization.ts'

export type OwnRoleRow = Awaited<ReturnType<typeof getOwnRole>>

export interface RoleRow {
  /** Null, like all that is null here: it is built in. */
  readonly id: number | null
  readonly organization: string | null
  readonly name: string
  readonly display_name: string
  readonly permissions: Permission[]
  readonly created_at: Date | null
  readonly updated_at: Date | null
}

/** What can be given in an organization: the built-in roles, and those of its own and of the organizations above, up to the caller's. */
export async function listRoles(
  reader: Reader,
  { organization: home }: Reach,
  { path }: OrganizationInReach,
  request: PageRequest,
): Promise<Page<RoleRow>> {
  // Below zero: before all others, and no id of anything.
  const rows = builtInRoles.map((role, index) => ({ ...role, id: index - builtInRoles.length }))
  const query = reader
    .selectFrom(
      sql<RoleRow & { id: number }>`(
        select role.id, organization.slug as organization, role.name, role.display_name, role.permissions,
          role.created_at, role.updated_at
        from roles role join organizations organization on organization.id = role.organization_id
        where role.organization_id = any(${path.slice(path.indexOf(home.id))}::bigint[])
        union all
        select id, null, name, display_name, permissions, null, null
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          as built_in (id bigint, name text, display_name text, permissions text[])
      )`.as('role'),
    )
    .selectAll()
  const page = await readPage(query, request, { id: 'role.id', name: 'role.name' })
  return { ...page, data: page.data.map(role => ({ ...role, id: role.id < 0 ? null : role.id })) }
}

/** By its id, or a built-in one by its name. Throws `not_found`, also for one out of the caller's reach. */
export async function getRole(reader: Reader, principal: Reach, role: number | string): Promise<RoleRow> {
  if (typeof role === 'number') return getOwnRole(reader, principal, role)
  const builtIn = builtInRoles.find(({ name }) => name === role)
  if (!builtIn) throw new Refusal('not_found', 'There is no such role.')
  const { name, display_name, permissions } = builtIn
  const nothing = { id: null, organization: null, created_at: null, updated_at: null }
  return { ...nothing, name, display_name, permissions: [...permissions] }
}

/** One that can be changed. Throws `forbidden` for a built-in one, and `not_found`. */
export async function getOwnRole(reader: Reader, { organization }: Reach, role: number | string) {
  if (builtInRoles.some(({ name }) => name === role))
    throw new Refusal('forbidden', 'A built-in role stays as it is: make one of your own.')
  const row = await reader
    .selectFrom('roles as role')
    .innerJoin('organizations as organization', 'organization.id', 'role.organization_id')
    .select(['role.id', 'organization.slug as organization', 'role.name', 'role.display_name'])
    .select(sql<Permission[]>`role.permissions`.as('permissions'))
    .select(['role.created_at', 'role.updated_at'])
    .where('role.id', '=', typeof role === 'number' ? role : null)
    .where(isInReach(organization, 'organization'))
    .executeTakeFirst()
  if (!row) throw new Refusal('not_found', 'There is no such role.')
  return row
}
