/**
 * One account goes into another: its grants, places and orders are the kept one's from now on, and what both have of a kind is
 * one. Grants move with their references, so that an order that comes again is found; access that both gave the same is revoked.
 */
import type { MergeIntent, UndoMergeIntent } from '../../intents/merge.ts'
import type { MergedOutcome } from '../../intents/outcome.ts'
import type { Merge, MergeRows } from '../../rows/merge.ts'
import type { Enrollment, Grant, User } from '../../rows/person.ts'
import type { Decided } from '../decided.ts'
import type { Draft } from '../draft.ts'
import { type Folded, findFold } from '../fold-enrollment.ts'
import { mergePlaces } from './merge-places.ts'
import { isOwn, standingOf } from './standing.ts'

export function mergeUsers(draft: Draft, intent: MergeIntent): Decided<MergedOutcome> {
  const { keptId, awayId, email, homeId } = intent
  const [kept, away] = [draft.users.get(email), draft.users.get(intent.emails[0])]
  if (kept?.id !== keptId) return { problems: [{ code: 'unknown_user', field: 'user', value: email }] }
  if (away?.id !== awayId) return { problems: [{ code: 'unknown_user', field: 'with', value: intent.emails[0] }] }
  if (keptId === awayId) return { problems: [{ code: 'same_account', field: 'with' }] }
  for (const [field, user] of [
    ['user', kept],
    ['with', away],
  ] as const)
    if (homeId !== null && !isOwn({ id: homeId }, user, standingOf(draft, user.id)))
      return { problems: [{ code: 'shared_account', field, value: user.email }] }

  const { merging } = draft
  const places = mergePlaces(merging, { kept: keptId, away: awayId })
  const access = mergeAccess(draft, merging, { keptId, awayId, released: places.claims.released })
  const merge: Merge = { kept: keptId, away: awayId, ...places, ...access.merge }
  const told = merging.memberships
    .filter(({ user_id }) => user_id === awayId)
    .map(({ organization_id, email }) => ({
      organization: organization_id as number,
      more: { merged: { id: awayId, email } },
    }))
  const step = {
    does: 'merge',
    operationId: draft.operationId(),
    merge,
    told,
    newEnrollments: [],
    restoredClaims: [],
  } as const
  draft.merges.push({ ...step, enrollments: access.enrollments, grants: access.grants })
  const note = { objectId: awayId, before: null }
  draft.recordChange({ ...note, kind: 'merge', after: sumUp(merge, { kept, away }) })
  draft.recordChange({ ...note, kind: mergeRecord, after: merge })
  return { result: 'changed', ...accountsOf(intent), enrollments: [], seats: [] }
}

/** Whom it is answered to be about. */
export function accountsOf({ email, emails, keptId, awayId }: MergeIntent | UndoMergeIntent) {
  return { userId: keptId, kept: { id: keptId, email }, away: { id: awayId, email: emails[0] } }
}

/** Kept to undo it by, and shown to nobody. */
export const mergeRecord = 'merge_record'

/** What it comes to, to be shown. */
export function sumUp(merge: Merge, { kept, away }: Readonly<Record<'kept' | 'away', Pick<User, 'id' | 'email'>>>) {
  return {
    ...{ name: away.email, user: kept.id, email: kept.email, with: away.id, with_email: away.email },
    memberships: merge.memberships.moved.length,
    teams: merge.teams.moved.length,
    groups: merge.groups.moved.length,
    courses: merge.enrollments.moved.length + merge.enrollments.marks.length,
    grants: merge.grants.moved.length,
    grants_given_twice: merge.grants.revoked.length,
    seats: merge.claims.moved.length,
    seats_given_back: merge.claims.released.length,
    orders: merge.orders.length,
    invitations: merge.invitations.moved.length,
  }
}

interface Accounts {
  readonly keptId: number
  readonly awayId: number
  readonly released: readonly number[]
}

