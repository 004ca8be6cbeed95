import type { Call, Outcome, Problem } from './intents.ts'
import type { Enrollment, Grant, Membership, User } from './snapshot.ts'

/** What is to be written for a set of intents, and the answer to each, in their order. A value: it can be shown, or applied. */
export interface Plan {
  readonly now: Date
  readonly newUsers: readonly User[]
  readonly changedUsers: readonly User[]
  /** Those of the changed users who had a password: it ends, and so do their sessions. */
  readonly endedPasswords: readonly User[]
  readonly newMemberships: readonly Membership[]
  readonly newEnrollments: readonly Enrollment[]
  readonly changedEnrollments: readonly Enrollment[]
  readonly newGrants: readonly Grant[]
  readonly revokedGrants: readonly Grant[]
  readonly operations: readonly Operation[]
  readonly messages: readonly Message[]
  readonly outcomes: readonly Outcome[]
}

export interface Operation {
  readonly id: number
  readonly kind: string
  readonly call: Call
  readonly reference: string | null
  readonly email: string | null
  readonly userId: number | null
  readonly courses: readonly string[]
  readonly result: Outcome['result']
  readonly problems: readonly Problem[]
}

export interface Message {
  readonly id: number
  readonly kind: 'welcome' | 'password_link'
  readonly userId: number
  readonly organizationId: number
  readonly operationId: number
}
