/** Share links: who follows one is let in within its limits, or asks to be, as a provision with the link behind its grants. */
import type { DecideJoinIntent, FollowLinkIntent, LinkTarget } from '../../intents/invitation.ts'
import type { ProblemCode } from '../../intents/problem.ts'
import type { Link, LinkJoin } from '../../rows/way-in.ts'
import type { Decided, Refused } from '../decided.ts'
import type { Draft } from '../draft.ts'
import { provision } from '../people/provision.ts'

/** The same person again is one use. */
export function followLink(draft: Draft, intent: FollowLinkIntent): Decided {
  const { email, firstName, lastName } = intent
  const link = draft.links.get(intent.linkId)
  if (!link || link.revokedAt || (link.expiresAt && link.expiresAt <= draft.now)) return refuse('link_over', 'link')
  const domain = email.slice(email.lastIndexOf('@') + 1)
  if (link.domains.length > 0 && !link.domains.includes(domain))
    return refuse('domain_not_allowed', 'email', link.domains.join(', '))
  const userId = draft.users.get(email)?.id
  const isTheirs = (join: LinkJoin) => join.email === email || (join.userId !== null && join.userId === userId)
  const known = draft.linkJoins.get(link.id).find(isTheirs)
  if (!known && link.maxUses !== null && link.used >= link.maxUses) return refuse('link_used_up', 'link')
  if (known?.declinedAt) return unchanged(null)

  const join = known ?? add(draft, link, { email, firstName, lastName })
  if (!link.needsApproval) return letIn(draft, link, intent, join)
  if (known) return unchanged(known.userId)
  const organization = draft.organization(link.organizationId)
  if (!organization?.provisioningEnabled || organization.suspendedAt) return refuse('organization_not_enabled', '')
  return { ...unchanged(null), result: 'changed' }
}

export function decideJoin(draft: Draft, intent: DecideJoinIntent): Decided {
  const link = draft.links.get(intent.linkId)
  const join = link && draft.linkJoins.get(link.id).find(join => join.email === intent.email)
  if (!link || !join || join.joinedAt || join.declinedAt) return refuse('join_decided', 'join')
  if (intent.kind === 'approve_join') return letIn(draft, link, intent, join)
  change(draft, join, { declinedAt: draft.now })
  draft.links.put({ ...link, used: link.used - 1 })
  return { ...unchanged(null), result: 'changed' }
}

function letIn(
  draft: Draft,
  link: Link,
  { call, teamId, groupId, courses }: LinkTarget & Pick<FollowLinkIntent, 'call'>,
  join: LinkJoin,
): Decided {
  const origin = { grantSource: 'link', originId: link.id, access: null, reference: null, welcome: true } as const
  const team = teamId === null ? {} : ({ team: { strategy: 'specific', team: teamId }, everySeat: true } as const)
  const groups = groupId === null ? [] : [groupId]
  // Whoever knows the address of a link may follow it in anybody's name: that renames nobody.
  const { firstName, lastName } = draft.users.get(join.email) ?? join
  const person = { email: join.email, firstName, lastName: lastName || null }
  const wanted = { ...origin, ...person, ...team, groups, courses, problems: [] }
  const decided = provision(draft, { kind: 'provision', call, ...wanted })
  if ('problems' in decided) return decided
  const { userId, enrollments, seats, result } = decided
  if (!join.joinedAt) change(draft, join, { joinedAt: draft.now, userId })
  return { result: result === 'already_provisioned' ? 'unchanged' : 'changed', userId, enrollments, seats }
}

function add(draft: Draft, link: Link, person: Pick<LinkJoin, 'email' | 'firstName' | 'lastName'>): LinkJoin {
  const undecided = { userId: null, joinedAt: null, declinedAt: null }
  const join = draft.linkJoins.add({ id: draft.newId(), linkId: link.id, ...person, ...undecided })
  draft.links.put({ ...link, used: link.used + 1 })
  draft.recordChange({ kind: 'link_join', objectId: join.id, before: null, after: shown(join) })
  return join
}

function change(draft: Draft, join: LinkJoin, moment: Partial<LinkJoin>): void {
  const after = draft.linkJoins.replace(join, { ...join, ...moment })
  const rows = { before: shown(join), after: shown(after) }
  draft.recordChange({ kind: 'link_join', objectId: join.id, ...rows })
}

function shown({ linkId: link, email, joinedAt: joined_at, declinedAt: declined_at }: LinkJoin) {
  return { link, email, joined_at, declined_at }
}

function refuse(code: ProblemCode, field: string, value?: string): Refused {
  return { problems: [{ code, field, value }] }
}

function unchanged(userId: number | null) {
  return { result: 'unchanged', userId, enrollments: [], seats: [] } as const
}
