/**
 * What can be asked of the engine, and what it answers. Every face (an API, a file, the command line) turns its input
 * into intents; one intent makes one operation in the provisioning log, whatever became of it.
 */
import type { EnrollmentStatus } from '../lib/enrollment-status.ts'

/** Who asked. A key that is not ours is an actor too: it is logged by the prefix it showed. */
export type Actor =
  | { readonly kind: 'apiKey'; readonly id: number; readonly prefix: string }
  | { readonly kind: 'unknownKey'; readonly prefix: string }
  | { readonly kind: 'user'; readonly id: number }
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

export type ProblemCode =
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
  | 'invalid_key'
  | 'unreadable_body'
  | 'body_too_large'
  | 'unsupported_media_type'
  | 'unknown_path'
  | 'method_not_allowed'

export type GrantSource = 'api' | 'import' | 'person'

/** Make sure that a person has an account, a membership and these courses. */
export interface ProvisionIntent {
  readonly kind: 'provision'
  readonly call: Call
  /** Normalized (lib/email.ts). */
  readonly email: string
  readonly firstName: string
  /** Null: not said. */
  readonly lastName: string | null
  /** Course names, without repeats. Empty: a bare member. */
  readonly courses: readonly string[]
  /** Length of access in months in place of the course's own rule. */
  readonly months: number | null
  /** The caller's reference: the same one again, for the same person and course, changes nothing. */
  readonly reference: string | null
  /** Whether a mail goes out when something changed. */
  readonly welcome: boolean
  /** By what way its grants come. */
  readonly grantSource: GrantSource
  /** What the face already found wrong. With any, the intent is refused; the engine adds what it finds itself. */
  readonly problems: readonly Problem[]
}

/** Take up, or lift, a hold on one enrollment; or revoke every grant that stands behind it. */
export interface EnrollmentIntent {
  readonly kind: 'suspend' | 'resume' | 'revoke'
  readonly call: Call
  readonly email: string
  readonly course: string
  readonly reason: string | null
}

/** Only log that something was asked (a ping, a list, a call with a bad key) and how it ended. */
export interface RecordIntent {
  readonly kind: 'record'
  readonly call: Call
  readonly operation: string
  readonly problems: readonly Problem[]
}

export type Intent = ProvisionIntent | EnrollmentIntent | RecordIntent

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
}

export type Outcome = ProvisionedOutcome | ChangedOutcome | RecordedOutcome | RefusedOutcome

export interface ProvisionedOutcome {
  readonly result: 'created' | 'reused' | 'already_provisioned'
  readonly operationId: number
  readonly userId: number
  readonly enrollments: readonly EnrollmentOutcome[]
  readonly mailQueued: boolean
  /** The live set-password link that the caller may see; null once there is a password, or when the account is not the caller's alone. */
  readonly passwordLinkId: number | null
}

export interface ChangedOutcome {
  readonly result: 'changed' | 'unchanged'
  readonly operationId: number
  readonly enrollments: readonly EnrollmentOutcome[]
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
