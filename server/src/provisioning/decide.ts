/**
 * The rules: from intents and the rows they touch to a plan. Pure: time and ids come in, nothing else does. Intents are
 * taken in order, each one seeing what those before it did, so a set gives what its members one by one would give.
 */
import { changeEnrollment, endedBefore, enrol, enrollmentOutcome } from './decide-enrollment.ts'
import { addPerson } from './decide-person.ts'
import { type Circumstances, type Draft, openDraft } from './draft.ts'
import type { EnrollmentIntent, Intent, Outcome, Problem, ProvisionIntent, RecordIntent } from './intents.ts'
import type { Operation, Plan } from './plan.ts'
import { type Course, enrollmentKey, type Organization, type Snapshot } from './snapshot.ts'

/** The plan for a set of intents on the rows of `snapshot`; `plan.outcomes` answers them in their order. */
export function decide(intents: readonly Intent[], snapshot: Snapshot, circumstances: Circumstances): Plan {
  const draft = openDraft(snapshot, circumstances)
  const outcomes = intents.map(intent => decideOne(draft, intent))
  return { ...draft.changes(), outcomes }
}

/** How many ids `decide` takes at most: an account, its link, an operation, a mail; an enrollment and a grant a course. */
export function idsNeeded(intents: readonly Intent[]): number {
  return intents.reduce((sum, intent) => sum + 4 + (intent.kind === 'provision' ? 2 * intent.courses.length : 0), 0)
}

function decideOne(draft: Draft, intent: Intent): Outcome {
  switch (intent.kind) {
    case 'provision':
      return provision(draft, intent)
    case 'record':
      return record(draft, intent)
    default:
      return change(draft, intent)
  }
}

function provision(draft: Draft, intent: ProvisionIntent): Outcome {
  const organization = draft.organization(intent.call.organizationId)
  if (!organization?.provisioningEnabled || organization.suspendedAt) {
    return refuse(draft, intent, [{ code: 'organization_not_enabled', field: '' }])
  }
  const found = intent.courses.map(name => findCourse(draft, intent, organization, name))
  const courses = found.filter(isCourse)
  const problems = [...intent.problems, ...found.flatMap(one => (isCourse(one) ? [] : [one]))]
  if (problems.length > 0) return refuse(draft, intent, problems)

  const operationId = draft.newId()
  const person = addPerson(draft, intent, organization, operationId)
  const { userId } = person
  const enrollments = courses.map(course => enrol(draft, intent, { userId, course, organization, operationId }))
  const changed = person.created || person.joined || enrollments.some(enrollment => !enrollment.unchanged)
  const mailQueued = intent.welcome && changed
  if (changed) person.correctName()
  const mail = mailQueued ? 'welcome' : person.passwordEnded ? 'password_link' : null
  const passwordLinkId = person.passwordLink({ mailed: mail !== null })
  if (mail) draft.messages.push({ id: draft.newId(), kind: mail, userId, organizationId: organization.id, operationId })
  const result = person.created ? 'created' : changed ? 'reused' : 'already_provisioned'
  log(draft, intent, { id: operationId, userId, courses: intent.courses, result })
  return { result, operationId, userId, enrollments, mailQueued, passwordLinkId }
}

/** The course, or why it cannot be had. */
function findCourse(
  draft: Draft,
  intent: ProvisionIntent,
  { id, timeZone }: Organization,
  name: string,
): Course | Problem {
  const course = draft.course(id, name)
  if (!course || course.archivedAt) return { code: 'unknown_course', field: 'courses', value: name }
  const day = endedBefore(draft, intent, course, timeZone)
  return day === null ? course : { code: 'course_ended', field: 'courses', value: name, day }
}

function isCourse(found: Course | Problem): found is Course {
  return 'id' in found
}

function change(draft: Draft, intent: EnrollmentIntent): Outcome {
  const user = draft.users.get(intent.email)
  const course = draft.course(intent.call.organizationId, intent.course)
  const before = user && course && draft.enrollments.get(enrollmentKey(user.id, course.id))
  if (!before) return refuse(draft, intent, [{ code: 'unknown_enrollment', field: 'course', value: intent.course }])

  const operationId = draft.newId()
  const after = changeEnrollment(draft, intent, before, operationId)
  const result = after === before ? 'unchanged' : 'changed'
  log(draft, intent, { id: operationId, userId: user.id, courses: [course.name], result })
  return { result, operationId, enrollments: [enrollmentOutcome(draft, course, before, after)] }
}

function record(draft: Draft, intent: RecordIntent): Outcome {
  const { problems } = intent
  const operationId = draft.newId()
  const result = problems.length > 0 ? 'refused' : 'recorded'
  log(draft, intent, { id: operationId, userId: null, courses: [], result, problems })
  return result === 'refused' ? { result, operationId, problems } : { result, operationId }
}

function refuse(draft: Draft, intent: ProvisionIntent | EnrollmentIntent, problems: readonly Problem[]): Outcome {
  const operationId = draft.newId()
  const userId = draft.users.get(intent.email)?.id ?? null
  const courses = intent.kind === 'provision' ? intent.courses : [intent.course]
  log(draft, intent, { id: operationId, userId, courses, result: 'refused', problems })
  return { result: 'refused', operationId, problems }
}

type LogEntry = Pick<Operation, 'id' | 'userId' | 'courses' | 'result'> & Partial<Pick<Operation, 'problems'>>

function log(draft: Draft, intent: Intent, entry: LogEntry): void {
  draft.operations.push({
    problems: [],
    ...entry,
    kind: intent.kind === 'record' ? intent.operation : intent.kind,
    call: intent.call,
    reference: intent.kind === 'provision' ? intent.reference : null,
    email: intent.kind === 'record' ? null : intent.email,
  })
}
