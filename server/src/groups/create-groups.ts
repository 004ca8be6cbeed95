import { sql } from 'kysely'
import type { Principal } from '../api/principal.ts'
import type { Transaction } from '../db/database.ts'
import { longTextProblem, refuseInvalid, textProblem } from '../lib/checks.ts'
import { lowerCase } from '../lib/lower-case.ts'
import { tidyName } from '../lib/names.ts'
import { recordOperation } from '../log/record-operation.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import type { NewGroup } from './create-group.ts'
import { findGroups } from './queries.ts'

/**
 * Makes those of the groups that are not there, in the caller's own organization, in one statement; who is there stays as it
 * is. Throws `invalid`.
 */
export async function createGroups(
  transaction: Transaction,
  principal: Principal,
  groups: readonly Omit<NewGroup, 'organization'>[],
  by: AskedBy,
): Promise<void> {
  refuseInvalid(
    Object.fromEntries(
      groups.flatMap(({ name, description = '' }, index) => [
        [`groups.${index}.name`, textProblem(name, 150)],
        [`groups.${index}.description`, longTextProblem(description)],
      ]),
    ),
  )
  const { id: organizationId } = principal.organization
  const named = groups.map(group => ({ ...group, name: tidyName(group.name) }))
  const byName = new Map(named.map(group => [lowerCase(group.name), group]))
  const rows = [...byName.values()]
  const made = await sql<{ id: number }>`
    insert into groups (organization_id, name, description, operation_id)
    select ${organizationId}::bigint, name, description, ${by.operationId}::bigint
    from unnest(${rows.map(({ name }) => name)}::text[], ${rows.map(({ description = '' }) => description)}::text[])
      as sent (name, description)
    order by lower(name)
    on conflict (organization_id, lower(name)) where archived_at is null do nothing
    returning id`.execute(transaction)
  const ids = made.rows.map(({ id }) => id)
  const found = await findGroups(transaction, principal, ids)
  const object = found.map(group => ({ kind: 'group', id: group.id, before: null, after: group }))
  const result = ids.length > 0 ? 'created' : 'unchanged'
  await recordOperation(transaction, { kind: 'create_group', organizationId, result, object }, by)
}
