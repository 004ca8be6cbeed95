import type { EventType } from '../lib/event-types.ts'
import type { Call } from './intents/call.ts'
import type { Outcome } from './intents/outcome.ts'
import type { Problem } from './intents/problem.ts'
import type { Product } from './rows/course.ts'
import type { MergeStep } from './rows/merge.ts'
import type { CreditEntry, Order, OrderLine } from './rows/order.ts'
import type { Enrollment, Grant, Membership, OpenedItem, Refund, User } from './rows/person.ts'
import type {
  Claim,
  Group,
  GroupCourse,
  GroupMember,
  Seat,
  SeatCount,
  SeatEntry,
  SeatWaiter,
  Team,
  TeamMember,
} from './rows/place.ts'
import type { Invitation, LinkJoin } from './rows/way-in.ts'

/** What is to be written for a set of intents, and the answer to each, in their order. A value: it can be shown, or applied. */
export interface Plan {
  readonly now: Date
  readonly newUsers: readonly User[]
  readonly changedUsers: readonly User[]
  /** Those of the changed users who had a password: it ends, and so do their sessions. */
  readonly endedPasswords: readonly User[]
  readonly newMemberships: readonly Membership[]
  /** Whoever was invited came in. */
  readonly changedMemberships: readonly Membership[]
  readonly removedMemberships: readonly Membership[]
  readonly newEnrollments: readonly Enrollment[]
  readonly changedEnrollments: readonly Enrollment[]
  readonly newGrants: readonly Grant[]
  /** Revoked, or, where a revocation is undone, standing again. */
  readonly changedGrants: readonly Grant[]
  readonly newRefunds: readonly Refund[]
  /** Their courses. */
  readonly changedProducts: readonly Product[]
  readonly newTeams: readonly Team[]
  readonly archivedTeams: readonly Team[]
  readonly newTeamMembers: readonly TeamMember[]
  readonly changedTeamMembers: readonly TeamMember[]
  readonly removedTeamMembers: readonly TeamMember[]
  readonly newSeats: readonly Seat[]
  /** Their terms; nobody writes their counts. */
  readonly changedSeats: readonly Seat[]
  /** Of allocations whose counts come out differently. The database counts; this is only shown. */
  readonly seatCounts: readonly CountedSeats[]
  readonly newSeatEntries: readonly SeatEntry[]
  readonly newClaims: readonly Claim[]
  /** Taken, or released. */
  readonly changedClaims: readonly Claim[]
  readonly newWaiters: readonly SeatWaiter[]
  readonly removedWaiters: readonly SeatWaiter[]
  /** Also those that come back. */
  readonly newGroups: readonly Group[]
  readonly archivedGroups: readonly Group[]
  readonly newGroupMembers: readonly GroupMember[]
  readonly removedGroupMembers: readonly GroupMember[]
  readonly newGroupCourses: readonly GroupCourse[]
  readonly removedGroupCourses: readonly GroupCourse[]
  readonly newOrders: readonly Order[]
  readonly changedOrders: readonly Order[]
  readonly newOrderLines: readonly OrderLine[]
  /** Refunded. */
  readonly changedOrderLines: readonly OrderLine[]
  /** Nobody writes the balances. */
  readonly newCreditEntries: readonly CreditEntry[]
  readonly newInvitations: readonly Invitation[]
  readonly changedInvitations: readonly Invitation[]
  readonly newLinkJoins: readonly LinkJoin[]
  readonly changedLinkJoins: readonly LinkJoin[]
  readonly newOpenedItems: readonly OpenedItem[]
  readonly removedOpenedItems: readonly OpenedItem[]
  readonly profiles: readonly Profile[]
  readonly merges: readonly MergeStep[]
  readonly operations: readonly Operation[]
  readonly changes: readonly Change[]
  readonly messages: readonly Message[]
  /** What happened, as far as a webhook listens, */
  readonly events: readonly Event[]
  /** and which are told of it. */
  readonly deliveries: readonly Delivery[]
  readonly outcomes: readonly Outcome[]
  /** What stood where the changed rows go. */
  readonly before: ReadonlyMap<object, object>
  /** Where those who join an organization were members before, or invited. */
  readonly earlierMemberships: readonly Membership[]
}

interface CountedSeats {
  readonly teamId: number
  /** By name. */
  readonly product: string
  readonly before: SeatCount
  readonly after: SeatCount
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

/** What an operation made of a thing, where the rows themselves would not say what was before. */
export interface Change {
  readonly id: number
  readonly operationId: number
  readonly kind: string
  readonly objectId: number
  readonly before: object | null
  readonly after: object | null
}

export interface Message {
  readonly id: number
  readonly kind: 'welcome' | 'password_link' | 'invitation'
  readonly userId: number
  readonly organizationId: number
  readonly operationId: number
  /** Held back where the membership is suspended. */
  readonly state: 'queued' | 'held'
}

/** An event for one webhook. */
export interface Delivery {
  readonly id: number
  readonly webhookId: number
  readonly eventId: number
}

export interface Event {
  readonly id: number
  /** Where it happened. */
  readonly organizationId: number
  readonly operationId: number | null
  readonly userId: number | null
  readonly type: EventType
  readonly data: object
}

/** What an organization says about a person, laid over what it said before: null leaves it. */
export interface Profile {
  readonly userId: number
  readonly organizationId: number
  readonly externalId: string | null
  readonly tags: readonly string[] | null
  readonly customFields: Readonly<Record<string, unknown>> | null
  readonly locale: string | null
}
