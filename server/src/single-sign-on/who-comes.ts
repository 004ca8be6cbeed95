/**
 * Who somebody is whom a provider vouched for, and whether they come in: pure rules. Whoever runs a provider can make it say
 * anything, so that an email identifies nobody: it only finds whom the organization, or its proven domain, has a word in.
 */
import { isMoreThanLearner, type Standing } from '../provisioning/decide/people/standing.ts'
import type { Membership } from '../provisioning/rows/person.ts'

export interface Known extends Standing {
  readonly id: number
  /** Null: no password was set. */
  readonly passwordSetAt: Date | null
  readonly memberships: readonly Pick<Membership, 'role' | 'path' | 'invitedAt' | 'suspendedAt'>[]
}

export interface Coming {
  readonly organizationId: number
  readonly membersOnly: boolean
  /** The account that the provider's identity is of, or else the one that the email names. Null: there is none. */
  readonly account: Known | null
  /** Whether the identity came in before. */
  readonly isLinked: boolean
  /** Whether the person proved by their own means that the account is theirs. */
  readonly isProven: boolean
  readonly email: string | null
  /** Whether the domain of the email was proven by the organization, or one above it. */
  readonly isOwnDomain: boolean
  /** In which roles the person is asked in there: coming in is accepting it. */
  readonly invitedAs: readonly string[]
}

export type RefusalOfPerson = 'no_email' | 'unknown_person' | 'suspended'

export type Who =
  | { readonly kind: 'comes'; readonly userId: number }
  /** Is made a member first: with an account that is there, or a new one. */
  | { readonly kind: 'joins' }
  /** Their own side has a word in it first. */
  | { readonly kind: 'proves'; readonly userId: number }
  | { readonly kind: 'refused'; readonly code: RefusalOfPerson }

export function whoComes({
  organizationId,
  membersOnly,
  account,
  isLinked,
  isProven,
  email,
  isOwnDomain,
  invitedAs,
}: Coming): Who {
  const mayJoin = isOwnDomain && !membersOnly
  if (!account) {
    if (email === null) return { kind: 'refused', code: 'no_email' }
    return mayJoin ? { kind: 'joins' } : { kind: 'refused', code: 'unknown_person' }
  }
  const within = account.memberships.filter(({ path }) => path.includes(organizationId))
  const standing = within.filter(({ suspendedAt }) => suspendedAt === null)
  if (within.length > 0 && standing.length === 0) return { kind: 'refused', code: 'suspended' }
  if (within.length === 0 && !mayJoin) return { kind: 'refused', code: 'unknown_person' }
  const isElsewhere = account.memberships.length > within.length
  const isMore = isMoreThanLearner(account) || invitedAs.some(role => role !== 'learner')
  const isOthersToo = isElsewhere || isMore || account.passwordSetAt !== null
  if (!isLinked && !isProven && isOthersToo) return { kind: 'proves', userId: account.id }
  const isMember = standing.some(({ invitedAt }) => invitedAt === null)
  return isMember ? { kind: 'comes', userId: account.id } : { kind: 'joins' }
}