function mergeAccess(draft: Draft, { openedItems }: MergeRows, { keptId, awayId, released }: Accounts) {
  const all = draft.grants.all()
  const [own, other] = [all.filter(({ userId }) => userId === keptId), all.filter(({ userId }) => userId === awayId)]
  const enrollments = new Map(draft.enrollments.all().map(row => [`${row.userId} ${row.courseId}`, row]))
  const keptIn = (courseId: number) => enrollments.get(`${keptId} ${courseId}`)
  const sameAs = ({ reference, courseId }: Grant) => (reference === null ? [] : [`${courseId} ${reference}`])
  const references = new Set(own.flatMap(sameAs))
  const origins = new Set(own.filter(({ revokedAt }) => !revokedAt).flatMap(originOf))
  // What came by no reference and of no thing is like nothing else.
  const isDouble = (grant: Grant) =>
    sameAs(grant).some(reference => references.has(reference)) ||
    originOf(grant).some(origin => origins.has(origin)) ||
    (grant.source === 'seat' && released.includes(grant.originId ?? 0))
  const revoke = { revokedAt: draft.now, revokedReason: 'merged', revokedOperationId: draft.operationId() }
  const moved: number[] = []
  const revoked: number[] = []
  const grants = other.map(grant => {
    const isGivenTwice = isDouble(grant)
    // Where only one has the course, all of it goes along.
    const goes = !isGivenTwice || !keptIn(grant.courseId)
    if (goes) moved.push(grant.id)
    if (isGivenTwice && !grant.revokedAt) revoked.push(grant.id)
    return { ...grant, userId: goes ? keptId : awayId, ...(isGivenTwice && !grant.revokedAt && revoke) }
  })
  const foldOf = (row: Enrollment, userId: number): Enrollment => {
    const of = [...own, ...grants].filter(grant => grant.userId === userId && grant.courseId === row.courseId)
    return { ...refolded(row, of, draft.now), userId }
  }
  const theirs = [...enrollments.values()].filter(({ userId }) => userId === awayId)
  const marks: Merge['enrollments']['marks'][number][] = []
  const written = theirs.flatMap(row => {
    const ours = keptIn(row.courseId)
    if (!ours) return [foldOf(row, keptId)]
    const after = {
      // A hold that somebody put on the person holds on.
      suspendedAt: earliest(ours.suspendedAt, row.suspendedAt),
      completedAt: earliest(ours.completedAt, row.completedAt),
    }
    const { suspendedAt, completedAt } = ours
    marks.push({ id: ours.id, before: { suspendedAt, completedAt }, after })
    return [{ ...foldOf(ours, keptId), ...after }, foldOf(row, awayId)]
  })
  const opened = openedItems.flatMap(({ enrollmentId: from, itemId: item, operationId: operation, at }) => {
    const to = keptIn(theirs.find(({ id }) => id === from)?.courseId ?? 0)?.id
    const both = openedItems.some(row => row.enrollmentId === to && row.itemId === item)
    return to === undefined || to === from ? [] : [{ from, to, item, operation, at, both }]
  })
  const went = theirs.filter(({ courseId }) => !keptIn(courseId)).map(({ id }) => id)
  const merge = { enrollments: { moved: went, marks }, grants: { moved, revoked }, opened_items: opened }
  return { merge, grants, enrollments: written }
}

/** The group, link or other thing that gave it: such a thing gives somebody a course once. Empty: it was a call. */
function originOf({ source, originId, courseId }: Grant): string[] {
  return originId === null ? [] : [`${source} ${originId} ${courseId}`]
}

export function refolded<Row extends Folded>(row: Row, grants: readonly Grant[], now: Date): Row {
  return { ...row, ...findFold(row, grants, now) }
}

function earliest(one: Date | null, other: Date | null): Date | null {
  if (!one || !other) return one ?? other
  return one < other ? one : other
}
