/**
 * The second account is there again with its own, also with what became of it since: a grant that was revoked meanwhile comes back
 * revoked. What the kept one was given after the merge stays with it.
 */
import type { UndoMergeIntent } from '../../intents/merge.ts'
import type { MergedOutcome } from '../../intents/outcome.ts'
import type { Enrollment } from '../../rows/person.ts'
import type { Decided } from '../decided.ts'
import type { Draft } from '../draft.ts'
import { accountsOf, refolded, sumUp } from './merge.ts'
import { isOwn, standingOf } from './standing.ts'

export function undoMerge(draft: Draft, intent: UndoMergeIntent): Decided<MergedOutcome> {
  const { merge, email, homeId, target, keptId, awayId } = intent
  const { merging } = draft
  const kept = draft.users.get(email)
  const unchanged = { result: 'unchanged', ...accountsOf(intent), enrollments: [], seats: [] } as const
  if (!kept || !merging.aliases.some(({ id, of }) => id === awayId && of === keptId)) return unchanged
  if (homeId !== null && !isOwn({ id: homeId }, kept, standingOf(draft, kept.id)))
    return { problems: [{ code: 'shared_account', field: 'user', value: email }] }
  const restored = merging.claims.filter(
    ({ id, releasedOperationId }) => merge.claims.released.includes(id) && releasedOperationId === target.id,
  )
  if (restored.some(({ isFree }) => !isFree)) return { problems: [{ code: 'no_seats_left', field: 'with' }] }

  const [moved, revoked] = [new Set(merge.grants.moved), new Set(merge.grants.revoked)]
  const stands = { revokedAt: null, revokedReason: null, revokedOperationId: null }
  const all = draft.grants.all().map(grant => ({
    ...grant,
    ...(moved.has(grant.id) && { userId: awayId }),
    ...(revoked.has(grant.id) && grant.revokedOperationId === target.id && stands),
  }))
  const grants = all.filter(({ id }) => moved.has(id) || revoked.has(id))
  const stored = draft.enrollments.all()
  const courses = new Set(grants.map(({ courseId }) => courseId))
  const enrollments: Enrollment[] = []
  const newEnrollments: Enrollment[] = []
  for (const courseId of courses) {
    const ofCourse = (userId: number) => all.filter(grant => grant.userId === userId && grant.courseId === courseId)
    const rowOf = (userId: number) => stored.find(row => row.userId === userId && row.courseId === courseId)
    const [ours, theirs] = [rowOf(keptId), rowOf(awayId)]
    const fold = (row: Enrollment, userId: number) => ({ ...refolded(row, ofCourse(userId), draft.now), userId })
    if (theirs) enrollments.push(fold(theirs, awayId))
    if (!ours) continue
    if (!theirs && ofCourse(keptId).length === 0) enrollments.push(fold(ours, awayId))
    else {
      enrollments.push({ ...fold(ours, keptId), ...marksBefore(merge, ours) })
      // The kept one was given the course too since: each has an enrollment of its own.
      if (!theirs) newEnrollments.push({ ...fold(ours, awayId), id: draft.newId() })
    }
  }
  const { moved: went, removed: gone } = merge.memberships
  const more = { parted_from: { id: keptId } }
  const told = [...went, ...gone.map(row => row.organization_id as number)].map(organization => ({
    organization,
    more,
  }))
  const step = {
    does: 'undo',
    operationId: draft.operationId(),
    merge,
    told,
    restoredClaims: restored.map(({ id }) => id),
  } as const
  draft.merges.push({ ...step, enrollments, newEnrollments, grants })
  const before = sumUp(merge, { kept, away: { id: awayId, email: intent.emails[0] } })
  draft.recordChange({ kind: 'merge', objectId: awayId, before, after: null })
  const note = { before: { undone_by: null }, after: { undone_by: draft.operationId() } }
  draft.recordChange({ kind: 'operation', objectId: target.id, ...note })
  return { ...unchanged, result: 'changed' }
}

/** A mark that is still the one that came of the merge is what it was before. */
function marksBefore({ enrollments }: UndoMergeIntent['merge'], row: Enrollment) {
  const marks = enrollments.marks.find(({ id }) => id === row.id)
  const back = (mark: 'suspendedAt' | 'completedAt') =>
    marks && timeOf(row[mark]) === timeOf(marks.after[mark]) ? dateOf(marks.before[mark]) : row[mark]
  return { suspendedAt: back('suspendedAt'), completedAt: back('completedAt') }
}

/** The record went through JSON. */
function dateOf(moment: Date | string | null): Date | null {
  return moment === null ? null : new Date(moment)
}

function timeOf(moment: Date | string | null): number | null {
  return dateOf(moment)?.getTime() ?? null
}
