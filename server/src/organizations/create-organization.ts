import { sql } from 'kysely'
import type { Transaction } from '../db/database.ts'
import { refuse, refuseInvalid, slugProblem } from '../lib/checks.ts'
import { tidyName } from '../lib/names.ts'
import { recordOperation } from '../log/record-operation.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { getOrganizationById } from './queries.ts'
import { type OrganizationChanges, problemsOf } from './update-organization.ts'

export interface NewOrganization extends Omit<OrganizationChanges, 'sign_in_mode' | 'second_factor' | 'dialects'> {
  readonly name: string
  readonly slug: string
  /** The organization above; none: a root. */
  readonly parentId?: number | null
}

/**
 * Makes an organization, at the root of a tree or below another, and returns its id. Unless it is said, its calendar is UTC
 * and its calls are limited like those of the one above. Throws `invalid`, or `conflict`: the slug is taken, the one above archived.
 */
export async function createOrganization(
  transaction: Transaction,
  { name, slug, parentId = null, ...settings }: NewOrganization,
  by: AskedBy,
): Promise<number> {
  refuseInvalid({ ...problemsOf({ name, ...settings }), slug: slugProblem(slug) })
  const { description = '', time_zone = 'UTC', provisioning_enabled = true, rate_limit = null } = settings
  if (parentId !== null) await requireInUse(transaction, parentId)
  const { rows } = await sql<{ id: number }>`
    with fresh as (select nextval('ids') as id)
    insert into organizations (id, parent_id, path, name, slug, description, time_zone, provisioning_enabled, rate_limit)
    select fresh.id, ${parentId}::bigint, coalesce(parent.path, '{}') || fresh.id, ${tidyName(name)}, ${slug},
      ${description}, ${time_zone}, ${provisioning_enabled}, coalesce(${rate_limit}::integer, parent.rate_limit, 1000)
    from fresh left join organizations parent on parent.id = ${parentId}
    returning id`.execute(transaction)
  const organizationId = (rows[0] as { id: number }).id
  const after = await getOrganizationById(transaction, organizationId)
  const object = { kind: 'organization', id: organizationId, before: null, after }
  await recordOperation(transaction, { kind: 'create_organization', organizationId, result: 'created', object }, by)
  return organizationId
}

/** With a lock: it is not archived meanwhile. */
async function requireInUse(transaction: Transaction, parentId: number): Promise<void> {
  const parent = await transaction
    .selectFrom('organizations')
    .select('archived_at')
    .where('id', '=', parentId)
    .forKeyShare()
    .executeTakeFirst()
  refuse('conflict', { parent: parent?.archived_at ? 'is archived' : null })
}
