/** Putting somebody into a team or a group: whom an organization in reach knows, by id or email, or somebody new. */
import { rolesBeyond, rolesOf } from '../../lib/roles/roles-of.ts'
import type { ProvisionIntent } from '../intents/provision.ts'
import {
  type About,
  type AsSent,
  lacksOneOf,
  notThere,
  notValid,
  type PersonName,
  type Rule,
  refuseRole,
} from './action.ts'

interface Joining extends AsSent, Pick<ProvisionIntent, 'lastName' | 'welcome'> {
  readonly person: PersonName
  /** Null: as it is known. */
  readonly firstName: string | null
}

interface JoinTeam extends Joining {
  readonly team: number
  /** Null: a learner, or what the person is there already. */
  readonly role: string | null
}

interface JoinGroup extends Joining {
  readonly group: number
}

const joinTeam: Rule<JoinTeam, 'team', ProvisionIntent> = {
  kind: 'provision',
  permission: 'teams.assign',
  inTeams: true,
  of: ({ team }) => ['team', team],
  person: ({ person }) => person,
  intent: ({ team, role, ...asked }, about) => {
    const { thing, caller } = about
    const joining = joiningOf(asked, about)
    if ('problems' in joining) return joining
    const refused = role === null ? null : refuseRole(role, thing, caller)
    if (refused) return refused
    const beyond = role === null ? [] : rolesBeyond(rolesOf(thing.path, thing.roles), caller.permissions)
    return { ...joining, team: { strategy: 'specific', team }, teamRole: role ?? undefined, rolesBeyond: beyond }
  },
}

/** It gives its courses. */
const joinGroup: Rule<JoinGroup, 'group', ProvisionIntent> = {
  kind: 'provision',
  permission: 'groups.assign',
  of: ({ group }) => ['group', group],
  person: ({ person }) => person,
  intent: ({ group, ...asked }, about) => {
    const joining = joiningOf(asked, about)
    return 'problems' in joining ? joining : { ...joining, groups: [group] }
  },
}

/** Whoever is not of the organization yet comes to be: that takes `users.create`. */
function joiningOf({ person, firstName, lastName, welcome, problems = [] }: Joining, about: About<'team' | 'group'>) {
  const { thing, caller } = about
  const known = knownAs(person, about)
  if ('user' in person && !known) return notThere('user_id', person.user)
  if (problems.length > 0) return { problems: [] }
  const unnamed = firstName === null && !known ? 'is required for somebody new' : null
  const isMember = known?.paths.some(path => path.at(-1) === thing.organizationId)
  const refused = notValid({ first_name: unnamed }) ?? lacksOneOf(caller, !isMember && 'users.create')
  if (refused) return refused
  return {
    email: known?.email ?? ('email' in person ? person.email : ''),
    firstName: firstName ?? known?.firstName ?? '',
    lastName,
    ...{ courses: [], access: null, reference: null, welcome, grantSource: 'api' as const },
  }
}

/** An id tells an email: who acts in teams alone names only those whom teams have in which it sees people. */
function knownAs(person: PersonName, { found, caller, isOfTeams }: About<'team' | 'group'>) {
  const known = found.known(person)
  if (!known?.paths.some(path => path.includes(caller.organization.id))) return undefined
  if ('email' in person || !isOfTeams) return known
  const seen = caller.heldInTeams.filter(({ permissions }) => permissions.has('users.view'))
  return seen.some(({ id }) => known.teamIds.includes(id)) ? known : undefined
}

export const joinActions = { join_team: joinTeam, join_group: joinGroup } as const
