import { sql } from 'kysely'
import type { Principal } from '../api/principal.ts'
import type { Reader } from '../db/database.ts'
import { Refusal } from '../lib/refusal.ts'

/** Whoever names something: it lies in the caller's organization, or below it. */
export interface Reach {
  readonly organization: { readonly id: number }
}

/** The same, of who may be let into these teams alone. */
export type TeamReach = Reach & Pick<Principal, 'teams'>

export interface OrganizationInReach {
  readonly id: number
  readonly slug: string
  readonly path: readonly number[]
  readonly time_zone: string
}

/**
 * The organization that a caller of `home` names by id or slug: it, or one below it. Throws `not_found` alike for one that
 * lies outside and one that is not there.
 */
export async function getOrganizationInReach(
  reader: Reader,
  home: { readonly id: number },
  choice: number | string = home.id,
  field = 'organization',
): Promise<OrganizationInReach> {
  const found = await reader
    .selectFrom('organizations')
    .select(['id', 'slug', 'path', 'time_zone'])
    .where(typeof choice === 'number' || /^\d{1,15}$/.test(choice) ? 'id' : 'slug', '=', choice as never)
    .where(isInReach(home))
    .executeTakeFirst()
  if (found) return found
  const message = 'is no organization of yours'
  throw new Refusal('not_found', `${field} ${message}`, [{ field, message }])
}

export interface PlaceChoice {
  /** Default: the caller's own. */
  readonly organization?: number | string
  /** Whether those below it are meant too. */
  readonly below?: boolean
}

/** The ids of the organizations whose things are listed, the one that was named first. Throws `not_found`. */
export async function listOrganizationIds(
  reader: Reader,
  home: { readonly id: number },
  { organization, below = false }: PlaceChoice,
): Promise<number[]> {
  const { id } = await getOrganizationInReach(reader, home, organization)
  if (!below) return [id]
  const subtree = reader.selectFrom('organizations').select('id').where(isInReach({ id }))
  const rows = await subtree.orderBy('path').execute()
  return rows.map(row => row.id)
}

/** The same, but only one below it. Throws `forbidden` for the caller's own: what stops an organization is done from above. */
export async function getOrganizationBelow(
  reader: Reader,
  home: { readonly id: number },
  choice: number | string,
): Promise<OrganizationInReach> {
  const found = await getOrganizationInReach(reader, home, choice)
  if (found.id === home.id)
    throw new Refusal('forbidden', 'Nobody does this to their own organization: it is done from above.')
  return found
}

/** Of rows of `organizations`: those that a caller of `home` may know of. */
export function isInReach(home: { readonly id: number }, table = 'organizations') {
  return sql<boolean>`${sql.ref(`${table}.path`)} @> array[${home.id}]::bigint[]`
}
