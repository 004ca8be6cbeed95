/** What is asked of a team: somebody out of it, into another role or another team, or its end. */
import { isMatch } from '../../../lib/version-tag.ts'
import type { ArchiveTeamIntent, MoveMemberIntent, TeamMemberIntent } from '../../intents/place.ts'
import type { Decided } from '../decided.ts'
import type { Draft } from '../draft.ts'
import { countSeats } from '../seats/seats.ts'
import { withdraw } from '../ways-in/invitation.ts'
import { findMember, findTeam, joinTeam, leaveTeam } from './team.ts'

/** Out of the team, or another role in it. */
export function changeTeamMember(draft: Draft, intent: TeamMemberIntent): Decided {
  const team = findTeam(draft, intent.call.organizationId ?? 0, intent.teamId)
  const user = draft.users.get(intent.email)
  const member = team && user && findMember(draft, team.id, user.id)
  if (!team) return { problems: [{ code: 'unknown_team', field: 'team', value: intent.teamId }] }
  if (!member) return { problems: [{ code: 'unknown_user', field: 'user', value: intent.email }] }
  const { role, rolesBeyond = [] } = intent
  if (rolesBeyond.includes(member.role)) return { problems: [{ code: 'not_permitted', field: 'role' }] }
  if (role === null) leaveTeam(draft, team.id, user.id)
  else joinTeam(draft, team, { user, role })
  const result = role === member.role ? 'unchanged' : 'changed'
  return { result, userId: user.id, enrollments: [], seats: [] }
}

/** From one team into another of the organization, with the same role; the seats held in the first one are given back. */
export function moveMember(draft: Draft, intent: MoveMemberIntent): Decided {
  const { teamId, toTeamId, email } = intent
  const to = findTeam(draft, intent.call.organizationId ?? 0, toTeamId)
  const user = draft.users.get(email)
  const member = user && findMember(draft, teamId, user.id)
  if (teamId === toTeamId) return { problems: [{ code: 'same_team', field: 'team' }] }
  if (!to) return { problems: [{ code: 'unknown_team', field: 'team', value: toTeamId }] }
  if (!member) return { problems: [{ code: 'unknown_user', field: 'user', value: email }] }
  if (intent.rolesBeyond?.includes(member.role)) return { problems: [{ code: 'not_permitted', field: 'role' }] }
  leaveTeam(draft, teamId, user.id)
  joinTeam(draft, to, { user, role: member.role })
  return { result: 'changed', userId: user.id, enrollments: [], seats: [] }
}

/** Whoever is invited to it is so no more: nobody could accept. */
export function archiveTeam(draft: Draft, { call, teamId, ifMatch }: ArchiveTeamIntent): Decided {
  const team = findTeam(draft, call.organizationId ?? 0, teamId)
  if (!team) return { problems: [{ code: 'unknown_team', field: 'team', value: teamId }] }
  if (!isMatch(ifMatch, team.updatedAt)) return { problems: [{ code: 'changed_meanwhile', field: 'If-Match' }] }
  const isOpen = (row: { acceptedAt: Date | null; withdrawnAt: Date | null }) => !row.acceptedAt && !row.withdrawnAt
  const invitations = draft.invitations.all().filter(row => row.teamId === teamId && isOpen(row))
  for (const invitation of invitations) withdraw(draft, invitation)
  const isUsed = draft.seats.get(teamId).some(seat => countSeats(draft, seat).used > 0)
  if (isUsed) return { problems: [{ code: 'team_in_use', field: 'team', value: teamId }] }
  draft.teams.remove(team)
  const before = { name: team.name, archived_at: null }
  const after = { ...before, archived_at: draft.now }
  draft.recordChange({ kind: 'team', objectId: teamId, before, after })
  return { result: 'changed', userId: null, enrollments: [], seats: [] }
}
