import { isMatch } from '../../../lib/version-tag.ts'
import type { ArchiveTeamIntent } from '../../intents/place.ts'
import type { Decided } from '../decided.ts'
import type { Draft } from '../draft.ts'
import { countSeats } from '../seats/seats.ts'
import { withdraw } from '../ways-in/invitation.ts'
import { findTeam } from './team.ts'

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
