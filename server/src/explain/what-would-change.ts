/** How somebody stands to a course, and what would have to happen for that to change: facts in, plain sentences out. */
import type { EnrollmentStatus } from '../lib/states/enrollment-status.ts'
import { momentInWords } from './words.ts'

export interface Situation {
  readonly email: string
  /** Name, or the email where there is none. */
  readonly person: string
  /** Whether the organization knows the person at all. */
  readonly isKnown: boolean
  readonly course: { readonly name: string; readonly displayName: string; readonly isArchived: boolean }
  readonly organization: {
    readonly slug: string
    readonly timeZone: string
    /** It, or one above it. */
    readonly isSuspended: boolean
    readonly provisioningEnabled: boolean
  }
  /** Null: the person never had the course. */
  readonly enrollment: {
    readonly id: number
    readonly status: EnrollmentStatus
    readonly startsAt: Date
    readonly endsAt: Date | null
    readonly hasEnded: boolean
    /** By itself, or with all that the organization gives. */
    readonly suspendedAt: Date | null
    readonly isHeld: boolean
    readonly membershipSuspended: boolean
  } | null
  /** Of all its grants: they have been answered. */
  readonly references: readonly string[]
  /** Places that are kept for the person, or that the person waits for. */
  readonly waits: readonly {
    readonly kind: 'waitlist' | 'invitation'
    readonly team: string
    readonly product: string
  }[]
}

/** Something that would change it: the sentence is for who calls, and a screen may have words of its own for the code. */
export interface Way {
  readonly code: (typeof codes)[number]
  readonly sentence: string
}

export const codes = [
  ...(['provision', 'provision_again', 'extend', 'extend_before_end', 'extend_too', 'resume', 'revoke'] as const),
  'membership_is_resumed',
  ...(['begins_by_itself', 'seat_comes_free', 'invitation_is_accepted'] as const),
  ...(['organization_is_suspended', 'provisioning_is_off', 'course_is_archived'] as const),
] as const

type Enrollment = NonNullable<Situation['enrollment']>

/** One sentence: whether the person has the course, and until when or since when not. */
export function summarize({ person, email, isKnown, course, organization, enrollment }: Situation): string {
  const words = (moment: Date) => momentInWords(moment, organization.timeZone)
  const { displayName: name } = course
  if (!isKnown) return `Nobody with the email ${email} is known here.`
  if (!enrollment) return `${person} was never given ${name}.`
  const { startsAt, endsAt, hasEnded, suspendedAt } = enrollment
  const until = endsAt ? `until ${words(endsAt)}` : 'without an end'
  switch (enrollment.status) {
    case 'active':
      return `${person} has ${name} ${until}.`
    case 'completed': {
      const left = hasEnded && endsAt ? `access ended on ${words(endsAt)}` : `access runs on, ${until}`
      return `${person} is through with ${name}: ${left}.`
    }
    case 'upcoming':
      return `${person} does not have ${name} yet: access begins on ${words(startsAt)}.`
    case 'expired':
      return `${person} does not have ${name} any more: access ended on ${words(endsAt as Date)}.`
    case 'suspended':
      return `${person} cannot use ${name}: the access is held since ${words(suspendedAt as Date)}.`
    case 'revoked':
      return `${person} does not have ${name} any more: it was taken back.`
  }
}

/** What would give the person the course, or take it away; what stands in the way of it comes last. */
export function whatWouldChange(situation: Situation): Way[] {
  const { enrollment } = situation
  if (!enrollment)
    return [...situation.waits.map(wait => endOfWaiting(situation, wait)), give(situation), ...obstacles(situation)]
  switch (enrollment.status) {
    case 'upcoming':
      return [
        { code: 'begins_by_itself', sentence: 'Nothing needs to be done: access begins by itself.' },
        takeAway(enrollment),
      ]
    case 'suspended':
      return [
        ...(enrollment.membershipSuspended ? [resumeMembership(situation)] : []),
        ...(enrollment.isHeld ? [resume(enrollment)] : []),
        ...(enrollment.hasEnded ? [extend(enrollment, 'extend_too', 'Its time is over as well. ')] : []),
      ]
    case 'revoked':
      return [giveAgain(situation), ...obstacles(situation)]
    case 'expired':
      return [extend(enrollment), giveAgain(situation), ...obstacles(situation)]
    case 'active':
    case 'completed':
      if (enrollment.hasEnded) return [extend(enrollment), giveAgain(situation), ...obstacles(situation)]
      return [
        ...(enrollment.endsAt ? [extend(enrollment, 'extend_before_end', 'It ends by itself. ')] : []),
        takeAway(enrollment),
      ]
  }
}

