/** What can be asked about what somebody has already. */
import type { Period } from '../rows/course.ts'
import type { Call } from './call.ts'

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
  /** Revoke what came by this one alone. */
  readonly reference?: string | null
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

/** Take back whatever came by a reference, to whomever and by whichever call, and what comes by it later. */
export interface RefundIntent extends CameBy {
  readonly kind: 'refund'
  readonly call: Call
  readonly reference: string
  /** Names; empty: all of it. */
  readonly courses: readonly string[]
  readonly reason: string | null
  /** Whose seats go when fewer are free than are taken back; null: then it is refused. */
  readonly reclaim: 'newest' | 'oldest' | null
}

/** What came by a reference, and is there still: where to look, for it is only sure once it is locked. */
export interface CameBy {
  readonly orderId: number | null
  /** Of its team; null also when it is for none. */
  readonly orderTeamId: number | null
  readonly emails: readonly string[]
  readonly courseIds: readonly number[]
  /** That were given seats beside the order, or whose seats the people were given. */
  readonly teamIds: readonly number[]
  readonly claimIds: readonly number[]
  /** Who was brought into which group by it, and is there by nothing else. */
  readonly groupMembers: readonly { readonly groupId: number; readonly userId: number }[]
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
