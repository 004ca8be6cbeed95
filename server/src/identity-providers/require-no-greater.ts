import { sql } from 'kysely'
import type { Principal } from '../api/principal.ts'
import type { Transaction } from '../db/database.ts'
import { Refusal } from '../lib/refusal.ts'
import { type OwnRole, rolesBeyond, rolesOf } from '../lib/roles/roles-of.ts'

/**
 * Who says whom a provider is believed could sign in as anybody whom it knows, and come to be whatever it gives. Throws `forbidden`
 * where that is more than the caller may, in what a sign-in by it opens.
 */
export async function requireNoGreater(
  transaction: Transaction,
  { permissions }: Pick<Principal, 'permissions'>,
  providerId: number,
): Promise<void> {
  const known = sql`select coalesce(named.alias_of, named.id)
    from identities identity join users named on named.id = identity.user_id where identity.provider_id = ${providerId}`
  const held = await sql<{ path: number[]; role: string; own: OwnRole[] }>`
    select distinct organization.path, held.role,
      (select coalesce(jsonb_agg(jsonb_build_object('organizationId', own.organization_id, 'name', own.name,
        'permissions', own.permissions)), '[]') from roles own where own.organization_id = any(organization.path)) as own
    from (
      select membership.organization_id, membership.role from memberships membership where membership.user_id in (${known})
      union all
      select team.organization_id, member.role
      from team_members member join teams team on team.id = member.team_id where member.user_id in (${known})
      union all
      select coalesce(team.organization_id, provider.organization_id), coalesce(mapping.team_role, mapping.role)
      from claim_mappings mapping join identity_providers provider on provider.id = mapping.provider_id
      left join teams team on team.id = mapping.team_id
      where mapping.provider_id = ${providerId}
    ) held
    join organizations organization on organization.id = held.organization_id
    join identity_providers provider on provider.id = ${providerId} and provider.organization_id = any(organization.path)
    where held.role <> 'learner'`.execute(transaction)
  const greater = held.rows.find(({ path, role, own }) => rolesBeyond(rolesOf(path, own), permissions).includes(role))
  if (greater)
    throw new Refusal(
      'forbidden',
      'Somebody signs in by it, or comes to be by what it says, who may do more than you: only they, or who may do as much, change whom it trusts.',
    )
}
