/** Account and membership: who is made, who is reused, and who may be shown a link into an account. */
import { endOfPasswordLink, liveLinkOf } from '../../../lib/links/password-links.ts'
import type { Call } from '../../intents/call.ts'
import type { MemberRoleIntent } from '../../intents/place.ts'
import type { ResendIntent } from '../../intents/provision.ts'
import type { Organization } from '../../rows/organization.ts'
import type { Membership, User } from '../../rows/person.ts'
import type { Decided } from '../decided.ts'
import type { Draft } from '../draft.ts'
import { endClaims, endClaimsBefore, isOwn, standingOf } from './standing.ts'

export interface Person {
  readonly userId: number
  /** Of now. */
  readonly email: string
  /** Whether the account was made now. */
  readonly created: boolean
  /** Whether the membership was made now. */
  readonly joined: boolean
  /** Whether the person was here before, and has come in by whatever way. */
  readonly hasComeIn: boolean
  /** Whether the account's password has been ended: only the mailbox can bring a new one. */
  isPasswordEnded(): boolean
  /** Takes over the names of the intent, as long as the account is the caller's own and nobody has claimed it. */
  correctName(call: Call): void
  /** The id of the live set-password link that the caller may be shown, made when there is none and one is needed. */
  passwordLink(need: { mailed: boolean }): number | null
}

/** A person as somebody names them. */
export interface Named {
  readonly email: string
  /** Empty: not said. */
  readonly firstName: string
  /** Null: not said. */
  readonly lastName: string | null
}

/** Makes sure that the person has an account and is a member of the organization; whoever was invited there is one then. */
export function addPerson(draft: Draft, intent: Named, organization: Organization): Person {
  const { email } = intent
  const created = !draft.users.get(email)
  const user = draft.users.get(email) ?? addUser(draft, intent)
  const before = draft.memberships.get(user.id)
  const own = before.find(membership => membership.organizationId === organization.id)
  const joined = !own || own.invitedAt !== null
  if (!own) addMembership(draft, user, organization, null)
  else if (joined) enter(draft, own)
  const shared = joined && before.some(membership => !organization.path.includes(membership.organizationId))
  if (shared) endClaims(draft, user)

  const current = () => draft.users.get(email) as User
  const isTheirs = () => isOwn(organization, user, standingOf(draft, user.id))
  return {
    userId: user.id,
    email: user.email,
    created,
    joined,
    hasComeIn: !joined && user.activatedAt !== null,
    isPasswordEnded: () => user.passwordSetAt !== null && current().passwordSetAt === null,
    correctName({ mayRename }) {
      if (!mayRename) return
      const { firstName, ...row } = current()
      const said = { firstName: intent.firstName || firstName, lastName: intent.lastName ?? row.lastName }
      if (!isTheirs() || row.activatedAt || (firstName === said.firstName && row.lastName === said.lastName)) return
      draft.users.put({ ...row, ...said })
    },
    passwordLink({ mailed }) {
      if (current().passwordSetAt || !(isTheirs() || mailed)) return null
      const linkId = liveLink(draft, current())
      return isTheirs() ? linkId : null
    },
  }
}

/**
 * Queues the mail that is due, if any. The id of the live set-password link that the caller may be shown. Where people sign in
 * elsewhere nobody is mailed a way in: who has come in before is told of what is new, and everybody else finds it there.
 */
export function mailPerson(
  draft: Draft,
  person: Person,
  { organization, welcome }: { organization: Organization; welcome: boolean },
): number | null {
  const { userId } = person
  if (organization.signInMode === 'single_sign_on') {
    if (welcome && person.hasComeIn) draft.mail({ kind: 'welcome', userId, organizationId: organization.id })
    return null
  }
  const mail = welcome ? 'welcome' : person.isPasswordEnded() ? 'password_link' : null
  const passwordLinkId = person.passwordLink({ mailed: mail !== null })
  if (mail) draft.mail({ kind: mail, userId, organizationId: organization.id })
  return passwordLinkId
}

