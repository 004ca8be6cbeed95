/** What can be asked of the engine about an operation that was done. */
import type { Permission } from '../../lib/roles/permissions.ts'
import type { Call } from './call.ts'

/** Take back what it gave, added and allocated, and give back what it took. */
export interface UndoIntent {
  readonly kind: 'undo'
  readonly call: Call
  /** The operation to undo; what follows is what it touched: that never changes. */
  readonly target: { readonly id: number }
  readonly emails: readonly string[]
  readonly teamIds: readonly number[]
  readonly groupIds: readonly number[]
  readonly courseIds: readonly number[]
  /** What it made of things whose rows do not say what was before. */
  readonly deeds: readonly Deed[]
  /** Whom it brought back into the organization, where it is an undoing itself. */
  readonly members: readonly number[]
  /** What cannot be taken back, to be answered. */
  readonly stays: readonly Staying[]
  /** What the caller may do directly. Absent: everything. */
  readonly allowed?: {
    readonly permissions: ReadonlySet<Permission>
    /** Roles that are not the caller's to give or to take. */
    readonly rolesBeyond: readonly string[]
    /** The caller's organization: the one at hand, or one above it. */
    readonly home: number
  }
}

export const stayingKinds = ['user', 'message', 'invitation', 'membership'] as const

/** Something that stays as the operation made it. */
export interface Staying {
  readonly kind: (typeof stayingKinds)[number]
  readonly id: number
  readonly because: 'in_use' | 'mailed' | 'mailed_in_vain' | 'accepted' | 'withdrawn' | 'member'
}

/** What is to be done instead, where something is not undone. */
export const remedyCodes = [
  ...(['refund_order', 'cancel_order', 'place_order', 'extend_enrollment', 'end_invitation', 'invite_again'] as const),
  ...([
    'send_invitation_again',
    'make_team',
    'set_courses',
    'give_place',
    'give_again',
    'undo_above',
    'nothing',
  ] as const),
] as const
export type RemedyCode = (typeof remedyCodes)[number]

/** `became` null: it is gone. `later`: the last operation after it that changed the same thing. */
export type Deed =
  | {
      readonly kind: 'team_member'
      readonly teamId: number
      readonly userId: number
      readonly role: string
      readonly became: string | null
      readonly later: number | null
    }
  | {
      readonly kind: 'membership'
      readonly userId: number
      readonly role: string
      readonly became: string | null
      readonly later: number | null
    }
  | { readonly kind: 'group_member'; readonly groupId: number; readonly userId: number }
  | { readonly kind: 'group_course'; readonly groupId: number; readonly courseId: number }
  | { readonly kind: 'group'; readonly groupId: number; readonly name: string; readonly did: 'archived' | 'restored' }
  | {
      readonly kind: 'enrollment'
      readonly userId: number
      readonly courseId: number
      readonly before: EnrollmentMarks
      readonly after: EnrollmentMarks
      readonly later: number | null
    }
  | { readonly kind: 'opened_item'; readonly enrollmentId: number; readonly itemId: number }
  | {
      readonly kind: 'invitation'
      readonly invitationId: number
      readonly did: 'invited' | 'accepted' | 'withdrawn'
      readonly later: number | null
    }
  /** It undid it: by whom each was undone before and after, if by anybody. */
  | { readonly kind: 'operation'; readonly id: number; readonly before: number | null; readonly after: number | null }
  /** Of these it gave back what had been taken. */
  | { readonly kind: 'grant' | 'claim'; readonly id: number }

export interface EnrollmentMarks {
  readonly suspendedAt: Date | null
  readonly completedAt: Date | null
}
