/** Invitations: made, and, once they are there, longer, sent again, or withdrawn. */
import type { EndInvitationIntent, InviteIntent, RenewInvitationIntent } from '../intents/invitation.ts'
import type { Problem } from '../intents/problem.ts'
import { type AsSent, lacksOneOf, type Name, type Rule, refuseRole } from './action.ts'

interface Invitation {
  readonly invitation: number
}

interface Renewal extends Invitation, Pick<RenewInvitationIntent, 'expiresAt' | 'send' | 'ifMatch'> {}

interface Invite extends AsSent, Omit<InviteIntent, 'kind' | 'call' | 'teamId'> {
  /** By id or slug. Absent: the caller's own. */
  readonly organization?: number | string
  readonly team: number | null
}

/**
 * What an invitation gives takes the permission to give it; who may invite into a team alone gives nothing but the team's
 * seats.
 */
const invite: Rule<Invite, 'organization', InviteIntent> = {
  kind: 'invite',
  permission: 'invitations.create',
  inTeams: true,
  team: ({ team }) => team,
  of: ({ organization }, caller) => ['organization', organization ?? caller.organization.id],
  also: ({ team }) => (team === null ? [] : [['team', team]]),
  intent: (
    { organization: _, team: teamId, source: __, problems: ___ = [], ...asked },
    { thing, caller, isOfTeams },
  ) => {
    const gives = asked.courses.length + asked.products.length > 0
    const refused =
      (asked.role === null ? null : refuseRole(asked.role, thing, caller)) ??
      lacksOneOf(caller, teamId !== null && 'teams.assign') ??
      (isOfTeams ? notForTeams(asked) : null) ??
      lacksOneOf(caller, asked.groups.length > 0 && 'groups.assign', gives && 'enrollments.create')
    return refused ?? { ...asked, teamId }
  },
}

function notForTeams({ courses, products, groups, from }: Pick<Invite, 'courses' | 'products' | 'groups' | 'from'>) {
  const fields = [
    ...(groups.length > 0 ? ['groups'] : []),
    ...(courses.length + products.length > 0 && from !== 'seats' ? ['from'] : []),
  ]
  const problems = fields.map((field): Problem => ({ code: 'not_for_teams', field }))
  return problems.length > 0 ? { problems } : null
}

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

export const invitationActions = {
  invite,
  renew_invitation: renewInvitation,
  withdraw_invitation: withdrawInvitation,
} as const
