/** The state of an invitation is not kept: it follows from its moments and the clock. */

export const invitationStates = ['pending', 'accepted', 'withdrawn', 'expired'] as const
export type InvitationState = (typeof invitationStates)[number]

/** As the database holds them. */
export interface InvitationMoments {
  /** The first moment at which it cannot be accepted any more. */
  readonly expires_at: Date
  readonly accepted_at: Date | null
  readonly withdrawn_at: Date | null
}

export function invitationStateOf(invitation: InvitationMoments, now: Date): InvitationState {
  if (invitation.accepted_at) return 'accepted'
  if (invitation.withdrawn_at) return 'withdrawn'
  return invitation.expires_at > now ? 'pending' : 'expired'
}
