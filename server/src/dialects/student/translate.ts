/** The student API's bodies into intents, and outcomes into its answers. Pure: no clock, no database, no HTTP. */
import { hasUnreadable, isBlank } from '../../lib/names.ts'
import { readPerson } from '../../lib/person.ts'
import { readReference } from '../../lib/reference.ts'
import { type NameFault, sortFields } from '../../lib/sent/sent-fields.ts'
import type { Call } from '../../provisioning/intents/call.ts'
import type { EnrollmentOutcome, ProvisionedOutcome } from '../../provisioning/intents/outcome.ts'
import type { Problem, ProblemCode } from '../../provisioning/intents/problem.ts'
import type { ProvisionIntent } from '../../provisioning/intents/provision.ts'
import type { Period } from '../../provisioning/rows/course.ts'
import { readFieldName } from './fields.ts'
import type { ProvisionAnswer } from './schema.ts'

const limits = { reference: 255, source: 100, courses: 50, courseName: 64, months: 120, faults: 50 }
/** What a caller sent: a JSON object, or a form whose repeated fields are arrays. */
export type Body = Readonly<Record<string, unknown>>

export interface Understood {
  readonly intent: ProvisionIntent
  /** The names of what means nothing here. */
  readonly ignored: readonly string[]
}

/**
 * The intent that a body asks for, with everything that is wrong with it in `problems`. No-code tools send numbers and
 * booleans as text, empty text for what they have not got, and lists joined by commas: all of that is understood. What is
 * in the address is not read, but said where it may have been meant.
 */
export function understand(sent: Body, call: Call, address: Body = {}): Understood {
  const { values: body, foreign, faults } = sortFields(sent, readFieldName)
  const problems = [...faults, ...faultsOf(address)].map(toProblem)
  const unsaid = new Set(problems.map(problem => problem.value))
  const reportOn =
    (field: string): Report =>
    (code, value = code === 'wrong_type' ? quotable(body[field]) : undefined) => {
      if (code !== 'required' || !unsaid.has(field)) problems.push({ code, field, value })
    }
  const text = (field: string, max: number) => readText(body[field], max, reportOn(field))
  const person = readPerson({ email: body.email, first_name: body.first_name, last_name: body.last_name }, [
    'email',
    'first_name',
  ])
  for (const { field, code, value } of person.faults) reportOn(field)(code, value)
  const intent: ProvisionIntent = {
    kind: 'provision',
    email: person.email ?? '',
    firstName: person.firstName ?? '',
    lastName: person.lastName || null,
    courses: readCourses(body.courses, reportOn('courses')),
    access: readMonths(body.tenure_months, reportOn('tenure_months')),
    reference: readText(readReference(body.external_ref), limits.reference, reportOn('external_ref')) || null,
    welcome: readSwitch(body.send_welcome_email, reportOn('send_welcome_email')) ?? true,
    call: { ...call, source: text('source', limits.source) || call.source },
    grantSource: 'api',
    problems,
  }
  return {
    intent: problems.length > limits.faults ? { ...intent, problems: problems.slice(0, limits.faults) } : intent,
    ignored: foreign,
  }
}

/** The answer to a call that went through. */
export function toAnswer(
  outcome: ProvisionedOutcome,
  ignored: readonly string[],
  linkUrl: (userId: number, linkId: number) => string,
): ProvisionAnswer {
  return {
    status: 'success',
    user_id: outcome.userId,
    created_user: outcome.result === 'created',
    already_provisioned: outcome.result === 'already_provisioned',
    enrollments: outcome.enrollments.map(toEnrollment),
    welcome_email_sent: outcome.mailQueued,
    ...(outcome.membershipSuspended && { membership_suspended: true }),
    set_password_url: outcome.passwordLinkId === null ? null : linkUrl(outcome.userId, outcome.passwordLinkId),
    ...(ignored.length > 0 && { ignored_fields: [...ignored] }),
  }
}

