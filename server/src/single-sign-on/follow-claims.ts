/** What a provider says of a person is followed, by actions of the core that do no more than whoever mapped it could. */
import type { Database } from '../db/database.ts'
import { type Permission, permissionsOf } from '../lib/roles/permissions.ts'
import type { Action } from '../provisioning/actions/actions.ts'
import type { AskedAction } from '../provisioning/actions/to-intent.ts'
import type { Engine } from '../provisioning/engine.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import type { Provider } from './connections.ts'
import { decideMapped, type Step } from './decide-mapped.ts'
import { readMapped } from './read-mapped.ts'
import type { Vouched } from './vouched.ts'

interface Deps {
  readonly database: Pick<Database, 'kysely'>
  readonly engine: Engine
}

/** What could not be done, and what was kept since it was not said whole, in words for the administrator. */
export async function followClaims(
  { database, engine }: Deps,
  provider: Provider,
  { claims: { groups }, said }: Pick<Vouched, 'claims' | 'said'>,
  userId: number,
  by: AskedBy,
): Promise<string[]> {
  if (!provider.mapsClaims) return []
  const steps = decideMapped(await readMapped(database.kysely, provider, userId), { groups, said })
  const faults = await Promise.all(
    steps.map(async step => {
      const asked = askFor(step, provider, userId, by)
      if (!asked) return `${nameOf(step)}: kept, for it was not said whole who is to have it`
      const outcome = await engine.submit(asked)
      return outcome.result === 'refused'
        ? `${nameOf(step)}: ${outcome.problems.map(({ code }) => code).join(', ')}`
        : []
    }),
  )
  return faults.flat()
}

/** With the permissions of whoever mapped it. Null: nothing is to be done. */
export function askFor(step: Step, { organizationId }: Provider, userId: number, by: AskedBy): AskedAction | null {
  const action = toAction(step, userId)
  if (!action) return null
  const permissions: ReadonlySet<Permission> = permissionsOf(step.permissions)
  return { caller: { by, organization: { id: organizationId }, permissions, heldInTeams: [] }, action }
}

const nameOf = ({ place: { kind, id }, role }: Step) =>
  kind === 'organization' ? `role ${role ?? ''}` : `${kind} ${id}`

function toAction({ does, place: { kind, id }, role }: Step, user: number): Action | null {
  const asked = { person: { user }, firstName: null, lastName: null, welcome: false } as const
  if (does === 'join')
    return kind === 'group'
      ? { action: 'join_group', group: id, ...asked }
      : { action: 'join_team', team: id, role, ...asked }
  if (does === 'leave')
    return kind === 'group' ? { action: 'leave_group', group: id, user } : { action: 'leave_team', team: id, user }
  if (does === 'keep' || role === null) return null
  return kind === 'team'
    ? { action: 'change_team_role', team: id, user, role }
    : { action: 'change_role', organization: id, user, role }
}
