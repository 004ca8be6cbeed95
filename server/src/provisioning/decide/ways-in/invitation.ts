/** Invitations: what is given is decided when somebody is invited, what comes from seats is kept, and accepting gives it. */
import { isMatch } from '../../../lib/version-tag.ts'
import type {
  AcceptInvitationIntent,
  EndInvitationIntent,
  InviteIntent,
  RenewInvitationIntent,
} from '../../intents/invitation.ts'
import type { InvitationOutcome } from '../../intents/outcome.ts'
import type { Problem } from '../../intents/problem.ts'
import type { Organization } from '../../rows/organization.ts'
import type { User } from '../../rows/person.ts'
import type { Seat } from '../../rows/place.ts'
import type { Invitation } from '../../rows/way-in.ts'
import type { Decided, Refused } from '../decided.ts'
import type { Draft } from '../draft.ts'
import { addMembership, addPerson, addUser, changeRole, findMembership, liveLink } from '../people/person.ts'
import { claimSeat, freeReservations, lapse } from '../seats/seats.ts'
import { findTeam, joinTeam } from '../teams/team.ts'
import { chooseOffer, giveOffer } from './invitation-offer.ts'

export function invite(draft: Draft, intent: InviteIntent): Decided<InvitationOutcome> {
  const organization = draft.organization(intent.call.organizationId)
  if (!organization || !isEnabled(organization)) return notEnabled
  const { seats, groupIds, problems } = chooseOffer(draft, intent, organization)
  if (problems.length > 0) return { problems }

  const { email, firstName, teamId, role, courses, products, expiresAt } = intent
  const user = draft.users.get(email) ?? addUser(draft, intent)
  if (!makeRoom(draft, { userId: user.id, organizationId: organization.id, teamId })) return already(email)
  if (!findMembership(draft, user.id, organization.id)) addMembership(draft, user, organization, draft.now)
  const id = draft.newId()
  const lacking = keepSeats(draft, seats, { userId: user.id, invitationId: id })
  if (lacking.length > 0) return { problems: lacking }
  const invitation = draft.invitations.add({
    ...{ id, organizationId: organization.id, teamId, userId: user.id, role, courses, products, groupIds },
    ...{ firstName, lastName: intent.lastName ?? '', seatIds: seats.map(seat => seat.id) },
    ...{ sentOperationId: draft.operationId(), sentAt: draft.now, expiresAt, updatedAt: draft.now },
    ...{ lapsedAt: null, acceptedAt: null, withdrawnAt: null },
  })
  record(draft, null, invitation)
  send(draft, invitation)
  return { result: 'changed', ...outcomeOf(invitation) }
}

/** Of one that has lapsed, the seats are kept anew. */
export function renewInvitation(draft: Draft, intent: RenewInvitationIntent): Decided<InvitationOutcome> {
  const { organization, invitation } = findOpen(draft, intent)
  if (!invitation) return over(intent)
  if (!organization || !isEnabled(organization)) return notEnabled
  if (!isMatch(intent.ifMatch, invitation.updatedAt))
    return { problems: [{ code: 'changed_meanwhile', field: 'If-Match' }] }
  const { expiresAt, send: isSent } = intent
  if (isSent && organization.signInMode === 'single_sign_on')
    return { problems: [{ code: 'no_way_in_mailed', field: 'user' }] }
  if (!isSent && expiresAt.getTime() === invitation.expiresAt.getTime())
    return { result: 'unchanged', ...outcomeOf(invitation) }
  if (invitation.lapsedAt) {
    if (!makeRoom(draft, invitation)) return already(intent.email)
    const seats = draft.seats.all().filter(({ id }) => invitation.seatIds.includes(id))
    const lacking = keepSeats(draft, seats, { userId: invitation.userId, invitationId: invitation.id })
    if (lacking.length > 0) return { problems: lacking }
  }
  const sent = isSent ? { sentAt: draft.now, sentOperationId: draft.operationId() } : {}
  const renewed = { ...invitation, ...sent, expiresAt, lapsedAt: null, updatedAt: draft.now }
  record(draft, invitation, draft.invitations.replace(invitation, renewed))
  if (isSent) send(draft, renewed)
  return { result: 'changed', ...outcomeOf(invitation) }
}

export function endInvitation(draft: Draft, intent: EndInvitationIntent): Decided<InvitationOutcome> {
  const { invitation } = findOpen(draft, intent)
  if (!invitation) return over(intent)
  if (intent.kind === 'withdraw_invitation') withdraw(draft, invitation)
  else if (invitation.lapsedAt || invitation.expiresAt > draft.now)
    return { result: 'unchanged', ...outcomeOf(invitation) }
  else lapse(draft, invitation)
  return { result: 'changed', ...outcomeOf(invitation) }
}

/** What was kept is free; and whoever was only invited, by this one alone, has nothing to do with the organization any more. */
export function withdraw(draft: Draft, invitation: Invitation): void {
  const { userId, organizationId } = invitation
  freeReservations(draft, invitation, 'the invitation was withdrawn')
  const ended = { ...invitation, withdrawnAt: draft.now, updatedAt: draft.now }
  record(draft, invitation, draft.invitations.replace(invitation, ended))
  const membership = findMembership(draft, userId, organizationId)
  if (membership?.invitedAt && openInvitations(draft, userId, organizationId).length === 0)
    draft.memberships.remove(membership)
}

