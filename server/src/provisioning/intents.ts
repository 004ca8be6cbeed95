/**
 * What can be asked of the engine, and what it answers. Every face (an API, a file, the command line) turns its input
 * into intents; one intent makes one operation in the provisioning log, whatever became of it.
 */
import type { EnrollmentStatus } from '../lib/enrollment-status.ts'
import type { InvitationOutcome, WayInIntent } from './invitation-intents.ts'
import type {
  OrderedOutcome,
  OrderIntent,
  OrderProblemCode,
  PlaceOrderIntent,
  RefundOrderIntent,
} from './order-intents.ts'
import type {
  ArchiveGroupIntent,
  ArchiveTeamIntent,
  BundleIntent,
  GroupCoursesIntent,
  GroupMemberIntent,
  MoveMemberIntent,
  MoveSeatsIntent,
  ReleaseIntent,
  SeatsIntent,
  TeamChoice,
  TeamMemberIntent,
} from './place-intents.ts'
import type { Period } from './snapshot.ts'
import type { UndoIntent } from './undo-intent.ts'

/** Who asked. A key that is not ours is an actor too: it is logged by the prefix it showed. */
export type Actor =
  | { readonly kind: 'apiKey'; readonly id: number; readonly prefix: string }
  | { readonly kind: 'unknownKey'; readonly prefix: string }
  /** `impersonatorId`: who acted as the person. */
  | { readonly kind: 'user'; readonly id: number; readonly impersonatorId?: number }
  | { readonly kind: 'system' }

/** The circumstances of one thing that was asked; they become its operation. */
export interface Call {
  readonly actor: Actor
  /** The organization it acts in; null when the caller could not be placed. */
  readonly organizationId: number | null
  /** The caller's own label, such as `pabbly`. */
  readonly source: string | null
  readonly ip: string | null
  /** When it came in: durations are counted from here. */
  readonly receivedAt: Date
}

/** Something wrong with what was asked. Faces put it into words; `value` is what they may quote. */
export interface Problem {
  readonly code: ProblemCode
  /** The field in the caller's own words; empty when it is the whole that is wrong. */
  readonly field: string
  readonly value?: string | number
  /** The day it is about, as the organization's calendar has it: `2026-06-30`. */
  readonly day?: string
}

export type ProblemCode = CallProblemCode | DomainProblemCode

/** What can be wrong with any call. */
export type CallProblemCode =
  | 'required'
  | 'wrong_type'
  | 'malformed'
  | 'invalid_characters'
  | 'too_long'
  | 'out_of_range'
  | 'too_many'
  | 'unknown_course'
  | 'course_ended'
  | 'unknown_enrollment'
  | 'organization_not_enabled'
  | 'not_permitted'
  | 'invalid_key'
  | 'unreadable_body'
  | 'body_too_large'
  | 'unsupported_media_type'
  | 'unknown_path'
  | 'method_not_allowed'

/** What only calls that speak of teams, seats and groups can meet. */
export type DomainProblemCode =
  | OrderProblemCode
  | 'unknown_product'
  | 'unknown_team'
  | 'unknown_group'
  | 'unknown_user'
  | 'already_activated'
  | 'no_way_in_mailed'
  | 'no_team'
  | 'team_name_taken'
  | 'external_id_taken'
  | 'no_seats'
  | 'no_seats_left'
  | 'seats_in_use'
  | 'team_in_use'
  | 'reference_required'
  | 'same_team'
  | 'changed_meanwhile'
  | 'unknown_grant'
  | 'enrollment_revoked'
  | 'not_longer'
  | 'already_invited'
  | 'invitation_over'
  | 'link_over'
  | 'link_used_up'
  | 'domain_not_allowed'
  | 'join_decided'
  | 'later_operation'
  | 'left_team'
  | 'left_group'
  | 'left_organization'
  | 'place_gone'
  | 'group_name_taken'

export const grantSources = ['api', 'import', 'person', 'seat', 'group', 'order', 'link', 'invitation'] as const
export type GrantSource = (typeof grantSources)[number]

/** Make sure that a person has an account, a membership and these courses. */
export interface ProvisionIntent extends Partial<ProvisionExtras> {
  readonly kind: 'provision'
  readonly call: Call
  /** Normalized (lib/email.ts). */
  readonly email: string
  /** Empty: not said. */
  readonly firstName: string
  /** Null: not said. */
  readonly lastName: string | null
  /** Course names, without repeats. Empty: a bare member. */
  readonly courses: readonly string[]
  /** Length of access in place of the rule of what is given. */
  readonly access: Period | null
  /** The caller's reference: the same one again, for the same person and course, changes nothing. */
  readonly reference: string | null
  /** When access begins; absent: now. */
  readonly startsAt?: Date
  /** Whether a mail goes out when something changed. */
  readonly welcome: boolean
  /** By what way its grants come. */
  readonly grantSource: GrantSource
  /** What the face already found wrong. With any, the intent is refused; the engine adds what it finds itself. */
  readonly problems: readonly Problem[]
}

