import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import type { Provider } from './connections.ts'
import type { Mapped, PlaceStanding } from './decide-mapped.ts'

export type NamedMapped = Mapped & PlaceStanding & { readonly placeName: string }

/**
 * What the provider's claims are mapped to, in its order, and how somebody stands there; null: somebody new. Who gave it is read from
 * the log: what brought them in, and what changed their role last since.
 */
export async function readMapped(
  reader: Reader,
  { id, organizationId }: Provider,
  userId: number | null,
): Promise<NamedMapped[]> {
  const { rows } = await sql<NamedMapped>`
    select mapping.claim, mapping.value, coalesce(mapping.team_role, mapping.role) as role, mapping.follows, mapping.permissions,
      jsonb_build_object('kind', place.kind, 'id', place.id) as place, coalesce(groups.name, teams.name, '') as "placeName",
      member.operation_id is not null as "isIn", coalesce(joined.source = ${sourceOf(id)}, false) and place.kind <> 'organization' as "isGiven",
      member.role as "heldRole",
      coalesce(coalesce(changed.source, case when place.kind = 'team' then joined.source end) = ${sourceOf(id)}, false) as "isRoleGiven"
    from claim_mappings mapping
    cross join lateral (select case when mapping.group_id is not null then 'group' when mapping.team_id is not null then 'team'
      else 'organization' end as kind, coalesce(mapping.group_id, mapping.team_id, ${organizationId}) as id) place
    left join groups on groups.id = mapping.group_id
    left join teams on teams.id = mapping.team_id
    left join lateral (
      select coalesce(operation_id, 0) as operation_id, null as role from group_members
        where group_id = mapping.group_id and user_id = ${userId}
      union all
      select coalesce(operation_id, 0), role from team_members where team_id = mapping.team_id and user_id = ${userId}
      union all
      select coalesce(operation_id, 0), role from memberships
        where mapping.role is not null and organization_id = ${organizationId} and user_id = ${userId} and invited_at is null
    ) member on true
    left join operations joined on joined.id = member.operation_id
    left join lateral (
      select coalesce(operation.source, '') as source
      from changes change join operations operation on operation.id = change.operation_id
      where change.object_id = ${userId} and change.operation_id > member.operation_id
        and change.after ->> 'role' is distinct from change.before ->> 'role'
        and case place.kind when 'team' then change.kind = 'team_member' and (change.after ->> 'team')::bigint = place.id
          when 'organization' then change.kind = 'membership' and operation.organization_id = place.id end
      order by change.id desc limit 1
    ) changed on true
    where mapping.provider_id = ${id} order by mapping.id`.execute(reader)
  return rows
}

/** By which the log says that a provider asked. */
export const sourceOf = (providerId: number) => `identity provider ${providerId}`
