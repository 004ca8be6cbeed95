/** What being in a provider's group gives here. */
import { type Principal, requirePermission } from '../api/principal.ts'
import type { Reader, Transaction } from '../db/database.ts'
import { refuseInvalid } from '../lib/checks.ts'
import { recordOperation } from '../log/record-operation.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { getOrganizationOf, lockInReach } from '../reach/lock-in-reach.ts'
import { requireRoleToGive } from '../roles/find-role.ts'
import type { Mapping } from './schema.ts'

export async function listMappings(reader: Reader, providerId: number): Promise<Mapping[]> {
  const rows = await reader
    .selectFrom('claim_mappings')
    .select(['value', 'group_id as group', 'team_id as team', 'team_role as role', 'follows as follow'])
    .where('provider_id', '=', providerId)
    .orderBy('id')
    .execute()
  return rows.map(({ value, group, team, role, follow }) => ({
    ...{ value, follow },
    ...(group === null ? { team: team as number, ...(role !== null && { role }) } : { group }),
  }))
}

/**
 * In place of those that are there. Each gives no more than its writer may, now and whenever somebody comes. Throws `not_found` (provider,
 * group, team), `invalid`, or `forbidden`.
 */
export async function setMappings(
  transaction: Transaction,
  principal: Pick<Principal, 'organization' | 'permissions'>,
  id: number,
  mappings: readonly Mapping[],
  by: AskedBy,
): Promise<{ data: Mapping[] }> {
  const provider = await lockInReach(transaction, principal, {
    table: 'identity_providers',
    word: 'identity provider',
    id,
  })
  for (const [at, mapping] of mappings.entries())
    await check(transaction, principal, provider, mapping, `mappings[${at}]`)
  const before = await listMappings(transaction, id)
  await transaction.deleteFrom('claim_mappings').where('provider_id', '=', id).execute()
  for (const { value, group = null, team = null, role = null, follow = false } of mappings)
    await transaction
      .insertInto('claim_mappings')
      .values({
        ...{ provider_id: id, value, group_id: group, team_id: team, team_role: role, follows: follow },
        permissions: [...principal.permissions],
      })
      .execute()
  const data = await listMappings(transaction, id)
  const object = { kind: 'identity_provider', id, before: { mappings: before }, after: { mappings: data } }
  const change = { kind: 'update_identity_provider', organizationId: provider.id, result: 'changed', object } as const
  await recordOperation(transaction, change, by)
  return { data }
}

async function check(
  transaction: Transaction,
  principal: Pick<Principal, 'organization' | 'permissions'>,
  provider: { readonly id: number },
  { group, team, role }: Mapping,
  field: string,
): Promise<void> {
  refuseInvalid({
    [field]: (group === undefined) === (team === undefined) ? 'must name a group or a team, one of them' : null,
    [`${field}.role`]: role !== undefined && team === undefined ? 'is of a team alone' : null,
  })
  requirePermission(principal, group === undefined ? 'teams.assign' : 'groups.assign')
  const thing =
    group === undefined
      ? ({ table: 'teams', word: 'team', id: team as number } as const)
      : ({ table: 'groups', word: 'group', id: group } as const)
  // Of the provider's organization or below: nothing that it says counts beside or above.
  const place = await getOrganizationOf(transaction, { organization: provider }, thing)
  if (role !== undefined) await requireRoleToGive(transaction, principal, place, role)
}
