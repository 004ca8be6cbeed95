/** Teams: which one is meant, who joins and who leaves. */
import type { TeamChoice } from '../../intents/place.ts'
import type { Problem } from '../../intents/problem.ts'
import { nameKey } from '../../rows/keys.ts'
import type { Organization } from '../../rows/organization.ts'
import type { User } from '../../rows/person.ts'
import type { Team, TeamMember } from '../../rows/place.ts'
import type { Draft } from '../draft.ts'
import { endClaimsBefore } from '../people/standing.ts'
import { releaseClaims } from '../seats/seats.ts'

export interface ChosenTeam {
  readonly team: Team
  readonly created: boolean
}

/** The organization's team of this id or name. */
export function findTeam(draft: Draft, organizationId: number, which: number | string): Team | undefined {
  if (typeof which === 'string') return draft.teamByName(nameKey(organizationId, which))
  const team = draft.teams.get(which)
  return team?.organizationId === organizationId ? team : undefined
}

/** The team that is meant; a new one is made by the name, which `reference` finds again. A problem when there is none such. */
export function chooseTeam(
  draft: Draft,
  choice: TeamChoice,
  asked: {
    readonly organization: Organization
    /** Undefined: the person is new. */
    readonly userId: number | undefined
    readonly reference: string | null
    /** For a team that nobody named. */
    readonly defaultName: string
  },
): ChosenTeam | Problem {
  const find = (which: number | string) => findTeam(draft, asked.organization.id, which)
  const there = (team: Team) => ({ team, created: false })
  const first = () => (asked.userId === undefined ? undefined : firstTeamOf(draft, asked.userId, asked.organization))
  switch (choice.strategy) {
    case 'specific': {
      const team = find(choice.team)
      return team ? there(team) : { code: 'unknown_team', field: 'team', value: choice.team }
    }
    case 'first': {
      const team = first()
      return team ? there(team) : { code: 'no_team', field: 'team' }
    }
    case 'create': {
      const team = find(choice.name)
      if (!team) return { team: newTeam(draft, choice.name, asked), created: true }
      const isSame = asked.reference !== null && team.reference === asked.reference
      return isSame ? there(team) : { code: 'team_name_taken', field: 'team.name', value: choice.name }
    }
    case 'auto': {
      const team = (choice.name === null ? undefined : find(choice.name)) ?? first()
      return team ? there(team) : { team: newTeam(draft, choice.name ?? asked.defaultName, asked), created: true }
    }
  }
}

/** True: the person was no member before. A role that is given is taken over. */
export function joinTeam(
  draft: Draft,
  { id: teamId }: Pick<Team, 'id'>,
  { user, role }: { user: Pick<User, 'id' | 'email'>; role: string | undefined },
): boolean {
  const { id: userId } = user
  const member = findMember(draft, teamId, userId)
  if (role !== undefined) endClaimsBefore(draft, user, role)
  if (!member) draft.teamMembers.add({ teamId, userId, role: role ?? 'learner' })
  else if (role !== undefined && role !== member.role) {
    const after = draft.teamMembers.replace(member, { ...member, role })
    recordMember(draft, member, after)
  }
  return !member
}

/** Ends the membership, and with it the seats held or waited for there and what they gave. False: there was none. */
export function leaveTeam(draft: Draft, teamId: number, userId: number): boolean {
  const member = findMember(draft, teamId, userId)
  if (!member) return false
  draft.teamMembers.remove(member)
  recordMember(draft, member, null)
  const seats = draft.seats.get(teamId)
  for (const waiter of seats.flatMap(seat => draft.waiters.get(seat.id)))
    if (waiter.userId === userId) draft.waiters.remove(waiter)
  const held = seats.flatMap(seat => draft.claims.get(seat.id))
  releaseClaims(
    draft,
    held.filter(claim => claim.userId === userId && !claim.releasedAt),
    'left the team',
  )
  return true
}

/** The rows do not say what was before. */
function recordMember(draft: Draft, before: TeamMember, after: TeamMember | null): void {
  const shown = ({ userId, teamId, role }: TeamMember) => ({ user: userId, team: teamId, role })
  // What brought the person in is shown to have done so for good.
  const earlier = after ? shown(before) : { ...shown(before), operation: before.operationId }
  const change = { before: earlier, after: after && shown(after) }
  draft.recordChange({ kind: 'team_member', objectId: before.userId, ...change })
}

export function findMember(draft: Draft, teamId: number, userId: number): TeamMember | undefined {
  return draft.teamMembers.get(userId).find(member => member.teamId === teamId)
}

function firstTeamOf(draft: Draft, userId: number, { id }: Organization): Team | undefined {
  return draft.teamMembers
    .get(userId)
    .map(({ teamId }) => findTeam(draft, id, teamId))
    .find(team => team !== undefined)
}

function newTeam(
  draft: Draft,
  name: string,
  { organization, reference }: { organization: Organization; reference: string | null },
): Team {
  return draft.teams.add({
    id: draft.newId(),
    organizationId: organization.id,
    name,
    reference,
    updatedAt: draft.now,
  })
}
