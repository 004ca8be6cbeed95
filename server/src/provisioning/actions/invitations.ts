/** Invitations that are there: longer, sent again, or withdrawn. */
import type { EndInvitationIntent, RenewInvitationIntent } from '../intents/invitation.ts'
import type { Name, Rule } from './action.ts'

interface Invitation {
  readonly invitation: number
}

interface Renewal extends Invitation, Pick<RenewInvitationIntent, 'expiresAt' | 'send' | 'ifMatch'> {}

const ofInvitation = ({ invitation }: Invitation): Name<'invitation'> => ['invitation', invitation]

const renewInvitation: Rule<Renewal, 'invitation', RenewInvitationIntent> = {
  kind: 'renew_invitation',
  permission: 'invitations.edit',
  inTeams: true,
  of: ofInvitation,
  intent: ({ invitation: invitationId, ...how }, { thing: { email, teamId } }) => ({
    invitationId,
    email,
    teamId,
    ...how,
  }),
}

const withdrawInvitation: Rule<Invitation, 'invitation', EndInvitationIntent> = {
  kind: 'withdraw_invitation',
  permission: 'invitations.delete',
  inTeams: true,
  of: ofInvitation,
  intent: ({ invitation: invitationId }, { thing: { email, teamId } }) => ({ invitationId, email, teamId }),
}

export const invitationActions = { renew_invitation: renewInvitation, withdraw_invitation: withdrawInvitation } as const
