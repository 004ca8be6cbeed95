/** Where a person belongs, and what the person may do there: by the roles in the organization, and by those in its teams. */
import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import { builtInRoles } from '../lib/roles/built-in-roles.ts'
import { type Permission, permissionsOf } from '../lib/roles/permissions.ts'
import { isOpenTo, isVouchedFor, type Visitor } from './signed-in-by.ts'

export interface Place {
  readonly id: number
  readonly slug: string
  readonly name: string
  readonly path: readonly number[]
  /** It, or an organization above it. */
  readonly suspended: boolean
  /** Calls a minute; 0: as many as one likes. */
  readonly rateLimit: number
  readonly role: string
  /** Also by the roles in organizations above. */
  readonly permissions: ReadonlySet<Permission>
  /** The nearest organization, it or one above, in which the person may do something. */
  readonly actsFrom: number
  /** That the person is in, with what the role there allows. */
  readonly teams: readonly PlaceInTeam[]
}

export interface PlaceInTeam {
  readonly id: number
  readonly name: string
  readonly role: string
  readonly permissions: ReadonlySet<Permission>
}

/**
 * What the person's session opens, the topmost first. A membership that is suspended, or not accepted yet, is none; nor is one of
 * an archived organization.
 */
export async function listPlaces(reader: Reader, visitor: Visitor): Promise<Place[]> {
  const rows = await reader
    .selectFrom('memberships as membership')
    .innerJoin('organizations as organization', 'organization.id', 'membership.organization_id')
    .select(['organization.id', 'organization.slug', 'organization.name', 'organization.path', 'membership.role'])
    .select(['organization.rate_limit as rateLimit', isSuspended.as('suspended')])
    .select([ownPermissions('membership').as('own_permissions'), teams.as('teams')])
    .where('membership.user_id', '=', visitor.id)
    .where('membership.invited_at', 'is', null)
    .where('membership.suspended_at', 'is', null)
    .where('organization.archived_at', 'is', null)
    .where(isOpenTo(visitor))
    .orderBy('organization.path')
    .execute()
  const places = rows.map(row => ({
    ...row,
    permissions: allowedBy(row),
    teams: row.teams.map(team => ({ ...team, permissions: allowedBy(team) })),
  }))
  return places.map(place => ({ ...place, permissions: allowedAt(place, places), actsFrom: actsFromAt(place, places) }))
}

/**
 * Where the person belongs too, and must come in by the organization's identity provider; the topmost first. None for whom a
 * provider vouched: it is not told where else somebody belongs.
 */
export async function listClosed(reader: Reader, visitor: Visitor): Promise<Pick<Place, 'id' | 'slug' | 'name'>[]> {
  if (visitor.signedInBy?.providerOf !== null) return []
  return reader
    .selectFrom('memberships as membership')
    .innerJoin('organizations as organization', 'organization.id', 'membership.organization_id')
    .select(['organization.id', 'organization.slug', 'organization.name'])
    .where('membership.user_id', '=', visitor.id)
    .where('membership.invited_at', 'is', null)
    .where('membership.suspended_at', 'is', null)
    .where('organization.archived_at', 'is', null)
    .where(({ not }) => not(isVouchedFor(visitor)))
    .orderBy('organization.path')
    .execute()
}

/** What the roles in an organization and above it allow. */
export function allowedAt(
  { path }: Pick<Place, 'path'>,
  places: readonly Pick<Place, 'id' | 'permissions'>[],
): ReadonlySet<Permission> {
  const above = places.filter(({ id }) => path.includes(id))
  return above.reduce((all, { permissions }) => all.union(permissions), new Set<Permission>())
}

/** By a role in the organization, or, in it alone, by one in a team. */
function actsFromAt({ id, path, teams }: OwnPlace, places: readonly OwnPlace[]): number {
  const isAllowed = ({ permissions }: { readonly permissions: ReadonlySet<Permission> }) => permissions.size > 0
  if (teams.some(isAllowed)) return id
  const mayAct = new Set(places.filter(isAllowed).map(place => place.id))
  return path.findLast(above => mayAct.has(above)) ?? id
}

type OwnPlace = Pick<Place, 'id' | 'path' | 'permissions' | 'teams'>

/** Of rows of `organizations as organization`. */
export const isSuspended = sql<boolean>`exists (
  select from organizations above where above.id = any(organization.path) and above.suspended_at is not null)`

interface Named {
  readonly role: string
  /** Null: no organization has made a role of that name. */
  readonly own_permissions: string[] | null
}

function allowedBy({ role, own_permissions }: Named): ReadonlySet<Permission> {
  const builtIn = builtInRoles.find(({ name }) => name === role)
  return builtIn ? new Set(builtIn.permissions) : permissionsOf(own_permissions ?? [])
}

/** As `find-role.ts` says it, for many at once: of two roles with one name the nearer one up the tree holds. */
function ownPermissions(holder: 'membership' | 'member') {
  return sql<string[] | null>`(select own.permissions from roles own
    where own.organization_id = any(organization.path) and own.name = ${sql.ref(`${holder}.role`)}
    order by array_position(organization.path, own.organization_id) desc limit 1)`
}

const teams = sql<(Named & { id: number; name: string })[]>`coalesce((
  select jsonb_agg(jsonb_build_object('id', team.id, 'name', team.name, 'role', member.role,
    'own_permissions', ${ownPermissions('member')}) order by team.name, team.id)
  from team_members member join teams team on team.id = member.team_id
  where member.user_id = membership.user_id and team.organization_id = organization.id and team.archived_at is null), '[]')`
