/** The rows that a set of intents touches, as `load` reads them and `decide` reasons about them. */
import type { GrantSource } from './intents.ts'

export interface Organization {
  readonly id: number
  /** Ids from the root of the tree down to this one. */
  readonly path: readonly number[]
  readonly timeZone: string
  readonly provisioningEnabled: boolean
  /** Since when it, or an organization above it, is suspended. */
  readonly suspendedAt: Date | null
}

/** How long access lasts: months or days from the start, until a moment, or (all null) for ever. */
export interface Period {
  readonly months: number | null
  readonly days: number | null
  readonly until: Date | null
}

export type RenewalPolicy = 'extend' | 'longest' | 'replace'

export interface Course extends Period {
  readonly id: number
  readonly organizationId: number
  readonly name: string
  readonly renewal: RenewalPolicy
  readonly archivedAt: Date | null
}

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
  readonly revokedAt: Date | null
  readonly revokedReason: string | null
  readonly revokedOperationId: number | null
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
}

export interface Snapshot {
  readonly organizations: ReadonlyMap<number, Organization>
  /** By organization and name (`courseKey`). */
  readonly courses: ReadonlyMap<string, Course>
  /** By email. */
  readonly users: ReadonlyMap<string, User>
  /** By user. */
  readonly memberships: ReadonlyMap<number, readonly Membership[]>
  /** By user and course (`enrollmentKey`). */
  readonly enrollments: ReadonlyMap<string, Enrollment>
  /** By user and course (`enrollmentKey`). */
  readonly grants: ReadonlyMap<string, readonly Grant[]>
}

export const courseKey = (organizationId: number, name: string) => `${organizationId}/${name}`
export const enrollmentKey = (userId: number, courseId: number) => `${userId}/${courseId}`
