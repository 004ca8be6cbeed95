/** A person, and what they have. */
import type { GrantSource } from '../intents/provision.ts'
import type { Period, RenewalPolicy } from './course.ts'

export interface User {
  readonly id: number
  readonly email: string
  readonly firstName: string
  readonly lastName: string
  /** Whether the person has chosen a password by a link that was mailed. */
  readonly emailVerified: boolean
  readonly passwordSetAt: Date | null
  readonly passwordLinkId: number | null
  readonly passwordLinkExpiresAt: Date | null
  /** The operation that made it. */
  readonly operationId: number | null
}

export interface Membership {
  readonly userId: number
  readonly organizationId: number
  /** The path of its organization. */
  readonly path: readonly number[]
  readonly role: string
  readonly operationId: number | null
  /** Since when the person is invited and has not accepted: until then it opens nothing. Null: a member. */
  readonly invitedAt: Date | null
  /** Since when what the person has in the organization is held back. Null: it is not. */
  readonly suspendedAt: Date | null
}

export interface Grant extends Period {
  readonly id: number
  readonly userId: number
  readonly courseId: number
  readonly organizationId: number
  readonly operationId: number
  readonly source: GrantSource
  readonly reference: string | null
  readonly startsAt: Date
  readonly timeZone: string
  readonly renewal: RenewalPolicy
  /** The claim, group, order line, link or invitation it came from; null: a call itself. */
  readonly originId: number | null
  readonly revokedAt: Date | null
  readonly revokedReason: string | null
  readonly revokedOperationId: number | null
}

/** That what came by a reference was refunded, or one course of it: what comes by it later gives nothing. */
export interface Refund {
  readonly organizationId: number
  readonly reference: string
  /** Null: all of it. */
  readonly courseId: number | null
  readonly reason: string | null
  readonly operationId: number
}

export interface Enrollment {
  readonly id: number
  readonly userId: number
  readonly courseId: number
  readonly startsAt: Date
  /** Null: for ever. */
  readonly endsAt: Date | null
  readonly revokedAt: Date | null
  readonly suspendedAt: Date | null
  readonly completedAt: Date | null
  /** When it was last noted in the log that its time was over. */
  readonly endNotedAt: Date | null
}

/** An item of a course, opened for one learner. */
export interface OpenedItem {
  readonly enrollmentId: number
  readonly itemId: number
  readonly operationId: number | null
}
