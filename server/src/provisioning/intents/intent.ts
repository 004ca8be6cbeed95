/**
 * What can be asked of the engine. Every face (an API, a file, the command line) turns its input into intents; one intent makes
 * one operation in the provisioning log, whatever became of it.
 */
import type { OperationKind } from '../../lib/operation-kinds.ts'
import type { Call } from './call.ts'
import type { EnrollmentIntent, ExtendIntent, RefundIntent, RevokeGrantIntent } from './enrollment.ts'
import type { WayInIntent } from './invitation.ts'
import type { MergeIntent, UndoMergeIntent } from './merge.ts'
import type { OrderIntent, PlaceOrderIntent, RefundOrderIntent } from './order.ts'
import type {
  ArchiveGroupIntent,
  ArchiveTeamIntent,
  BundleIntent,
  GroupCoursesIntent,
  GroupMemberIntent,
  LeaveOrganizationIntent,
  MemberRoleIntent,
  MoveMemberIntent,
  MoveSeatsIntent,
  ReleaseIntent,
  SeatsIntent,
  TeamMemberIntent,
} from './place.ts'
import type { Problem } from './problem.ts'
import type { ProvisionIntent, ResendIntent } from './provision.ts'
import type { UndoIntent } from './undo.ts'

/** Only log that something was asked (a ping, a list, a call with a bad key) and how it ended. */
export interface RecordIntent {
  readonly kind: 'record'
  readonly call: Call
  readonly operation: OperationKind
  readonly problems: readonly Problem[]
  /** Whom and what a refused call was about, for who looks after it. */
  readonly about?: CallSubject
}

/** As far as a call says it, and it can be kept. */
export interface CallSubject {
  readonly email: string | null
  readonly firstName: string | null
  readonly lastName: string | null
  readonly reference: string | null
  readonly courses: readonly string[]
}

export type Intent =
  | ProvisionIntent
  | EnrollmentIntent
  | ExtendIntent
  | RevokeGrantIntent
  | RefundIntent
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
  | MemberRoleIntent
  | ResendIntent
  | MergeIntent
  | UndoMergeIntent

export type IntentOf<Kind extends Intent['kind'], Each = Intent> = Each extends { readonly kind: infer Own }
  ? Kind extends Own
    ? Each
    : never
  : never
