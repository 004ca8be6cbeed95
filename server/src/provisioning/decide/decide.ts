/**
 * The rules: from intents and the rows they touch to a plan. Pure: time and ids come in, nothing else does. Intents are
 * taken in order, each one seeing what those before it did, so a set gives what its members one by one would give.
 */
import type { EnrollmentIntent, ExtendIntent, RevokeGrantIntent } from '../intents/enrollment.ts'
import type { Intent, RecordIntent } from '../intents/intent.ts'
import type { InvitationOutcome } from '../intents/invitation.ts'
import type { OrderedOutcome } from '../intents/order.ts'
import type { ChangedOutcome, Outcome, ProvisionedOutcome } from '../intents/outcome.ts'
import type { Problem } from '../intents/problem.ts'
import type { Operation, Plan } from '../plan.ts'
import { enrollmentKey, type Snapshot } from '../snapshot.ts'
import { archiveTeam } from './archive-team.ts'
import { setBundleCourses } from './bundle.ts'
import { type Circumstances, type Draft, openDraft } from './draft.ts'
import { changeEnrollment, enrollmentOutcome } from './enrollment.ts'
import { decideEvents } from './events.ts'
import { changeGroupCourses, changeGroupMember, endGroup } from './group-changes.ts'
import { acceptInvitation, endInvitation, invite, renewInvitation } from './invitation.ts'
import { leaveOrganization } from './leave.ts'
import { decideJoin, followLink } from './link.ts'
import { mergeUsers } from './merge.ts'
import { moveMember } from './move.ts'
import { closeOrder, completeOrder, placeOrder } from './order.ts'
import { resendWayIn } from './person.ts'
import { provision } from './provision.ts'
import { refundOrder } from './refund.ts'
import { refund } from './refund-reference.ts'
import { changeSeats, moveSeats, releaseSeat } from './seat-changes.ts'
import { watchSeats } from './seat-marks.ts'
import { releaseSpentClaims } from './seats.ts'
import { changeTeamMember } from './team-member.ts'
import { undo } from './undo.ts'
import { undoMerge } from './undo-merge.ts'

/** The plan for a set of intents on the rows of `snapshot`; `plan.outcomes` answers them in their order. */
export function decide(intents: readonly Intent[], snapshot: Snapshot, circumstances: Circumstances): Plan {
  const draft = openDraft(snapshot, circumstances)
  const outcomes = intents.map(intent => decideOne(draft, intent))
  const plan = { ...draft.changes(), outcomes }
  return { ...plan, ...decideEvents(plan, snapshot, circumstances.newId) }
}

/** What became of an intent, before it is logged. */
export type Decided =
  | Omit<ProvisionedOutcome, 'operationId'>
  | (Omit<ChangedOutcome, 'operationId'> & { readonly userId: number | null })
  | (Omit<OrderedOutcome, 'operationId'> & { readonly userId: number | null })
  | (Omit<InvitationOutcome, 'operationId'> & { readonly userId: number })
  | { readonly result: 'recorded' }
  | { readonly problems: readonly Problem[] }

/** One operation, whatever becomes of it: what a refused intent began is taken back. */
function decideOne(draft: Draft, intent: Intent): Outcome {
  const operationId = draft.newId()
  const mark = draft.mark()
  const noteMarks = watchSeats(draft)
  const decided = refuseInArchived(draft, intent, decideIntent(draft, intent, operationId))
  const isRefused = 'problems' in decided
  if (isRefused) draft.takeBack(mark)
  const result = isRefused ? 'refused' : decided.result
  const problems = isRefused ? decided.problems : []
  const email = 'email' in intent ? intent.email : null
  const userId = 'userId' in decided ? decided.userId : email === null ? null : (draft.users.get(email)?.id ?? null)
  // Of two servers that note the same end, the second has nothing to tell.
  const isNote = intent.kind === 'access_ended' || intent.kind === 'lapse_invitation'
  if (!isNote || result === 'changed')
    log(draft, intent, { id: operationId, userId, email: email ?? aboutOf(intent).email ?? null, result, problems })
  if (isRefused) return { result: 'refused', operationId, problems }
  noteMarks(intent.call)
  return { ...decided, operationId }
}