function toEnrollment(enrollment: EnrollmentOutcome): ProvisionAnswer['enrollments'][number] {
  return {
    course_type: enrollment.course,
    course_id: enrollment.courseId,
    enrollment_id: enrollment.enrollmentId,
    already_provisioned: enrollment.unchanged,
    status: enrollment.status,
    starts_at: enrollment.startsAt.toISOString(),
    expires_at: enrollment.endsAt?.toISOString() ?? null,
    ...(enrollment.skipped && { skipped_reason: enrollment.skipped }),
  }
}

const codes = { near: 'unknown_field', twice: 'doubled_field', inside: 'misplaced_field' } as const

function toProblem({ kind, sent, field }: NameFault): Problem {
  return { code: codes[kind], field: printable(sent), value: field }
}

function faultsOf(address: Body): NameFault[] {
  return Object.keys(address).flatMap(name => {
    const reading = readFieldName(name)
    if (reading.kind !== 'ours' && reading.kind !== 'near') return []
    const field = reading.kind === 'ours' ? reading.field : (reading.fields[0]?.name ?? name)
    return [{ kind: 'inside' as const, sent: `?${name}`, field }]
  })
}

type Report = (code: ProblemCode, value?: string | number) => void

/** Empty: absent, or wrong and reported. */
function readText(value: unknown, max: number, report: Report): string {
  if (isAbsent(value)) return ''
  if (typeof value !== 'string') return reported(report, 'wrong_type')
  if (isBlank(value)) return ''
  const text = value.trim().replace(/\s+/g, ' ')
  // As in every face: what is not seen in a text, or turns it around, is refused.
  if (hasUnreadable(text)) return reported(report, 'invalid_characters')
  // Counted in characters, as people and databases count, not in halves of an emoji.
  if (text.length > max && [...text].length > max) return reported(report, 'too_long', max)
  return text
}

function readCourses(value: unknown, report: Report): string[] {
  if (isAbsent(value)) return []
  const parts = typeof value === 'string' ? readList(value) : value
  if (!Array.isArray(parts) || !parts.every(part => typeof part === 'string')) {
    report('wrong_type')
    return []
  }
  const names = [...new Set(parts.flatMap(part => part.split(',')).map(name => name.trim()))].filter(
    name => name !== '',
  )
  if (names.length > limits.courses) {
    report('too_many', limits.courses)
    return []
  }
  const isPlausible = (name: string) => name.length <= limits.courseName && !/\p{C}/u.test(name)
  for (const name of names) if (!isPlausible(name)) report('unknown_course', printable(name))
  return names.filter(isPlausible)
}

/** A list that is written in JSON, as tools do where only text fits. */
function readList(text: string): unknown {
  try {
    return text.trimStart().startsWith('[') ? JSON.parse(text) : [text]
  } catch {
    return [text]
  }
}

/** Null: absent, or wrong and reported. Data tools write `6.0` where a cell of the column is blank. */
function readMonths(value: unknown, report: Report): Period | null {
  if (isAbsent(value) || value === '') return null
  const months =
    typeof value === 'string' && /^\s*\d{1,9}(?:[.,]0+)?\s*$/.test(value) ? Number.parseInt(value, 10) : value
  if (Number.isInteger(months) && (months as number) >= 1 && (months as number) <= limits.months)
    return { months: months as number, days: null, until: null }
  if (Number.isInteger(months)) report('out_of_range', limits.months)
  else report('wrong_type')
  return null
}

/** Null: absent, or wrong and reported. */
function readSwitch(value: unknown, report: Report): boolean | null {
  if (isAbsent(value) || value === '') return null
  const word = typeof value === 'object' ? '' : String(value).trim().toLowerCase()
  if (['true', '1', 'yes', 'on'].includes(word)) return true
  if (['false', '0', 'no', 'off'].includes(word)) return false
  report('wrong_type')
  return null
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null
}

function reported(report: Report, code: ProblemCode, value?: string | number): '' {
  report(code, value)
  return ''
}

function quotable(value: unknown): string | undefined {
  return typeof value === 'object' ? undefined : printable(String(value))
}

/** Fit to be quoted in an answer and kept in the log. */
export function printable(text: string): string {
  return text.slice(0, limits.courseName).toWellFormed().replace(/\p{C}/gu, '\ufffd')
}
