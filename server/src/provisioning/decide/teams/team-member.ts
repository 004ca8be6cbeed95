import type { TeamMemberIntent } from '../../intents/place.ts'
import type { Decided } from '../decided.ts'
import type { Draft } from '../draft.ts'
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
