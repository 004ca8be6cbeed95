/** The rows that a set of intents touches, as `load` reads them and `decide` reasons about them. */
import { lowerCase } from '../lib/lower-case.ts'
import type { Course, Product } from './rows/course.ts'
import type { MergeRows } from './rows/merge.ts'
import type { CreditAccount, CreditEntry, Order, OrderLine } from './rows/order.ts'
import type { Organization } from './rows/organization.ts'
import type { Enrollment, Grant, Membership, OpenedItem, Refund, User } from './rows/person.ts'
import type {
  Claim,
  Group,
  GroupCourse,
  GroupMember,
  Seat,
  SeatEntry,
  SeatWaiter,
  Team,
  TeamMember,
} from './rows/place.ts'
import type { Invitation, Link, LinkJoin } from './rows/way-in.ts'

export interface Snapshot {
  readonly organizations: ReadonlyMap<number, Organization>
  /** By organization and name (`courseKey`). */
  readonly courses: ReadonlyMap<string, Course>
  /** By email. */
  readonly users: ReadonlyMap<string, User>
  /** By an address of before, the one of now. */
  readonly aliases: ReadonlyMap<string, string>
  /** By user. */
  readonly memberships: ReadonlyMap<number, readonly Membership[]>
  /** Of the users who are members somewhere: those who are more than learners in any team. */
  readonly leadersOfTeams: ReadonlySet<number>
  /** By user and course (`enrollmentKey`). */
  readonly enrollments: ReadonlyMap<string, Enrollment>
  /** By user and course (`enrollmentKey`). */
  readonly grants: ReadonlyMap<string, readonly Grant[]>
  /** Of the references at hand. */
  readonly refunds: readonly Refund[]
  readonly domain: Domain
  /** Of two accounts that are merged, or parted again; empty otherwise. */
  readonly merging: MergeRows
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

export const noMerge: MergeRows = {
  memberships: [],
  teamMembers: [],
  groupMembers: [],
  waiters: [],
  claims: [],
  invitations: [],
  openedItems: [],
  owned: [],
  aliases: [],
}

export const courseKey = (organizationId: number, name: string) => `${organizationId}/${name}`
export const groupKey = (organizationId: number, name: string) => `${organizationId}/${lowerCase(name)}`
export const enrollmentKey = (userId: number, courseId: number) => `${userId}/${courseId}`
