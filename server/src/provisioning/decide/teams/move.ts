import type { MoveMemberIntent } from '../../intents/place.ts'
import type { Decided } from '../decided.ts'
import type { Draft } from '../draft.ts'
import { findMember, findTeam, joinTeam, leaveTeam } from './team.ts'

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
