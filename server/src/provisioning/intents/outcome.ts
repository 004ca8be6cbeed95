/** What the engine answers to each intent. */
import type { EnrollmentStatus } from '../../lib/states/enrollment-status.ts'
import type { Problem } from './problem.ts'
import type { Staying } from './undo.ts'

export interface EnrollmentOutcome {
  readonly course: string
  readonly courseId: number
  readonly enrollmentId: number
  /** Whether this intent left the enrollment as it was. */
  readonly unchanged: boolean
  /** `suspended` also where the membership is. */
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

/** What is answered to an intent of each kind that was done. */
interface DoneOfKinds {
  provision: ProvisionedOutcome
  record: RecordedOutcome
  suspend: ChangedOutcome
  resume: ChangedOutcome
  complete: ChangedOutcome
  extend: ChangedOutcome
  access_ended: ChangedOutcome
  revoke: ChangedOutcome
  revoke_grant: ChangedOutcome
  refund: ChangedOutcome | OrderedOutcome
  leave_team: ChangedOutcome
  change_team_role: ChangedOutcome
  move_team_member: ChangedOutcome
  archive_team: ChangedOutcome
  change_seats: ChangedOutcome
  move_seats: ChangedOutcome
  release_seat: ChangedOutcome
  leave_group: ChangedOutcome
  archive_group: ChangedOutcome
  attach_courses: ChangedOutcome
  detach_courses: ChangedOutcome
  set_courses: ChangedOutcome
  set_bundle_courses: ChangedOutcome
  leave_organization: ChangedOutcome
  change_role: ChangedOutcome
  resend_way_in: ChangedOutcome
  undo: UndoneOutcome
  merge_users: MergedOutcome
  undo_merge: MergedOutcome
  place_order: OrderedOutcome
  complete_order: OrderedOutcome
  cancel_order: OrderedOutcome
  fail_order: OrderedOutcome
  refund_order: OrderedOutcome
  invite: InvitationOutcome
  renew_invitation: InvitationOutcome
  withdraw_invitation: InvitationOutcome
  lapse_invitation: InvitationOutcome
  accept_invitation: InvitationOutcome
  follow_link: ChangedOutcome
  approve_join: ChangedOutcome
  decline_join: ChangedOutcome
}

export type IntentKind = keyof DoneOfKinds

/** What is answered to such an intent when it is done. */
export type DoneOf<Each extends { readonly kind: IntentKind }> = DoneOfKinds[Each['kind']]

export type OutcomeOf<Each extends { readonly kind: IntentKind }> = DoneOf<Each> | RefusedOutcome

export type DoneOutcome = DoneOfKinds[IntentKind]

export type Outcome = DoneOutcome | RefusedOutcome

export interface ProvisionedOutcome {
  readonly result: 'created' | 'reused' | 'already_provisioned'
  readonly operationId: number
  readonly userId: number
  /** The account's address of now, where the intent named it by one of before. */
  readonly email?: string
  readonly enrollments: readonly EnrollmentOutcome[]
  readonly mailQueued: boolean
  /** What the person has in the organization, what is given now too, is held back until the membership is resumed. */
  readonly membershipSuspended: boolean
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

export interface UndoneOutcome extends ChangedOutcome {
  readonly stays: readonly Staying[]
}

export interface MergedOutcome extends ChangedOutcome {
  /** The account that stays. */
  readonly kept: { readonly id: number; readonly email: string }
  /** The one that goes into it, or came back. */
  readonly away: { readonly id: number; readonly email: string }
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

export interface OrderedOutcome {
  readonly result: 'changed' | 'unchanged'
  readonly operationId: number
  readonly orderId: number
  readonly enrollments: readonly EnrollmentOutcome[]
  readonly seats: readonly SeatsOutcome[]
}

export interface InvitationOutcome {
  readonly result: 'changed' | 'unchanged'
  readonly operationId: number
  readonly invitationId: number
  readonly enrollments: readonly EnrollmentOutcome[]
  /** Of the person who accepts it, to set the password by; null: none is to be set. */
  readonly passwordLinkId: number | null
}
