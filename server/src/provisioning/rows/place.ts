/** Teams with their seats, and groups. */
import type { Period } from './course.ts'

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
  readonly updatedAt: Date
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
