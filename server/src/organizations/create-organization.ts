import { sql } from 'kysely'
import type { Transaction } from '../db/database.ts'
import { refuseInvalid, slugProblem, textProblem, timeZoneProblem } from '../lib/checks.ts'
import { type By, recordOperation } from '../operations/record-operation.ts'

export interface NewOrganization {
  readonly name: string
  readonly slug: string
  /** Its calendar: in it months of access are counted. Default: UTC. */
  readonly timeZone?: string
  /** The organization above; none: a root. */
  readonly parentId?: number | null
}

/** Makes an organization, at the root of a tree or below another, and returns its id. */
export async function createOrganization(
  transaction: Transaction,
  { name, slug, timeZone = 'UTC', parentId = null }: NewOrganization,
  by: By,
): Promise<number> {
  refuseInvalid({ name: textProblem(name, 150), slug: slugProblem(slug), time_zone: timeZoneProblem(timeZone) })
  const { rows } = await sql<{ id: number }>`
    with fresh as (select nextval('ids') as id)
    insert into organizations (id, parent_id, path, name, slug, time_zone)
    select fresh.id, ${parentId}::bigint, coalesce(parent.path, '{}') || fresh.id, ${name.trim()}, ${slug}, ${timeZone}
    from fresh left join organizations parent on parent.id = ${parentId}
    returning id`.execute(transaction)
  const organizationId = (rows[0] as { id: number }).id
  await recordOperation(transaction, { kind: 'create_organization', organizationId, result: 'created' }, by)
  return organizationId
}
