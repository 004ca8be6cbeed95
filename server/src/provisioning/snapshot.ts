/** The rows that a set of intents touches, as `load` reads them and `decide` reasons about them. */
import type { GrantSource } from './intents.ts'
import type { Payment } from './order-intents.ts'

/** With single sign-on nobody is mailed a way in: what is given is there when they first come. */
export type SignInMode = 'password' | 'single_sign_on'

export interface Organization {
  readonly id: number
  /** Ids from the root of the tree down to this one. */
  readonly path: readonly number[]
  readonly timeZone: string
  readonly provisioningEnabled: boolean
  /** Since when it, or an organization above it, is suspended. */
  readonly suspendedAt: Date | null
  readonly signInMode: SignInMode
  /** The webhooks that are told what happens in it. */
  readonly listeners: readonly Listener[]
}

export interface Listener {
  readonly webhookId: number
  readonly events: readonly string[]
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
  /** Since when the person is invited and has not accepted: until then it opens nothing. Null: a member. */
  readonly invitedAt: Date | null
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

export interface Team {
  readonly id: number
  readonly organizationId: number
  readonly name: string
  /** Of the call that made it. */
  readonly reference: string | null
  readonly operationId: number | null
  readonly updatedAt: Date
}

export interface TeamMember {
  readonly teamId: number
  readonly userId: number
  readonly role: string
  readonly operationId: number | null
}

/** Courses sold together. Without a period of its own (`ownPeriod` null) each course has its own. */
export interface Product {
  readonly id: number
  readonly organizationId: number
  readonly name: string
  readonly courseIds: readonly number[]
  readonly ownPeriod: Period | null
  readonly renewal: RenewalPolicy | null
  readonly archivedAt: Date | null
}

/** A team's allocation of a product. */
export interface Seat {
  readonly id: number
  readonly teamId: number
  readonly productId: number
  readonly quantity: number
  /** Claims that stand, reservations among them. The database counts them: nobody writes it. */
  readonly used: number
  readonly ownPeriod: Period | null
  /** Whether who finds no seat waits for one. */
  readonly waitlist: boolean
  readonly updatedAt: Date
}

export type SeatCount = Pick<Seat, 'id' | 'quantity' | 'used'>

/** Seats added to an allocation, or taken from it (below zero). */
export interface SeatEntry {
  readonly id: number
  readonly seatId: number
  readonly quantity: number
  readonly reference: string | null
  readonly orderLineId: number | null
  /** The entry that it takes back. */
  readonly reversesId: number | null
  readonly operationId: number
}

/** One learner's place on a team's seats: reserved until it is taken. */
export interface Claim {
  readonly id: number
  readonly seatId: number
  readonly userId: number
  readonly invitationId: number | null
  readonly operationId: number
  readonly takenAt: Date | null
  readonly releasedAt: Date | null
  readonly releasedOperationId: number | null
}

export interface SeatWaiter {
  readonly id: number
  readonly seatId: number
  readonly userId: number
  readonly operationId: number
}

export interface Group {
  readonly id: number
  readonly organizationId: number
  readonly name: string
  readonly operationId: number | null
}

export interface GroupMember {
  readonly groupId: number
  readonly userId: number
  readonly operationId: number | null
}

export interface GroupCourse {
  readonly groupId: number
  readonly courseId: number
  readonly operationId: number | null
}

/** A purchase. Its moments say its state (lib/order-state.ts). */
export interface Order {
  readonly id: number
  readonly organizationId: number
  /** Who is billed; null: the organization itself. */
  readonly teamId: number | null
  /** The customer, who also gets the lines that are for one person. */
  readonly userId: number | null
  readonly reference: string | null
  readonly source: string | null
  readonly payment: Payment
  /** Of all of its lines, as are all amounts: text with two decimals. */
  readonly credits: string
  readonly operationId: number
  readonly completedAt: Date | null
  readonly cancelledAt: Date | null
  readonly failedAt: Date | null
  readonly partiallyRefundedAt: Date | null
  readonly refundedAt: Date | null
}

/** One thing bought: seats for the order's team, or, with `userId`, a product for one person. */
export interface OrderLine {
  readonly id: number
  readonly orderId: number
  readonly catalogItemId: number | null
  readonly productId: number
  readonly userId: number | null
  readonly quantity: number
  readonly seats: number
  readonly credits: string
  /** The catalog item's when it was bought: an allocation that begins with it gets it. */
  readonly ownPeriod: Period | null
  readonly refundedAt: Date | null
  readonly refundedOperationId: number | null
  readonly refundedReason: string | null
}

/** What a team or an organization has to spend: the sum of its entries, which the database reckons. */
export interface CreditAccount {
  readonly id: number
  readonly organizationId: number | null
  readonly teamId: number | null
  readonly balance: string
}

export interface CreditEntry {
  readonly id: number
  readonly accountId: number
  readonly amount: string
  readonly orderId: number
  readonly operationId: number
}

/** A mailed way in. Its moments say its state (lib/invitation-state.ts). */
export interface Invitation {
  readonly id: number
  readonly organizationId: number
  readonly teamId: number | null
  readonly userId: number
  /** To whom it is written: the account may be somebody's elsewhere, by another name. */
  readonly firstName: string
  readonly lastName: string
  /** In the team, or, without one, in the organization. Null: a learner, or what the person is already. */
  readonly role: string | null
  /** What it gives, by name. */
  readonly courses: readonly string[]
  readonly products: readonly string[]
  readonly groupIds: readonly number[]
  /** Of which one is kept for it. */
  readonly seatIds: readonly number[]
  readonly operationId: number
  /** Of the last time that it was sent: its link is made from it. */
  readonly sentOperationId: number
  readonly sentAt: Date
  readonly expiresAt: Date
  /** When it was noted that it had expired: its seats are free since. */
  readonly lapsedAt: Date | null
  readonly acceptedAt: Date | null
  readonly withdrawnAt: Date | null
  readonly updatedAt: Date
}

/** A share link. What it opens is in the intents that follow it: that never changes. */
export interface Link {
  readonly id: number
  readonly organizationId: number
  /** Null: as many as come. */
  readonly maxUses: number | null
  /** Who came by it or asks to. The database counts them: nobody writes it. */
  readonly used: number
  /** Of the email addresses that it takes; empty: any. */
  readonly domains: readonly string[]
  readonly needsApproval: boolean
  readonly expiresAt: Date | null
  readonly revokedAt: Date | null
}

/** Somebody who came by a link, or, with neither moment, asks to. */
export interface LinkJoin {
  readonly id: number
  readonly linkId: number
  readonly email: string
  readonly firstName: string
  readonly lastName: string
  readonly userId: number | null
  readonly operationId: number
  readonly joinedAt: Date | null
  readonly declinedAt: Date | null
}

/** An item of a course, opened for one learner. */
export interface OpenedItem {
  readonly enrollmentId: number
  readonly itemId: number
  readonly operationId: number | null
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
  readonly domain: Domain
}

/** What only some intents touch; all of it empty for the others. */
export interface Domain {
  readonly coursesById: ReadonlyMap<number, Course>
  readonly teams: readonly Team[]
  /** Of the users at hand, in the order of joining. */
  readonly teamMembers: readonly TeamMember[]
  readonly products: readonly Product[]
  readonly seats: readonly Seat[]
  readonly seatEntries: readonly SeatEntry[]
  readonly claims: readonly Claim[]
  /** In the order of coming. */
  readonly waiters: readonly SeatWaiter[]
  readonly groups: readonly Group[]
  readonly groupMembers: readonly GroupMember[]
  readonly groupCourses: readonly GroupCourse[]
  readonly orders: readonly Order[]
  readonly orderLines: readonly OrderLine[]
  readonly creditAccounts: readonly CreditAccount[]
  /** Those of the orders. */
  readonly creditEntries: readonly CreditEntry[]
  /** Open ones, of the users at hand, and those that keep what others want and are over; and any that is to be undone. */
  readonly invitations: readonly Invitation[]
  readonly links: readonly Link[]
  /** Of the people at hand. */
  readonly linkJoins: readonly LinkJoin[]
  /** Those that an operation opened which is to be undone. */
  readonly openedItems: readonly OpenedItem[]
  /** Who goes by which external id. */
  readonly externalIds: readonly {
    readonly userId: number
    readonly organizationId: number
    readonly externalId: string
  }[]
}

export const noDomain: Domain = {
  coursesById: new Map(),
  teams: [],
  teamMembers: [],
  products: [],
  seats: [],
  seatEntries: [],
  claims: [],
  waiters: [],
  groups: [],
  groupMembers: [],
  groupCourses: [],
  orders: [],
  orderLines: [],
  creditAccounts: [],
  creditEntries: [],
  invitations: [],
  links: [],
  linkJoins: [],
  openedItems: [],
  externalIds: [],
}

export const courseKey = (organizationId: number, name: string) => `${organizationId}/${name}`
export const groupKey = (organizationId: number, name: string) => `${organizationId}/${name.toLowerCase()}`
export const enrollmentKey = (userId: number, courseId: number) => `${userId}/${courseId}`
