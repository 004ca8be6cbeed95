import { sql } from 'kysely'
import type { Principal } from '../api/principal.ts'
import type { Transaction } from '../db/database.ts'
import { Refusal } from '../lib/refusal.ts'
import { type OwnRole, rolesBeyond, rolesOf } from '../lib/roles/roles-of.ts'

/**
 * Who says whom a provider is believed could sign in as anybody whom it knows. Throws `forbidden` where one of them may do more
 * than the caller, in what a sign-in by it opens.
 */
export async function requireNoGreater(
  transaction: Transaction,
  { permissions }: Pick<Principal, 'permissions'>,
  providerId: number,
): Promise<void> {
  const held = await sql<{ path: number[]; role: string; own: OwnRole[] }>`
    select distinct organization.path, held.role,
      (select coalesce(jsonb_agg(jsonb_build_object('organizationId', own.organization_id, 'name', own.name,
        'permissions', own.permissions)), '[]') from roles own where own.organization_id = any(organization.path)) as own
    from identities identity
    join users named on named.id = identity.user_id
    join (
      select user_id, organization_id, role from memberships
      union all
      select member.user_id, team.organization_id, member.role
      from team_members member join teams team on team.id = member.team_id
    ) held on held.user_id = coalesce(named.alias_of, named.id)
    join organizations organization on organization.id = held.organization_id
    join identity_providers provider on provider.id = identity.provider_id and provider.organization_id = any(organization.path)
    where identity.provider_id = ${providerId} and held.role <> 'learner'`.execute(transaction)
  const greater = held.rows.find(({ path, role, own }) => rolesBeyond(rolesOf(path, own), permissions).includes(role))
  if (greater)
    throw new Refusal(
      'forbidden',
      'Somebody signs in by it who may do more than you: only they, or who may do as much, change whom it trusts.',
    )
}
