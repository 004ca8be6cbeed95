/**
 * Who is more than a learner anywhere: has another role in any organization, or in any team of one. Whoever is, may open what
 * is not theirs alone, so that no caller is shown a link into the account or corrects its names; and what callers may have got
 * hold of while the person was a learner ends when the person comes to be more.
 */
import type { Membership, User } from '../../rows/person.ts'
import type { Draft } from '../draft.ts'

export interface Standing {
  readonly memberships: readonly Pick<Membership, 'role'>[]
  /** Whether the person is more than a learner in a team, of whatever organization. */
  readonly leadsTeam: boolean
}

export function isMoreThanLearner({ memberships, leadsTeam }: Standing): boolean {
  return leadsTeam || memberships.some(isMore)
}

/** As far as it is decided by now. */
export function standingOf(draft: Draft, userId: number) {
  const leadsTeam = draft.leadersOfTeams.has(userId) || draft.teamMembers.get(userId).some(isMore)
  return { memberships: draft.memberships.get(userId), leadsTeam }
}

/**
 * Whether an account is an organization's alone: all organizations of the person are within reach of it, and the one that the
 * account was made for is still among them. For whoever left those that made it is somebody whom others do not know.
 */
export function isAlone(
  { id }: { readonly id: number },
  { operationId: madeBy }: Pick<User, 'operationId'>,
  memberships: readonly Pick<Membership, 'path' | 'operationId'>[],
): boolean {
  return (
    memberships.every(({ path }) => path.includes(id)) &&
    memberships.some(({ operationId }) => operationId !== null && operationId === madeBy)
  )
}

/** Whether it is that organization's alone, and no more than a learner's: only so does it say whose it is and how it is opened. */
export function isOwn(
  home: { readonly id: number },
  user: Pick<User, 'operationId'>,
  standing: Standing & { readonly memberships: Parameters<typeof isAlone>[2] },
): boolean {
  return isAlone(home, user, standing.memberships) && !isMoreThanLearner(standing)
}

/** Before somebody is given a role, by whatever way: what may be known of the account to others ends as it comes to be more. */
export function endClaimsBefore(draft: Draft, { id, email }: Pick<User, 'id' | 'email'>, role: string): void {
  if (!comesToBeMore(standingOf(draft, id), role)) return
  endClaims(draft, draft.users.get(email) as User)
}

/** By being given a role. */
export function comesToBeMore(standing: Standing, role: string): boolean {
  return isMore({ role }) && !isMoreThanLearner(standing)
}

/** The link that somebody was shown dies, and so does a password that may have been chosen by such a link. */
export function endClaims(draft: Draft, user: User): void {
  const ended = withoutClaims(user)
  if (ended) draft.users.put(ended)
}

/** Null: there is nothing that others may know. A password that was chosen by mail is the person's own. */
export function withoutClaims<Account extends Pick<User, 'emailVerified' | 'passwordSetAt'>>(
  user: Account,
): (Account & Pick<User, 'passwordSetAt' | 'activatedAt' | 'passwordLinkId' | 'passwordLinkExpiresAt'>) | null {
  if (user.emailVerified && user.passwordSetAt) return null
  return { ...user, passwordSetAt: null, activatedAt: null, passwordLinkId: null, passwordLinkExpiresAt: null }
}

/** Any other role may allow something, now or later. */
function isMore({ role }: { readonly role: string }): boolean {
  return role !== 'learner'
}