/** What only some faces know of. */
export interface ProvisionExtras {
  readonly products: readonly string[]
  /** The link, invitation or order line that the grants come from. */
  readonly originId: number
  readonly team: TeamChoice
  readonly teamRole: string
  /** Roles in the team that are not the caller's to change. */
  readonly rolesBeyond: readonly string[]
  /** By id or name; a name that is no group's yet makes one. */
  readonly groups: readonly (number | string)[]
  /** Added to the team's allocation. */
  readonly seats: readonly { readonly product: string; readonly quantity: number }[]
  /** What guards the seats against being added twice. */
  readonly seatsReference: string | null
  /** Whether one of each of the team's seats is taken. */
  readonly everySeat: boolean
  /** Only from the team's seats, or only directly; absent: from the seats where the team has them. */
  readonly from: 'seats' | 'direct'
  readonly profile: {
    readonly externalId: string | null
    readonly tags: readonly string[] | null
    readonly customFields: Readonly<Record<string, unknown>> | null
    readonly locale: string | null
  }
}

/**
 * Take up, or lift, a hold on one enrollment; note that its learner is through, or that its time is over; or revoke every
 * grant that stands behind it.
 */
export interface EnrollmentIntent {
  readonly kind: 'suspend' | 'resume' | 'complete' | 'access_ended' | 'revoke'
  readonly call: Call
  readonly email: string
  readonly course: string
  readonly reason: string | null
}

/** Add time to an enrollment: from its end, or, when it is over, from now. The same reference again adds nothing. */
export interface ExtendIntent {
  readonly kind: 'extend'
  readonly call: Call
  readonly email: string
  readonly course: string
  readonly period: Period
  readonly reference: string | null
}

/** Take back one reason for one enrollment, which becomes what is left. */
export interface RevokeGrantIntent {
  readonly kind: 'revoke_grant'
  readonly call: Call
  readonly email: string
  readonly course: string
  readonly grantId: number
  readonly reason: string | null
}

/** Only log that something was asked (a ping, a list, a call with a bad key) and how it ended. */
export interface RecordIntent {
  readonly kind: 'record'
  readonly call: Call
  readonly operation: string
  readonly problems: readonly Problem[]
}

/** Mail somebody who has not come in yet a new way in. */
export interface ResendIntent {
  readonly kind: 'resend_way_in'
  readonly call: Call
  readonly email: string
}

/** Everything that came from an organization goes: teams, groups, seats, access; the account stays. */
export interface LeaveOrganizationIntent {
  readonly kind: 'leave_organization'
  readonly call: Call
  readonly email: string
  /** The person's groups there, and the courses that were given there. */
  readonly groupIds: readonly number[]
  readonly courseIds: readonly number[]
  /** Roles, there and in its teams, that are not the caller's to take from anybody. */
  readonly rolesBeyond?: readonly string[]
}

export type Intent =
  | ProvisionIntent
  | EnrollmentIntent
  | ExtendIntent
  | RevokeGrantIntent
  | RecordIntent
  | TeamMemberIntent
  | MoveMemberIntent
  | ArchiveTeamIntent
  | SeatsIntent
  | MoveSeatsIntent
  | ReleaseIntent
  | GroupMemberIntent
  | ArchiveGroupIntent
  | GroupCoursesIntent
  | BundleIntent
  | UndoIntent
  | WayInIntent
  | PlaceOrderIntent
  | OrderIntent
  | RefundOrderIntent
  | LeaveOrganizationIntent
  | ResendIntent

export interface EnrollmentOutcome {
  readonly course: string
  readonly courseId: number
  readonly enrollmentId: number
  /** Whether this intent left the enrollment as it was. */
  readonly unchanged: boolean
  readonly status: EnrollmentStatus
  readonly startsAt: Date
  /** Null: for ever. */
  readonly endsAt: Date | null
  readonly skipped: 'suspended' | null
  /** The grant that this intent made, or that answered it before; null when it made none. */
  readonly grantId: number | null
}

export interface SeatsOutcome {
  readonly seatId: number
  readonly teamId: number
  readonly product: string
  readonly added: number
  readonly quantity: number
  readonly used: number
}

export type Outcome =
  | ProvisionedOutcome
  | ChangedOutcome
  | OrderedOutcome
  | InvitationOutcome
  | RecordedOutcome
  | RefusedOutcome

export interface ProvisionedOutcome {
  readonly result: 'created' | 'reused' | 'already_provisioned'
  readonly operationId: number
  readonly userId: number
  readonly enrollments: readonly EnrollmentOutcome[]
  readonly mailQueued: boolean
  /** The live set-password link that the caller may see; null once there is a password, or when the account is not the caller's alone. */
  readonly passwordLinkId: number | null
  readonly team: {
    readonly id: number
    readonly name: string
    readonly created: boolean
    readonly joined: boolean
  } | null
  readonly groups: readonly {
    readonly id: number
    readonly name: string
    readonly created: boolean
    readonly joined: boolean
  }[]
  readonly seats: readonly SeatsOutcome[]
  /** Products of which no seat was left: the person waits for one. */
  readonly waitingFor: readonly string[]
}

export interface ChangedOutcome {
  readonly result: 'changed' | 'unchanged'
  readonly operationId: number
  readonly enrollments: readonly EnrollmentOutcome[]
  readonly seats: readonly SeatsOutcome[]
}

export interface RecordedOutcome {
  readonly result: 'recorded'
  readonly operationId: number
}

export interface RefusedOutcome {
  readonly result: 'refused'
  readonly operationId: number
  readonly problems: readonly Problem[]
}
