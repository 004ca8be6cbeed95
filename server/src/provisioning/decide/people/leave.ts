/** Leaving an organization: teams, groups, seats and access that came from it go; the account and all else stays. */
import type { LeaveOrganizationIntent } from '../../intents/place.ts'
import type { Decided } from '../decided.ts'
import type { Draft } from '../draft.ts'
import { revokeGrants } from '../enrollment.ts'
import { leaveGroup } from '../groups/group.ts'
import { findTeam, leaveTeam } from '../teams/team.ts'
import { openInvitations, withdraw } from '../ways-in/invitation.ts'
import { findMembership } from './person.ts'

export function leaveOrganization(draft: Draft, intent: LeaveOrganizationIntent): Decided {
  const organizationId = intent.call.organizationId ?? 0
  const user = draft.users.get(intent.email)
  const membership = user && findMembership(draft, user.id, organizationId)
  if (!user || !membership) return { problems: [{ code: 'unknown_user', field: 'user', value: intent.email }] }
  const inTeams = draft.teamMembers.get(user.id).filter(({ teamId }) => findTeam(draft, organizationId, teamId))
  if ([membership, ...inTeams].some(({ role }) => intent.rolesBeyond?.includes(role)))
    return { problems: [{ code: 'not_permitted', field: 'role' }] }
  for (const invitation of openInvitations(draft, user.id, organizationId)) withdraw(draft, invitation)
  for (const { teamId } of inTeams) leaveTeam(draft, teamId, user.id)
  for (const group of draft.groups.all()) if (group.organizationId === organizationId) leaveGroup(draft, group, user.id)
  const given = draft.grants.all().filter(grant => grant.userId === user.id && grant.organizationId === organizationId)
  revokeGrants(draft, given, 'left the organization')
  draft.memberships.remove(membership)
  const { role, operationId: operation } = membership
  const before = { user: user.id, organization: organizationId, role, operation }
  draft.recordChange({ kind: 'membership', objectId: user.id, before, after: null })
  return { result: 'changed', userId: user.id, enrollments: [], seats: [] }
}