/**
 * The same for who looks after teams: what is to be waited for, and how to take away what `seats` of theirs alone give, by
 * the names of the teams.
 */
export function whatWouldChangeWithin(situation: Situation, seats: readonly string[]): Way[] {
  return whatWouldChange(situation).flatMap(way => {
    if (way.code === 'revoke') return seats.length > 0 ? takeBack(seats) : []
    return toWaitFor.includes(way.code) ? way : []
  })
}

const toWaitFor: readonly Way['code'][] = ['begins_by_itself', 'seat_comes_free', 'invitation_is_accepted']

function takeBack(seats: readonly string[]): Way {
  const teams = [...new Set(seats)].join(' and ')
  return {
    code: 'revoke',
    sentence: `To take it away, take back the seat of the team ${teams}: DELETE /api/seats/{id}/claims/{user}.`,
  }
}

function resume({ id }: Enrollment): Way {
  return {
    code: 'resume',
    sentence: `Resume it: POST /api/enrollments/${id}/resume. Until then a provision leaves it as it is.`,
  }
}

function resumeMembership({ person, organization: { slug } }: Situation): Way {
  return {
    code: 'membership_is_resumed',
    sentence: `The membership of ${person} in ${slug} is suspended: resume it by PATCH /api/memberships/${slug}/{user}. What is given until then is held back.`,
  }
}

function give({ email, course }: Situation): Way {
  return { code: 'provision', sentence: `Provision ${email} with the course ${course.name}: POST /api/provision.` }
}

function giveAgain(situation: Situation): Way {
  const { references } = situation
  const known = references.slice(0, 5).join(', ') + (references.length > 5 ? ' and others' : '')
  const repeat = references.length > 0 ? ` One that came before (${known}) changes nothing when it comes again.` : ''
  return { code: 'provision_again', sentence: `${give(situation).sentence} With a new reference.${repeat}` }
}

function extend({ id }: Enrollment, code: Way['code'] = 'extend', before = ''): Way {
  return { code, sentence: `${before}Extend it: POST /api/enrollments/${id}/extend.` }
}

function takeAway({ id }: Enrollment): Way {
  return {
    code: 'revoke',
    sentence: `To take it away, revoke it whole (POST /api/enrollments/${id}/revoke), or grant by grant (POST /api/grants/{id}/revoke).`,
  }
}

function endOfWaiting({ person }: Situation, { kind, team, product }: Situation['waits'][number]): Way {
  if (kind === 'waitlist')
    return {
      code: 'seat_comes_free',
      sentence: `A seat of the team ${team} for ${product} that is free: ${person} is on the waitlist.`,
    }
  return {
    code: 'invitation_is_accepted',
    sentence: `${person} takes up the invitation to the team ${team}: a seat for ${product} is kept until then.`,
  }
}

function obstacles({ course, organization }: Situation): Way[] {
  const { slug, isSuspended, provisioningEnabled } = organization
  const above = `But ${slug}, or an organization above it, is suspended: it is to be resumed first.`
  const off = `But provisioning is switched off for ${slug}: it is to be switched on first.`
  const archived = `But ${course.name} is archived: nobody is given it any more.`
  return [
    ...(isSuspended ? [{ code: 'organization_is_suspended', sentence: above } as const] : []),
    ...(provisioningEnabled ? [] : [{ code: 'provisioning_is_off', sentence: off } as const]),
    ...(course.isArchived ? [{ code: 'course_is_archived', sentence: archived } as const] : []),
  ]
}