/** An account that nobody has claimed. */
export function addUser(draft: Draft, { email, firstName, lastName }: Named): User {
  const claims = {
    emailVerified: false,
    passwordSetAt: null,
    activatedAt: null,
    passwordLinkId: null,
    passwordLinkExpiresAt: null,
  }
  return draft.users.add({ id: draft.newId(), email, firstName, lastName: lastName ?? '', ...claims })
}

/** Of a learner; or of somebody who is only invited, since `invitedAt`. */
export function addMembership(
  draft: Draft,
  { id: userId }: User,
  { id: organizationId, path }: Organization,
  invitedAt: Date | null,
): void {
  draft.memberships.add({ userId, organizationId, path, role: 'learner', invitedAt, suspendedAt: null })
}

function enter(draft: Draft, invited: Membership): void {
  const after = draft.memberships.replace(invited, { ...invited, invitedAt: null })
  recordMembership(draft, invited, after)
}

/** Since when what somebody has in an organization is held back; null: it is not. */
export function heldSince(draft: Draft, userId: number, organizationId: number): Date | null {
  return findMembership(draft, userId, organizationId)?.suspendedAt ?? null
}

export function findMembership(draft: Draft, userId: number, organizationId: number): Membership | undefined {
  return draft.memberships.get(userId).find(row => row.organizationId === organizationId)
}

/** Another role in the organization, for who is a member. */
export function changeMemberRole(draft: Draft, { call, email, role, rolesBeyond = [] }: MemberRoleIntent): Decided {
  const user = draft.users.get(email)
  const membership = user && findMembership(draft, user.id, call.organizationId ?? 0)
  if (!membership || membership.invitedAt) return { problems: [{ code: 'unknown_user', field: 'user', value: email }] }
  if (rolesBeyond.includes(membership.role)) return { problems: [{ code: 'not_permitted', field: 'role' }] }
  const isOther = membership.role !== role
  if (isOther) changeRole(draft, user, membership, role)
  return { result: isOther ? 'changed' : 'unchanged', userId: user.id, enrollments: [], seats: [] }
}

/** In the organization. */
export function changeRole(draft: Draft, user: User, membership: Membership, role: string): void {
  endClaimsBefore(draft, user, role)
  const after = draft.memberships.replace(membership, { ...membership, role })
  recordMembership(draft, membership, after)
}

function recordMembership(draft: Draft, before: Membership, after: Membership): void {
  const shown = ({ userId, role, invitedAt }: Membership) => ({ user: userId, role, invited_at: invitedAt })
  const change = { before: shown(before), after: shown(after) }
  draft.recordChange({ kind: 'membership', objectId: before.userId, ...change })
}

/** The id of the live set-password link, made when there is none. */
export function liveLink(draft: Draft, user: User): number {
  const live = liveLinkOf(user.passwordLinkId, user.passwordLinkExpiresAt, draft.now)
  if (live) return live.id
  const passwordLinkId = draft.newId()
  const passwordLinkExpiresAt = endOfPasswordLink({ days: draft.passwordLinkDays, now: draft.now })
  draft.users.put({ ...user, passwordLinkId, passwordLinkExpiresAt })
  return passwordLinkId
}

/** Mails the way in anew: the link that was sent before is dead. */
export function resendWayIn(draft: Draft, { call, email }: ResendIntent): Decided {
  const organization = draft.organization(call.organizationId)
  const user = draft.users.get(email)
  if (!organization || !user || !findMembership(draft, user.id, organization.id))
    return { problems: [{ code: 'unknown_user', field: 'user', value: email }] }
  if (user.passwordSetAt) return { problems: [{ code: 'already_activated', field: 'user', value: email }] }
  if (organization.signInMode === 'single_sign_on') return { problems: [{ code: 'no_way_in_mailed', field: 'user' }] }
  liveLink(draft, draft.users.put({ ...user, passwordLinkId: null }))
  const { id: userId } = user
  draft.mail({ kind: 'welcome', userId, organizationId: organization.id })
  return { result: 'changed', userId, enrollments: [], seats: [] }
}