/** What is only noted goes on: the time of what somebody has runs out there too. */
function refuseInArchived(draft: Draft, { kind, call }: Intent, decided: Decided): Decided {
  const isNoted = kind === 'record' || kind === 'access_ended' || kind === 'lapse_invitation'
  const { archivedAt } = draft.organization(call.organizationId) ?? {}
  if (isNoted || !archivedAt || 'problems' in decided) return decided
  return { problems: [{ code: 'organization_archived', field: '' }] }
}

function decideIntent(draft: Draft, intent: Intent, operationId: number): Decided {
  switch (intent.kind) {
    case 'provision':
      return provision(draft, intent, operationId)
    case 'record':
      return intent.problems.length > 0 ? { problems: intent.problems } : { result: 'recorded' }
    case 'suspend':
    case 'resume':
    case 'complete':
    case 'extend':
    case 'access_ended':
    case 'revoke':
    case 'revoke_grant':
      return change(draft, intent, operationId)
    case 'refund':
      return refund(draft, intent, operationId)
    case 'leave_team':
    case 'change_team_role':
      return changeTeamMember(draft, intent, operationId)
    case 'archive_team':
      return archiveTeam(draft, intent, operationId)
    case 'move_team_member':
      return moveMember(draft, intent, operationId)
    case 'change_seats':
      return changeSeats(draft, intent, operationId)
    case 'move_seats':
      return moveSeats(draft, intent, operationId)
    case 'release_seat':
      return releaseSeat(draft, intent, operationId)
    case 'leave_group':
      return changeGroupMember(draft, intent, operationId)
    case 'archive_group':
      return endGroup(draft, intent, operationId)
    case 'attach_courses':
    case 'detach_courses':
    case 'set_courses':
      return changeGroupCourses(draft, intent, operationId)
    case 'set_bundle_courses':
      return setBundleCourses(draft, intent, operationId)
    case 'leave_organization':
      return leaveOrganization(draft, intent, operationId)
    case 'place_order':
      return placeOrder(draft, intent, operationId)
    case 'complete_order':
      return completeOrder(draft, intent, operationId)
    case 'cancel_order':
    case 'fail_order':
      return closeOrder(draft, intent, operationId)
    case 'refund_order':
      return refundOrder(draft, intent, operationId)
    case 'invite':
      return invite(draft, intent, operationId)
    case 'renew_invitation':
      return renewInvitation(draft, intent, operationId)
    case 'withdraw_invitation':
    case 'lapse_invitation':
      return endInvitation(draft, intent, operationId)
    case 'accept_invitation':
      return acceptInvitation(draft, intent, operationId)
    case 'follow_link':
      return followLink(draft, intent, operationId)
    case 'approve_join':
    case 'decline_join':
      return decideJoin(draft, intent, operationId)
    case 'resend_way_in':
      return resendWayIn(draft, intent, operationId)
    case 'undo':
      return undo(draft, intent, operationId)
    case 'merge_users':
      return mergeUsers(draft, intent, operationId)
    case 'undo_merge':
      return undoMerge(draft, intent, operationId)
  }
}

function change(
  draft: Draft,
  intent: EnrollmentIntent | ExtendIntent | RevokeGrantIntent,
  operationId: number,
): Decided {
  const user = draft.users.get(intent.email)
  const course = draft.course(intent.call.organizationId, intent.course)
  const before = user && course && draft.enrollments.get(enrollmentKey(user.id, course.id))
  if (!before) return { problems: [{ code: 'unknown_enrollment', field: 'course', value: intent.course }] }
  const after = changeEnrollment(draft, intent, before, operationId)
  if ('code' in after) return { problems: [after] }
  if (after !== before) releaseSpentClaims(draft, after, operationId)
  const enrollments = [enrollmentOutcome(draft, course, before, after)]
  return { result: after === before ? 'unchanged' : 'changed', userId: user.id, enrollments, seats: [] }
}

function aboutOf(intent: Intent): Partial<NonNullable<RecordIntent['about']>> {
  return (intent.kind === 'record' && intent.about) || {}
}

type LogEntry = Pick<Operation, 'id' | 'userId' | 'email' | 'result' | 'problems'>

function log(draft: Draft, intent: Intent, entry: LogEntry): void {
  const { call } = intent
  const kind = intent.kind === 'record' ? intent.operation : intent.kind
  const { reference = null, courses: asked = [] } = aboutOf(intent)
  const courses = 'courses' in intent ? intent.courses : 'course' in intent ? [intent.course] : asked
  draft.operations.push({
    ...entry,
    kind,
    call,
    courses,
    reference: ('reference' in intent && intent.reference) || reference,
  })
}
