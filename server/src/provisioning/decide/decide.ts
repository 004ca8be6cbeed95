/**
 * The rules: from intents and the rows they touch to a plan. Pure: time and ids come in, nothing else does. Intents are
 * taken in order, each one seeing what those before it did, so a set gives what its members one by one would give.
 */
import { hasUnreadable } from '../../lib/names.ts'
import type { EnrollmentIntent, ExtendIntent, RevokeGrantIntent } from '../intents/enrollment.ts'
import type { CallSubject, Intent, IntentOf } from '../intents/intent.ts'
import type { DoneOf, DoneOutcome, IntentKind, Outcome } from '../intents/outcome.ts'
import type { Operation, Plan } from '../plan.ts'
import { enrollmentKey } from '../rows/keys.ts'
import type { Snapshot } from '../snapshot.ts'
import type { Decided } from './decided.ts'
import { type Circumstances, type Draft, openDraft } from './draft.ts'
import { changeEnrollment, enrollmentOutcome } from './enrollment.ts'
import { decideEvents } from './events.ts'
import { changeGroupCourses, changeGroupMember, endGroup } from './groups/group-changes.ts'
import { closeOrder, completeOrder, placeOrder } from './orders/order.ts'
import { refundOrder } from './orders/refund.ts'
import { refund } from './orders/refund-reference.ts'
import { leaveOrganization } from './people/leave.ts'
import { mergeUsers } from './people/merge.ts'
import { changeMemberRole, resendWayIn } from './people/person.ts'
import { provision } from './people/provision.ts'
import { undoMerge } from './people/undo-merge.ts'
import { setBundleCourses } from './seats/bundle.ts'
import { changeSeats, moveSeats, releaseSeat } from './seats/seat-changes.ts'
import { watchSeats } from './seats/seat-marks.ts'
import { releaseSpentClaims } from './seats/seats.ts'
import { archiveTeam, changeTeamMember, moveMember } from './teams/team-changes.ts'
import { undo } from './undo/undo.ts'
import { acceptInvitation, endInvitation, invite, renewInvitation } from './ways-in/invitation.ts'
import { decideJoin, followLink } from './ways-in/link.ts'

/**
 * The plan for a set of intents on the rows of `snapshot`; `plan.outcomes` answers them in their order. It may be interrupted
 * behind each of them.
 */
export function* decide(
  intents: readonly Intent[],
  snapshot: Snapshot,
  circumstances: Circumstances,
): Generator<void, Plan> {
  const draft = openDraft(snapshot, circumstances)
  const outcomes: Outcome[] = []
  for (const intent of intents) {
    outcomes.push(decideOne(draft, intent))
    yield
  }
  const isConnected = [...snapshot.organizations.values()].some(organization => organization.isConnected)
  const plan = { ...draft.plan(), outcomes, isConnected }
  return { ...plan, ...decideEvents(plan, snapshot, circumstances.newId) }
}

/** One operation, whatever becomes of it: what a refused intent began is taken back. */
function decideOne(draft: Draft, intent: Intent): Outcome {
  const operationId = draft.begin(intent.call.operationId)
  const mark = draft.mark()
  const noteMarks = watchSeats(draft)
  const decider = deciders[intent.kind] as Decider
  const decided = refuseInArchived(draft, intent, decider(draft, intent))
  const isRefused = 'problems' in decided
  if (isRefused) draft.takeBack(mark)
  const result = isRefused ? 'refused' : decided.result
  const problems = isRefused ? decided.problems : []
  const email = 'email' in intent ? intent.email : null
  const { userId = email === null ? null : (draft.users.get(email)?.id ?? null) } = isRefused ? {} : decided
  // Of two servers that note the same end, the second has nothing to tell.
  const isNote = intent.kind === 'access_ended' || intent.kind === 'lapse_invitation'
  if (!isNote || result === 'changed')
    log(draft, intent, { id: operationId, userId, email: email ?? aboutOf(intent).email ?? null, result, problems })
  if (isRefused) return { result: 'refused', operationId, problems }
  noteMarks(intent.call)
  return { ...decided, operationId }
}

