/** Teams: who is in them with which role, who leaves, and their end. */
import { rolesBeyond, rolesOf } from '../../lib/roles/roles-of.ts'
import type { ArchiveTeamIntent, MoveMemberIntent, TeamMemberIntent } from '../intents/place.ts'
import { type About, type Name, notThere, type Rule, refuseRole } from './action.ts'

interface Team {
  readonly team: number
}

interface TeamMember extends Team {
  readonly user: number
}

const ofTeam = ({ team }: Team): Name<'team'> => ['team', team]
const usersOf = ({ user }: TeamMember) => [user]

const changeRole: Rule<TeamMember & { readonly role: string }, 'team', TeamMemberIntent> = {
  kind: 'change_team_role',
  permission: 'teams.assign',
  inTeams: true,
  of: ofTeam,
  users: usersOf,
  intent: ({ role, ...asked }, about) => {
    const member = memberOf(asked, about)
    const refused = refuseRole(role, about.thing, about.caller)
    if (refused?.problems.some(({ code }) => code === 'unknown_role')) return refused
    if ('problems' in member) return member
    if (refused) return refused
    return { ...member, role }
  },
}

/** What is held of the team's goes back to it. */
const leaveTeam: Rule<TeamMember, 'team', TeamMemberIntent> = {
  kind: 'leave_team',
  permission: 'teams.assign',
  inTeams: true,
  of: ofTeam,
  users: usersOf,
  intent: (asked, about) => {
    const member = memberOf(asked, about)
    return 'problems' in member ? member : { ...member, role: null }
  },
}

const moveMember: Rule<TeamMember & { readonly toTeam: number }, 'team', MoveMemberIntent> = {
  kind: 'move_team_member',
  permission: 'teams.assign',
  inTeams: true,
  of: ofTeam,
  also: ({ toTeam }) => [['team', toTeam]],
  users: usersOf,
  intent: ({ toTeam: toTeamId, ...asked }, about) => {
    const member = memberOf(asked, about)
    return 'problems' in member ? member : { ...member, toTeamId }
  },
}

const archiveTeam: Rule<Team & Pick<ArchiveTeamIntent, 'ifMatch'>, 'team', ArchiveTeamIntent> = {
  kind: 'archive_team',
  permission: 'teams.delete',
  of: ofTeam,
  intent: ({ team: teamId, ifMatch }) => ({ teamId, ifMatch }),
}

/** Roles that the caller may not take from anybody are not lost by who has one. */
function memberOf({ team: teamId, user }: TeamMember, { thing, found, caller }: About<'team'>) {
  const person = found.person(thing.organizationId, user)
  if (!person?.teamIds.includes(teamId)) return notThere('user', user)
  return { teamId, email: person.email, rolesBeyond: rolesBeyond(rolesOf(thing.path, thing.roles), caller.permissions) }
}

export const teamActions = {
  change_team_role: changeRole,
  leave_team: leaveTeam,
  move_team_member: moveMember,
  archive_team: archiveTeam,
} as const
