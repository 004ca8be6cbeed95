/** What a claim of a provider gives here: a group, a team, or a role. */
import { sql } from 'kysely'
import { type Principal, requirePermission } from '../api/principal.ts'
import type { Reader, Transaction } from '../db/database.ts'
import { type Problems, refuse, refuseInvalid } from '../lib/checks.ts'
import type { Permission } from '../lib/roles/permissions.ts'
import { type OwnRole, whyNotGiven } from '../lib/roles/roles-of.ts'
import { recordOperation } from '../log/record-operation.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { lockInReach } from '../reach/lock-in-reach.ts'
import { sayRole } from '../roles/find-role.ts'
import type { Mapping } from './schema.ts'

export async function listMappings(reader: Reader, providerId: number): Promise<Mapping[]> {
  const rows = await reader
    .selectFrom('claim_mappings')
    .select(['claim', 'value', 'group_id', 'team_id', 'team_role', 'role', 'follows as follow'])
    .where('provider_id', '=', providerId)
    .orderBy('id')
    .execute()
  return rows.map(({ claim, value, group_id: group, team_id: team, team_role, role, follow }) => ({
    ...(claim !== null && { claim }),
    value,
    ...(group !== null && { group }),
    ...(team !== null && { team, ...(team_role !== null && { role: team_role }) }),
    ...(role !== null && { organization_role: role }),
    follow,
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
  refuseInvalid(Object.assign({}, ...mappings.map((mapping, at) => problemsOf(mapping, `mappings[${at}]`))))
  for (const permission of new Set(mappings.map(permissionFor))) requirePermission(principal, permission)
  await requireGivable(transaction, principal, provider, mappings)
  const before = await listMappings(transaction, id)
  await transaction.deleteFrom('claim_mappings').where('provider_id', '=', id).execute()
  if (mappings.length > 0)
    await transaction
      .insertInto('claim_mappings')
      .values(
        mappings.map(mapping => ({ provider_id: id, ...toRow(mapping), permissions: [...principal.permissions] })),
      )
      .execute()
  const data = await listMappings(transaction, id)
  const object = { kind: 'identity_provider', id, before: { mappings: before }, after: { mappings: data } }
  const change = { kind: 'update_identity_provider', organizationId: provider.id, result: 'changed', object } as const
  await recordOperation(transaction, change, by)
  return { data }
}

function problemsOf({ group, team, role, organization_role }: Mapping, field: string): Problems {
  const given = [group, team, organization_role].filter(one => one !== undefined)
  const owner = 'cannot be owner: nobody comes to be one by what a provider says'
  return {
    [field]: given.length === 1 ? null : 'must name a group, a team or a role of the organization, one of them',
    [`${field}.role`]:
      role === undefined ? null : team === undefined ? 'is of a team alone' : role === 'owner' ? owner : null,
    [`${field}.organization_role`]: organization_role === 'owner' ? owner : null,
  }
}

function permissionFor({ group, team }: Mapping): Permission {
  return group !== undefined ? 'groups.assign' : team !== undefined ? 'teams.assign' : 'users.edit'
}

/** Of the provider's organization or below: nothing that it says counts beside or above. Roles stay until the transaction ends. */
async function requireGivable(
  transaction: Transaction,
  { organization: { id: home }, permissions }: Pick<Principal, 'organization' | 'permissions'>,
  provider: { readonly id: number; readonly path: readonly number[] },
  mappings: readonly Mapping[],
): Promise<void> {
  const named = (kind: 'group' | 'team') => mappings.flatMap(mapping => mapping[kind] ?? [])
  const { rows: places } = await sql<{ kind: 'group' | 'team'; id: number; path: number[] }>`
    select thing.kind, thing.id, organization.path from (
      select 'group' as kind, id, organization_id from groups where id = any(${named('group')}::bigint[]) and archived_at is null
      union all
      select 'team', id, organization_id from teams where id = any(${named('team')}::bigint[]) and archived_at is null
    ) thing join organizations organization on organization.id = thing.organization_id
    where ${provider.id} = any(organization.path)`.execute(transaction)
  const pathOf = ({ group, team }: Mapping) => {
    if (group === undefined && team === undefined) return provider.path
    const kind = group === undefined ? 'team' : 'group'
    return places.find(place => place.kind === kind && place.id === (group ?? team))?.path
  }
  const missing = ({ group, team }: Mapping) =>
    `must be there: there is no ${group === undefined ? `team ${team}` : `group ${group}`}`
  refuse(
    'not_found',
    Object.fromEntries(mappings.map((one, at) => [`mappings[${at}]`, pathOf(one) ? null : missing(one)])),
  )
  const roles = await readRoles(transaction, [provider.path, ...places.map(({ path }) => path)].flat())
  for (const [at, mapping] of mappings.entries()) {
    const role = mapping.role ?? mapping.organization_role
    const path = pathOf(mapping)
    const why = role && path ? whyNotGiven(role, { path, roles }, { home, permissions }) : null
    const field = `mappings[${at}].${mapping.role === undefined ? 'organization_role' : 'role'}`
    if (why === 'unknown_role') refuseInvalid({ [field]: 'is no role there' })
    if (why) throw sayRole({ code: why, field: 'role', value: role })
  }
}

async function readRoles(transaction: Transaction, organizationIds: readonly number[]): Promise<OwnRole[]> {
  return transaction
    .selectFrom('roles')
    .select(['organization_id as organizationId', 'name', 'permissions'])
    .where('organization_id', 'in', [...new Set(organizationIds)])
    .forShare()
    .execute()
}

function toRow({ claim, value, group, team, role, organization_role, follow = false }: Mapping) {
  return {
    ...{ claim: claim ?? null, value, group_id: group ?? null, team_id: team ?? null },
    ...{ team_role: role ?? null, role: organization_role ?? null, follows: follow },
  }
}
