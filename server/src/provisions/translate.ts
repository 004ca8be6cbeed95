/** `POST /api/provision`: from its body to an action, and from an outcome to its answer. */
import { normalizeEmail } from '../lib/email.ts'
import { readName } from '../lib/names.ts'
import { maxNameLength, readPerson } from '../lib/person.ts'
import { readMoment } from '../lib/read-moment.ts'
import { readReference } from '../lib/reference.ts'
import { tidy } from '../memberships/profile.ts'
import type { Action } from '../provisioning/actions/actions.ts'
import type { ProvisionedOutcome } from '../provisioning/intents/outcome.ts'
import type { Problem } from '../provisioning/intents/problem.ts'
import type { ProvisionExtras } from '../provisioning/intents/provision.ts'
import type { Provision, Provisioned } from './schema.ts'

interface Circumstances {
  /** By id or slug. Absent: the caller's own. */
  readonly organization?: number | string
  /** What guards the seats where the body has no reference. */
  readonly seatsReference?: string | null
  /** What is wrong with what the organization keeps about the person. */
  readonly ofProfile?: readonly Problem[]
}

export function toAction(
  body: Provision,
  { organization, seatsReference = null, ofProfile = [] }: Circumstances = {},
): Action<'provision'> {
  const { user } = body
  const reference = readReference(body.external_ref) ?? null
  const person = readPerson(user, ['email', 'first_name'])
  const faults: Problem[] = person.faults.map(fault => ({ ...fault, field: `user.${fault.field}` }))
  const groups = body.groups?.map((group, index) =>
    typeof group === 'string' ? readNeeded(`groups.${index}`, group, faults) : group,
  )
  const team = toTeam(body.team, faults)
  return {
    action: 'provision',
    organization,
    source: body.source,
    email: person.email ?? '',
    firstName: person.firstName ?? '',
    lastName: person.lastName,
    courses: [...new Set(body.courses)],
    access: body.access,
    reference,
    startsAt: body.starts_at === undefined ? undefined : readMoment(body.starts_at),
    welcome: body.send_welcome_email ?? true,
    problems: [...ofProfile, ...faults],
    products: [...new Set(body.products)],
    team,
    teamRole: body.team?.role,
    groups,
    seats: body.seats,
    seatsReference: reference ?? seatsReference,
    from: body.from,
    profile: ofProfile.length > 0 ? undefined : toProfile(user),
  }
}

function readNeeded(field: string, text: string, faults: Problem[]): string {
  const { text: name, fault } = readName(text, maxNameLength)
  if (fault) faults.push({ ...fault, field })
  else if (!name) faults.push({ code: 'required', field })
  return name ?? ''
}

function toTeam(team: Provision['team'], faults: Problem[]): ProvisionExtras['team'] | undefined {
  const name = team && 'name' in team && team.name !== undefined ? readNeeded('team.name', team.name, faults) : null
  switch (team?.strategy) {
    case 'specific':
      return { strategy: 'specific', team: team.id ?? name ?? '' }
    case 'auto':
      return { strategy: 'auto', name }
    case 'create':
      return { ...team, name: name ?? '' }
    default:
      return team
  }
}

function toProfile(user: Provision['user']): ProvisionExtras['profile'] | undefined {
  const { external_id = null, tags = null, custom_fields = null, locale = null } = tidy(user)
  if ([external_id, tags, custom_fields, locale].every(value => value === null)) return undefined
  return { externalId: external_id, tags, customFields: custom_fields, locale }
}

export function toAnswer(
  outcome: ProvisionedOutcome,
  { user }: Provision,
  linkTo: (userId: number, linkId: number) => string,
): Provisioned {
  return {
    result: outcome.result,
    operation_id: outcome.operationId,
    user: {
      id: outcome.userId,
      email: outcome.email ?? normalizeEmail(user.email) ?? user.email,
      created: outcome.result === 'created',
    },
    team: outcome.team,
    groups: [...outcome.groups],
    seats: outcome.seats.map(({ seatId, product, added, quantity, used }) => ({
      id: seatId,
      product,
      added,
      quantity,
      used,
      left: quantity - used,
    })),
    enrollments: outcome.enrollments.map(enrollment => ({
      course: enrollment.course,
      course_id: enrollment.courseId,
      enrollment_id: enrollment.enrollmentId,
      grant_id: enrollment.grantId,
      already_provisioned: enrollment.unchanged,
      status: enrollment.status,
      starts_at: enrollment.startsAt,
      ends_at: enrollment.endsAt,
      skipped_reason: enrollment.skipped,
    })),
    waiting_for: [...outcome.waitingFor],
    welcome_email_sent: outcome.mailQueued,
    membership_suspended: outcome.membershipSuspended,
    set_password_url: outcome.passwordLinkId === null ? null : linkTo(outcome.userId, outcome.passwordLinkId),
  }
}
