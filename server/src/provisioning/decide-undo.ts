/**
 * Undoing an operation: the grants it made are revoked and those it revoked stand again; seats it added go, claims it made
 * are released and those it released are given back; whom and what it added to teams and groups leaves them. What leans on
 * it, such as a claim on a seat that it added, is to be undone first.
 */
import type { Decided } from './decide.ts'
import { changeEnrollment, refold, revokeGrants } from './decide-enrollment.ts'
import { isRefunded } from './decide-refund.ts'
import {
  addSeats,
  countSeats,
  getProduct,
  isReserved,
  releaseClaims,
  restoreClaim,
  standingClaims,
} from './decide-seats.ts'
import { findMember, joinTeam } from './decide-team.ts'
import type { Draft } from './draft.ts'
import type { LostPlace, Problem, UndoIntent } from './intents.ts'
import { type Claim, type Grant, type Seat, undoReference } from './snapshot.ts'

export function undo(draft: Draft, intent: UndoIntent, operationId: number): Decided {
  const { target, call } = intent
  const before = draft.mark()
  takeBackAccess(draft, target.id, operationId)
  takeBackPlaces(draft, target.id, operationId)
  const problems = [
    ...bringBack(draft, intent, operationId),
    ...takeBackSeats(draft, target.id, operationId),
    ...giveBack(draft, target.id),
  ]
  if (problems.length > 0) return { problems }
  holdOrLetGo(draft, target, call, operationId)
  const result = draft.mark() === before ? 'unchanged' : 'changed'
  return { result, userId: null, enrollments: [], seats: [] }
}

/** Claims first: whoever waits for a seat is served with it, as always. */
function takeBackAccess(draft: Draft, target: number, operationId: number): void {
  const claims = draft.claims.all().filter(claim => claim.operationId === target && !claim.releasedAt)
  releaseClaims(draft, claims, 'undone', operationId)
  const grants = draft.grants.all().filter(grant => grant.operationId === target)
  revokeGrants(draft, grants, 'undone', operationId)
}

/** With a note of each: it comes back when the undoing is undone. */
function takeBackPlaces(draft: Draft, target: number, operationId: number): void {
  const note = (kind: string, objectId: number, before: object) =>
    draft.recordChange({ operationId, kind, objectId, before, after: null })
  const isMade = (row: { operationId: number | null }) => row.operationId === target
  for (const row of draft.teamMembers.all().filter(isMade)) {
    draft.teamMembers.remove(row)
    note('team_member', row.userId, { user: row.userId, team: row.teamId, role: row.role })
  }
  for (const row of draft.groupMembers.all().filter(isMade)) {
    draft.groupMembers.remove(row)
    note('group_member', row.userId, { user: row.userId, group: row.groupId })
  }
  for (const row of draft.groupCourses.all().filter(isMade)) {
    draft.groupCourses.remove(row)
    note('group_course', row.courseId, { group: row.groupId, course: draft.courseById(row.courseId)?.name })
  }
}

function takeBackSeats(draft: Draft, target: number, operationId: number): Problem[] {
  const added = draft.seatEntries.all().filter(entry => entry.operationId === target)
  const isUndone = draft.seatEntries.all().some(entry => entry.reference === undoReference(target))
  if (isUndone) return []
  return added.flatMap(({ seatId, quantity }) => {
    const seat = draft.seats.all().find(({ id }) => id === seatId)
    if (!seat) return []
    const count = countSeats(draft, seat)
    if (count.quantity - quantity < count.used) return laterClaims(draft, seat, target)
    const entry = { quantity: -quantity, reference: undoReference(target), orderLineId: null, operationId }
    const product = getProduct(draft, seat.productId)
    addSeats(draft, { id: seat.teamId }, product, entry)
    return []
  })
}

function laterClaims(draft: Draft, seat: Seat, target: number): Problem[] {
  const claims = standingClaims(draft, seat).filter(claim => claim.operationId > target)
  const last = claims.at(-1)?.operationId ?? target
  return [{ code: 'later_operation', field: 'operation', value: last }]
}

