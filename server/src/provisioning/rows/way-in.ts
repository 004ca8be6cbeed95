/** Invitations and share links. */

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
