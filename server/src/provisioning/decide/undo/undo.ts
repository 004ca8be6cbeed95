/**
 * Undoing an operation: the grants it made are revoked and those it revoked stand again; seats it added go, claims it made
 * are released and those it released are given back; whom and what it added to teams and groups leaves them. What leans on
 * it, such as a claim on a seat that it added, is to be undone first.
 */
import type { UndoneOutcome } from '../../intents/outcome.ts'
import type { Problem } from '../../intents/problem.ts'
import type { Deed, UndoIntent } from '../../intents/undo.ts'
import { enrollmentKey } from '../../rows/keys.ts'
import type { Grant } from '../../rows/person.ts'
import type { Claim } from '../../rows/place.ts'
import type { Decided } from '../decided.ts'
import type { Draft } from '../draft.ts'
import { markEnrollment, refold, revokeGrants } from '../enrollment.ts'
import { findGroupMember } from '../groups/group.ts'
import { cameByRefundedLine } from '../orders/refund.ts'
import { findMembership } from '../people/person.ts'
import { endClaim, isReserved, restoreClaim, standingClaims } from '../seats/seats.ts'
import { findMember } from '../teams/team.ts'
import { takeBackInvitations } from './undo-invitations.ts'
import { whatIsNotAllowed } from './undo-permissions.ts'
import { bringBack, takeBackPlaces } from './undo-places.ts'
import { leaning, standsAgainst } from './undo-problems.ts'
import { laterClaims, seatWaiting, takeBackSeats } from './undo-seats.ts'

export function undo(draft: Draft, intent: UndoIntent): Decided<UndoneOutcome> {
  const { target, stays } = intent
  const before = draft.mark()
  const accepted = takeBackInvitations(draft, intent)
  if (accepted.length > 0) return { problems: accepted }
  takeBackAccess(draft, intent)
  takeBackPlaces(draft, intent)
  const gone = bringBack(draft, intent)
  if (gone.length > 0) return { problems: gone }
  const problems = [
    ...takeBackSeats(draft, target.id),
    ...giveBack(draft, target.id),
    ...intent.deeds.flatMap(deed => (deed.kind === 'enrollment' ? unmark(draft, deed) : [])),
  ]
  if (problems.length > 0) return { problems }
  seatWaiting(draft)
  const organization = draft.organization(intent.call.organizationId)
  const forbidden = organization ? whatIsNotAllowed(draft, intent, organization) : []
  if (forbidden.length > 0) return { problems: forbidden }
  const result = draft.mark() === before ? 'unchanged' : 'changed'
  if (result === 'changed') noteUndone(draft, intent)
  return { result, userId: null, enrollments: [], seats: [], stays }
}

/** The log itself never changes: that an operation is undone is noted beside it. What this one had undone stands again. */
function noteUndone(draft: Draft, { target, deeds }: UndoIntent): void {
  const note = (objectId: number, before: number | null, after: number | null) => {
    const change = { before: { undone_by: before }, after: { undone_by: after } }
    draft.recordChange({ kind: 'operation', objectId, ...change })
  }
  note(target.id, null, draft.operationId())
  for (const one of deeds) if (one.kind === 'operation') note(one.id, one.after, one.before)
}

/** What it made, and what it gave back. */
function takeBackAccess(draft: Draft, { target, deeds }: UndoIntent): void {
  const given = (kind: Deed['kind']) => new Set(deeds.flatMap(one => (one.kind === kind && 'id' in one ? one.id : [])))
  const [claimIds, grantIds] = [given('claim'), given('grant')]
  const isOf = (row: Claim | Grant, ids: ReadonlySet<number>) => row.operationId === target.id || ids.has(row.id)
  const claims = draft.claims.all().filter(claim => !claim.releasedAt && isOf(claim, claimIds))
  for (const claim of claims) endClaim(draft, claim, 'undone')
  const grants = draft.grants.all().filter(grant => isOf(grant, grantIds))
  revokeGrants(draft, grants, 'undone')
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
    if (other) problems.push(leaning(other.operationId))
    else if (!wasKept && !findMember(draft, seat.teamId, claim.userId))
      problems.push(standsAgainst('left_team', seat.teamId))
    else if (!restoreClaim(draft, claim)) problems.push(...laterClaims(draft, seat, target))
  }
  const taken = draft.grants.all().filter(({ revokedOperationId }) => revokedOperationId === target)
  for (const grant of taken.filter(grant => !cameByRefundedLine(draft, grant))) {
    problems.push(...whatStandsAgainst(draft, grant, target))
    draft.grants.replace(grant, { ...grant, revokedAt: null, revokedReason: null, revokedOperationId: null })
    const shown = (revokedAt: Date | null) => ({ user: grant.userId, course_id: grant.courseId, revoked_at: revokedAt })
    const change = { before: shown(grant.revokedAt), after: shown(null) }
    draft.recordChange({ kind: 'grant', objectId: grant.id, ...change })
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
  if (!findMembership(draft, userId, organizationId)) return [standsAgainst('left_organization', userId)]
  const origin = originId ?? 0
  if (source === 'group') return findGroupMember(draft, origin, userId) ? [] : [standsAgainst('left_group', origin)]
  if (source !== 'seat') return []
  const claim = draft.claims.all().find(({ id }) => id === origin)
  if (!claim) return [standsAgainst('place_gone', `seat ${origin}`)]
  if (!claim.releasedAt || claim.releasedOperationId === target) return []
  return [leaning(claim.releasedOperationId ?? 0)]
}

/** Whether the invitation that it was kept for can still be accepted. */
function isAwaited(draft: Draft, { userId, invitationId }: Claim): boolean {
  const invitation = draft.invitations.get(userId).find(({ id }) => id === invitationId)
  return Boolean(invitation && !invitation.acceptedAt && !invitation.withdrawnAt && !invitation.lapsedAt)
}

/** A hold or a completion is again what it was; one of another moment is somebody else's. */
function unmark(draft: Draft, deed: Extract<Deed, { kind: 'enrollment' }>): Problem[] {
  const { before, after, later } = deed
  return (['suspendedAt', 'completedAt'] as const).flatMap(mark => {
    const stored = draft.enrollments.get(enrollmentKey(deed.userId, deed.courseId))
    const isThere = !stored || Boolean(stored[mark]) === Boolean(before[mark])
    if (isThere || Boolean(before[mark]) === Boolean(after[mark])) return []
    if (stored[mark]?.getTime() !== after[mark]?.getTime()) return [leaning(later ?? 0)]
    markEnrollment(draft, stored, { [mark]: before[mark] })
    return []
  })
}
