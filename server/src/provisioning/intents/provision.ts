/** What can be asked for a person, and how it comes. */
import type { Period } from '../rows/course.ts'
import type { Call } from './call.ts'
import type { TeamChoice } from './place.ts'
import type { Problem } from './problem.ts'

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

/** Mail somebody who has not come in yet a new way in. */
export interface ResendIntent {
  readonly kind: 'resend_way_in'
  readonly call: Call
  readonly email: string
}
