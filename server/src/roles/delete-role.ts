import { sql } from 'kysely'
import type { Principal } from '../api/principal.ts'
import type { Transaction } from '../db/database.ts'
import { Refusal } from '../lib/refusal.ts'
import { recordOperation } from '../log/record-operation.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { lockRole, type WhichRole } from './update-role.ts'

/** Throws `not_found`, `forbidden`, `precondition_failed`, or `conflict`: somebody has it, or is invited to. */
export async function deleteRole(
  transaction: Transaction,
  principal: Principal,
  which: WhichRole,
  by: AskedBy,
): Promise<void> {
  const before = await lockRole(transaction, principal, which)
  const { id, name } = before
  const { organization_id: organizationId } = await transaction
    .deleteFrom('roles')
    .where('id', '=', id)
    .returning('organization_id')
    .executeTakeFirstOrThrow()
  const { rows } = await sql<{ used: boolean }>`
    with here as (select id from organizations where path @> array[${organizationId}]::bigint[])
    select exists (
      select from memberships where organization_id in (select id from here) and role = ${name} and role <> 'learner'
    ) or exists (
      select from team_members join teams on teams.id = team_id
      where organization_id in (select id from here) and archived_at is null and role = ${name} and role <> 'learner'
    ) or exists (
      select from invitations where organization_id in (select id from here) and role = ${name}
        and accepted_at is null and withdrawn_at is null
    ) as used`.execute(transaction)
  if (rows[0]?.used)
    throw new Refusal('conflict', 'People have this role, or are invited to it: give them another one first.')
  const object = { kind: 'role', id, before, after: null }
  await recordOperation(transaction, { kind: 'delete_role', organizationId, result: 'changed', object }, by)
}