/** Single use: of two who come at once, the second finds it answered. */
export function acceptInvitation(draft: Draft, intent: AcceptInvitationIntent): Decided<InvitationOutcome> {
  const { organization, user, invitation } = findOpen(draft, intent)
  const isGood = invitation?.sentOperationId === intent.sentOperationId && invitation.expiresAt > draft.now
  const team = findTeam(draft, organization?.id ?? 0, invitation?.teamId ?? 0)
  if (!user || !invitation || !isGood || (invitation.teamId !== null && !team)) return over(intent)
  if (!organization || !isEnabled(organization)) return notEnabled

  const { firstName } = user
  const person = addPerson(draft, { email: user.email, firstName, lastName: null }, organization)
  if (team) joinTeam(draft, team, { user, role: invitation.role ?? undefined })
  else if (person.joined && invitation.role) giveRole(draft, user, organization, invitation.role)
  const current = draft.users.get(user.email) as User
  const opens = current.passwordSetAt || intent.withPassword || intent.byProvider
  if (!opens) return { problems: [{ code: 'required', field: 'password' }] }
  const enrollments = giveOffer(draft, invitation, intent, organization)
  const accepted = { ...invitation, acceptedAt: draft.now, updatedAt: draft.now }
  record(draft, invitation, draft.invitations.replace(invitation, accepted))
  const passwordLinkId = intent.withPassword ? liveLink(draft, current) : null
  return { result: 'changed', ...outcomeOf(invitation), enrollments, passwordLinkId }
}

function giveRole(draft: Draft, user: User, { id }: Organization, role: string): void {
  const membership = findMembership(draft, user.id, id)
  if (membership && membership.role !== role) changeRole(draft, user, membership, role)
}

/** False: there is one already that can be accepted. One that has expired is out of the way. */
function makeRoom(
  draft: Draft,
  { userId, organizationId, teamId }: Pick<Invitation, 'userId' | 'organizationId' | 'teamId'>,
): boolean {
  const others = openInvitations(draft, userId, organizationId).filter(row => row.teamId === teamId && !row.lapsedAt)
  for (const other of others) if (other.expiresAt <= draft.now) lapse(draft, other)
  return others.every(other => other.expiresAt <= draft.now)
}

/** What is wrong where none was left. Who is on a waitlist cannot be promised one. */
function keepSeats(draft: Draft, seats: readonly Seat[], keep: { userId: number; invitationId: number }): Problem[] {
  return seats.flatMap(seat => {
    const claim = claimSeat(draft, seat, keep)
    const value = draft.productById(seat.productId)?.name
    return typeof claim === 'string' ? [{ code: 'no_seats_left' as const, field: 'team', value }] : []
  })
}

/** Not where people sign in elsewhere: it is accepted there by signing in. */
function send(draft: Draft, { userId, organizationId }: Invitation): void {
  if (draft.organization(organizationId)?.signInMode === 'single_sign_on') return
  draft.mail({ kind: 'invitation', userId, organizationId })
}

function record(draft: Draft, before: Invitation | null, after: Invitation): void {
  const shown = ({ userId: user, teamId: team, role, courses, products, ...row }: Invitation) => ({
    ...{ user, team, role, courses, products, groups: row.groupIds, seats: row.seatIds },
    ...{ sent_at: row.sentAt, expires_at: row.expiresAt, lapsed_at: row.lapsedAt },
    ...{ accepted_at: row.acceptedAt, withdrawn_at: row.withdrawnAt },
  })
  const change = { before: before && shown(before), after: shown(after) }
  draft.recordChange({ kind: 'invitation', objectId: after.id, ...change })
}

export function openInvitations(draft: Draft, userId: number, organizationId: number): Invitation[] {
  const rows = draft.invitations.get(userId).filter(row => row.organizationId === organizationId)
  return rows.filter(row => !row.acceptedAt && !row.withdrawnAt)
}

type OfInvitation = RenewInvitationIntent | EndInvitationIntent | AcceptInvitationIntent

function findOpen(draft: Draft, { call, email, invitationId }: OfInvitation) {
  const organization = draft.organization(call.organizationId)
  const user = draft.users.get(email)
  const open = organization && user ? openInvitations(draft, user.id, organization.id) : []
  return { organization, user, invitation: open.find(({ id }) => id === invitationId) }
}

function outcomeOf({ id: invitationId, userId }: Invitation) {
  return { invitationId, userId, enrollments: [], passwordLinkId: null }
}

function isEnabled({ provisioningEnabled, suspendedAt }: Organization): boolean {
  return provisioningEnabled && !suspendedAt
}

const notEnabled: Refused = { problems: [{ code: 'organization_not_enabled', field: '' }] }

function over({ invitationId }: OfInvitation): Refused {
  return { problems: [{ code: 'invitation_over', field: 'invitation', value: invitationId }] }
}

function already(email: string): Refused {
  return { problems: [{ code: 'already_invited', field: 'email', value: email }] }
}
