/** Two accounts that are one person's: what became of which row when one went into the other, so that it can be undone. */
import type { EnrollmentMarks } from '../intents/undo.ts'
import type { Enrollment, Grant } from './person.ts'

/** A row as it is stored, to be put there again. */
export interface StoredRow {
  readonly user_id: number
  readonly [column: string]: unknown
}

interface StoredMembership extends StoredRow, KeptProfile {
  readonly organization_id: number
}

interface StoredTeamMember extends StoredRow {
  readonly team_id: number
  readonly role: string
}

interface StoredGroupMember extends StoredRow {
  readonly group_id: number
}

interface StoredWaiter extends StoredRow {
  readonly seat_id: number
}

/** What an organization keeps about a person. */
export interface KeptProfile {
  readonly external_id: string | null
  readonly tags: readonly string[]
  readonly custom_fields: Readonly<Record<string, unknown>>
  readonly locale: string | null
  readonly invited_at: string | null
  readonly suspended_at: string | null
}

export interface OpenedByBoth {
  readonly from: number
  readonly to: number
  readonly item: number
  readonly operation: number | null
  readonly at: string
  /** Whether the kept account had opened it too. */
  readonly both: boolean
}

/** Ids, unless it says otherwise. `moved`: now the kept account's; `removed`: it had the like. */
export interface Merge {
  readonly kept: number
  readonly away: number
  /** Addresses of before that went along. */
  readonly aliases: readonly number[]
  readonly memberships: {
    /** Organizations. */
    readonly moved: readonly number[]
    readonly removed: readonly StoredRow[]
    readonly profiles: readonly {
      readonly organization: number
      readonly before: KeptProfile
      readonly after: KeptProfile
    }[]
  }
  readonly teams: {
    readonly moved: readonly number[]
    readonly removed: readonly StoredRow[]
    readonly roles: readonly { readonly team: number; readonly before: string; readonly after: string }[]
  }
  readonly groups: { readonly moved: readonly number[]; readonly removed: readonly StoredRow[] }
  readonly waiters: { readonly moved: readonly number[]; readonly removed: readonly StoredRow[] }
  readonly claims: { readonly moved: readonly number[]; readonly released: readonly number[] }
  readonly invitations: { readonly moved: readonly number[]; readonly withdrawn: readonly number[] }
  readonly link_joins: readonly number[]
  readonly orders: readonly number[]
  readonly order_lines: readonly number[]
  /** `marks`: of enrollments of the kept account in courses that both had. */
  readonly enrollments: {
    readonly moved: readonly number[]
    readonly marks: readonly {
      readonly id: number
      readonly before: EnrollmentMarks
      readonly after: EnrollmentMarks
    }[]
  }
  /** `revoked`: they gave what another one gives; some of them were moved too. */
  readonly grants: { readonly moved: readonly number[]; readonly revoked: readonly number[] }
  readonly opened_items: readonly OpenedByBoth[]
}

/** All that hangs on the two accounts. */
export interface MergeRows {
  readonly memberships: readonly StoredMembership[]
  readonly teamMembers: readonly StoredTeamMember[]
  readonly groupMembers: readonly StoredGroupMember[]
  readonly waiters: readonly StoredWaiter[]
  readonly claims: readonly {
    readonly id: number
    readonly seatId: number
    readonly userId: number
    readonly releasedAt: Date | null
    readonly releasedOperationId: number | null
    /** Of its seats, whether one is free. */
    readonly isFree: boolean
  }[]
  readonly invitations: readonly {
    readonly id: number
    readonly userId: number
    readonly organizationId: number
    readonly teamId: number | null
    readonly isOpen: boolean
  }[]
  readonly openedItems: readonly {
    readonly enrollmentId: number
    readonly itemId: number
    readonly operationId: number | null
    readonly at: string
  }[]
  readonly owned: readonly {
    readonly kind: 'link_join' | 'order' | 'order_line'
    readonly id: number
    readonly userId: number
  }[]
  /** Addresses of before. */
  readonly aliases: readonly { readonly id: number; readonly of: number }[]
}

/** What is to be written of a merge, or of its undoing. */
export interface MergeStep {
  readonly does: 'merge' | 'undo'
  readonly operationId: number
  readonly merge: Merge
  /** As they come out, moved or not. */
  readonly enrollments: readonly Enrollment[]
  readonly newEnrollments: readonly Enrollment[]
  readonly grants: readonly Grant[]
  /** Where the other account belongs, or did, and what is said of it there. */
  readonly told: readonly { readonly organization: number; readonly more: object }[]
  /** Seats that are held again. */
  readonly restoredClaims: readonly number[]
}