/** What it took: grants stand again, and seats are held again, as far as they are free. */
function giveBack(draft: Draft, target: number): Problem[] {
  const problems: Problem[] = []
  for (const claim of draft.claims.all().filter(({ releasedOperationId }) => releasedOperationId === target)) {
    const wasKept = isReserved({ ...claim, releasedAt: null })
    const seat = draft.seats.all().find(({ id }) => id === claim.seatId)
    if (!seat || (wasKept && !isAwaited(draft, claim))) continue
    const other = standingClaims(draft, seat).find(({ userId }) => userId === claim.userId)
    if (other && wasKept) continue
    if (other) problems.push({ code: 'later_operation', field: 'operation', value: other.operationId })
    else if (!wasKept && !findMember(draft, seat.teamId, claim.userId))
      problems.push({ code: 'left_team', field: 'operation', value: seat.teamId })
    else if (!restoreClaim(draft, claim)) problems.push(...laterClaims(draft, seat, target))
  }
  const taken = draft.grants.all().filter(({ revokedOperationId }) => revokedOperationId === target)
  for (const grant of taken.filter(grant => !isRefunded(draft, grant))) {
    problems.push(...whatStandsAgainst(draft, grant, target))
    draft.grants.replace(grant, { ...grant, revokedAt: null, revokedReason: null, revokedOperationId: null })
    refold(draft, grant.userId, grant.courseId)
  }
  return problems
}

/** What a place gave needs the person in that place, which a later operation may have changed. */
function whatStandsAgainst(
  draft: Draft,
  { userId, organizationId, source, originId }: Grant,
  target: number,
): Problem[] {
  if (!isMember(draft, userId, organizationId)) return [problem('left_organization', userId)]
  const origin = originId ?? 0
  if (source === 'group') return isInGroup(draft, origin, userId) ? [] : [problem('left_group', origin)]
  if (source !== 'seat') return []
  const claim = draft.claims.all().find(({ id }) => id === origin)
  if (!claim) return [problem('place_gone', `seat ${origin}`)]
  if (!claim.releasedAt || claim.releasedOperationId === target) return []
  return [problem('later_operation', claim.releasedOperationId ?? 0)]
}

function problem(code: Problem['code'], value: string | number): Problem {
  return { code, field: 'operation', value }
}

function isMember(draft: Draft, userId: number, organizationId: number): boolean {
  return draft.memberships.get(userId).some(row => row.organizationId === organizationId)
}

function isInGroup(draft: Draft, groupId: number, userId: number): boolean {
  return draft.groupMembers.get(groupId).some(row => row.userId === userId)
}

/** Whether the invitation that it was kept for can still be accepted. */
function isAwaited(draft: Draft, { userId, invitationId }: Claim): boolean {
  const invitation = draft.invitations.get(userId).find(({ id }) => id === invitationId)
  return Boolean(invitation && !invitation.acceptedAt && !invitation.withdrawnAt && !invitation.lapsedAt)
}

/** A hold is lifted, and one that was lifted taken up again. */
function holdOrLetGo(draft: Draft, target: UndoIntent['target'], call: UndoIntent['call'], operationId: number): void {
  if (target.kind !== 'suspend' && target.kind !== 'resume') return
  const kind = target.kind === 'suspend' ? 'resume' : 'suspend'
  for (const enrollment of draft.enrollments.all())
    changeEnrollment(draft, { kind, call, email: '', course: '', reason: null }, enrollment, operationId)
}

/** Who and what left comes back, and roles are again what they were; nobody to a place that is gone, or from outside. */
function bringBack(draft: Draft, { call, lost }: UndoIntent, operationId: number): Problem[] {
  const organization = draft.organization(call.organizationId)
  if (!organization) return []
  const { id: organizationId, path } = organization
  for (const place of lost)
    if (place.kind === 'membership' && !isMember(draft, place.userId, organizationId)) {
      const { userId, role } = place
      draft.memberships.add({ userId, organizationId, path, role, operationId, invitedAt: null })
    }
  return lost.flatMap(place => {
    const isOutside = place.kind !== 'group_course' && !isMember(draft, place.userId, organizationId)
    if (isOutside) return [problem('left_organization', place.userId)]
    if (place.kind === 'membership') return []
    if (place.kind !== 'team_member') return bringBackToGroup(draft, place, organizationId, operationId)
    const { teamId, userId, stayed } = place
    if (!draft.teams.get(organizationId).some(({ id }) => id === teamId))
      return [problem('place_gone', `team ${teamId}`)]
    if (stayed && !findMember(draft, teamId, userId)) return [problem('left_team', teamId)]
    joinTeam(draft, { id: teamId }, { ...place, operationId })
    return []
  })
}

function bringBackToGroup(
  draft: Draft,
  place: Extract<LostPlace, { groupId: number }>,
  organizationId: number,
  operationId: number,
): Problem[] {
  const { groupId } = place
  if (!draft.groups.get(organizationId).some(({ id }) => id === groupId))
    return [problem('place_gone', `group ${groupId}`)]
  if (place.kind === 'group_member') {
    const { userId } = place
    if (!isInGroup(draft, groupId, userId)) draft.groupMembers.add({ groupId, userId, operationId })
  } else {
    const { courseId } = place
    const isThere = draft.groupCourses.get(groupId).some(row => row.courseId === courseId)
    if (!isThere) draft.groupCourses.add({ groupId, courseId, operationId })
  }
  return []
}