/** What is only noted goes on: the time of what somebody has runs out there too. */
function refuseInArchived(draft: Draft, { kind, call }: Intent, decided: Decided<DoneOutcome>): Decided<DoneOutcome> {
  const isNoted = kind === 'record' || kind === 'access_ended' || kind === 'lapse_invitation'
  const { archivedAt } = draft.organization(call.organizationId) ?? {}
  if (isNoted || !archivedAt || 'problems' in decided) return decided
  return { problems: [{ code: 'organization_archived', field: '' }] }
}

type Decider<Kind extends IntentKind = IntentKind> = (
  draft: Draft,
  intent: IntentOf<Kind>,
) => Decided<DoneOf<{ readonly kind: Kind }>>

const deciders: { readonly [Kind in IntentKind]: Decider<Kind> } = {
  provision,
  record: (_, { problems }) => (problems.length > 0 ? { problems } : { result: 'recorded' }),
  suspend: change,
  resume: change,
  complete: change,
  extend: change,
  access_ended: change,
  revoke: change,
  revoke_grant: change,
  refund,
  leave_team: changeTeamMember,
  change_team_role: changeTeamMember,
  move_team_member: moveMember,
  archive_team: archiveTeam,
  change_seats: changeSeats,
  move_seats: moveSeats,
  release_seat: releaseSeat,
  leave_group: changeGroupMember,
  archive_group: endGroup,
  attach_courses: changeGroupCourses,
  detach_courses: changeGroupCourses,
  set_courses: changeGroupCourses,
  set_bundle_courses: setBundleCourses,
  leave_organization: leaveOrganization,
  change_role: changeMemberRole,
  resend_way_in: resendWayIn,
  undo,
  merge_users: mergeUsers,
  undo_merge: undoMerge,
  place_order: placeOrder,
  complete_order: completeOrder,
  cancel_order: closeOrder,
  fail_order: closeOrder,
  refund_order: refundOrder,
  invite,
  renew_invitation: renewInvitation,
  withdraw_invitation: endInvitation,
  lapse_invitation: endInvitation,
  accept_invitation: acceptInvitation,
  follow_link: followLink,
  approve_join: decideJoin,
  decline_join: decideJoin,
}

function change(draft: Draft, intent: EnrollmentIntent | ExtendIntent | RevokeGrantIntent): Decided {
  const user = draft.users.get(intent.email)
  const course = draft.course(intent.call.organizationId, intent.course)
  const before = user && course && draft.enrollments.get(enrollmentKey(user.id, course.id))
  if (!before) return { problems: [{ code: 'unknown_enrollment', field: 'course', value: intent.course }] }
  const after = changeEnrollment(draft, intent, before)
  if ('code' in after) return { problems: [after] }
  if (after !== before) releaseSpentClaims(draft, after)
  const enrollments = [enrollmentOutcome(draft, course, before, after)]
  return { result: after === before ? 'unchanged' : 'changed', userId: user.id, enrollments, seats: [] }
}

function aboutOf(intent: Intent): Partial<CallSubject> {
  return (intent.kind === 'record' && intent.about) || {}
}

/** Of whom is refused: nobody else knows them. */
function namesOf(intent: Intent) {
  const { firstName = null, lastName = null } = 'firstName' in intent ? intent : aboutOf(intent)
  return { firstName: toKept(firstName), lastName: toKept(lastName) }
}

function toKept(name: string | null): string | null {
  return name === null || name === '' || name.length > 300 || hasUnreadable(name) ? null : name
}

const nameless = { firstName: null, lastName: null }

type LogEntry = Pick<Operation, 'id' | 'userId' | 'email' | 'result' | 'problems'>

function log(draft: Draft, intent: Intent, entry: LogEntry): void {
  const { call } = intent
  const kind = intent.kind === 'record' ? intent.operation : intent.kind
  const { reference = null, courses: asked = [] } = aboutOf(intent)
  const courses = 'courses' in intent ? intent.courses : 'course' in intent ? [intent.course] : asked
  draft.operations.push({
    ...(entry.result === 'refused' ? namesOf(intent) : nameless),
    ...entry,
    kind,
    call,
    courses,
    reference: ('reference' in intent && intent.reference) || reference,
  })
}
