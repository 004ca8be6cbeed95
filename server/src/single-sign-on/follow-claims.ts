/** What a provider says of a person's groups is followed, by actions of the core that do no more than whoever mapped them could. */
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import { type Permission, permissionsOf } from '../lib/roles/permissions.ts'
import type { Engine } from '../provisioning/engine.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import type { Claims } from '../sign-on/claims.ts'
import type { Provider } from './connections.ts'

interface Deps {
  readonly database: Pick<Database, 'kysely'>
  readonly engine: Engine
}

interface Mapped {
  readonly value: string
  readonly group: number | null
  readonly team: number | null
  readonly role: string | null
  readonly follows: boolean
  readonly permissions: string[]
  readonly isIn: boolean
  /** Whether this provider put the person there. */
  readonly isGiven: boolean
}

/** What was not said, or may not be all, takes nothing away. What could not be done, in words for the administrator; null: nothing. */
export async function followClaims(
  { database, engine }: Deps,
  { id, organizationId }: Provider,
  { groups }: Pick<Claims, 'groups'>,
  userId: number,
  by: AskedBy,
): Promise<string | null> {
  if (groups === null) return null
  const named = new Set(groups.names)
  const mapped = await readMapped(database.kysely, id, userId, by.source ?? '')
  const wanted = new Set(mapped.filter(({ value }) => named.has(value)).map(targetOf))
  const faults: string[] = []
  const done = new Set<string>()
  for (const one of mapped) {
    const target = targetOf(one)
    const joins = wanted.has(target) && named.has(one.value) && !one.isIn
    const leaves = !wanted.has(target) && one.follows && one.isGiven && groups.areAll
    if (done.has(target) || !(joins || leaves)) continue
    done.add(target)
    const permissions: ReadonlySet<Permission> = permissionsOf(one.permissions)
    const caller = { by, organization: { id: organizationId }, permissions, heldInTeams: [] }
    const outcome = await engine.submit({ caller, action: joins ? joining(one, userId) : leaving(one, userId) })
    if (outcome.result === 'refused') faults.push(`${target}: ${outcome.problems.map(({ code }) => code).join(', ')}`)
  }
  return faults.length > 0 ? faults.join('; ') : null
}

const targetOf = ({ group, team }: Pick<Mapped, 'group' | 'team'>) =>
  group === null ? `team ${team}` : `group ${group}`

function joining({ group, team, role }: Mapped, user: number) {
  const asked = { person: { user }, firstName: null, lastName: null, welcome: false } as const
  return group === null
    ? ({ action: 'join_team', team: team as number, role, ...asked } as const)
    : ({ action: 'join_group', group, ...asked } as const)
}

function leaving({ group, team }: Mapped, user: number) {
  return group === null
    ? ({ action: 'leave_team', team: team as number, user } as const)
    : ({ action: 'leave_group', group, user } as const)
}

async function readMapped(
  kysely: Database['kysely'],
  providerId: number,
  userId: number,
  source: string,
): Promise<Mapped[]> {
  const { rows } = await sql<Mapped>`
    select mapping.value, mapping.group_id as "group", mapping.team_id as team, mapping.team_role as role, mapping.follows,
      mapping.permissions, member.at is not null as "isIn", coalesce(operation.source = ${source}, false) as "isGiven"
    from claim_mappings mapping
    left join lateral (
      select operation_id, created_at as at from group_members where group_id = mapping.group_id and user_id = ${userId}
      union all
      select operation_id, created_at from team_members where team_id = mapping.team_id and user_id = ${userId}
    ) member on true
    left join operations operation on operation.id = member.operation_id
    where mapping.provider_id = ${providerId} order by mapping.id`.execute(kysely)
  return rows
}
