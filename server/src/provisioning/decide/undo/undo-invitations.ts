/** Undoing an invitation withdraws it; undoing an acceptance gives back what came of it, and the invitation stays used. */
import type { Problem } from '../../intents/problem.ts'
import type { UndoIntent } from '../../intents/undo.ts'
import type { Draft } from '../draft.ts'
import { releaseClaims } from '../seats/seats.ts'
import { withdraw } from '../ways-in/invitation.ts'
import { leaning } from './undo-problems.ts'

/** A problem for one that was accepted since it was made. */
export function takeBackInvitations(draft: Draft, { deeds }: UndoIntent): Problem[] {
  return deeds.flatMap(one => {
    const invitation =
      one.kind === 'invitation' ? draft.invitations.all().find(({ id }) => id === one.invitationId) : undefined
    if (one.kind !== 'invitation' || !invitation) return []
    if (one.did === 'accepted') {
      const held = draft.claims.all().filter(claim => claim.invitationId === invitation.id && !claim.releasedAt)
      releaseClaims(draft, held, 'undone')
    } else if (one.did === 'invited' && invitation.acceptedAt) return [leaning(one.later ?? 0)]
    else if (one.did === 'invited' && !invitation.withdrawnAt) withdraw(draft, invitation)
    return []
  })
}
