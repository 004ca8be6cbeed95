/** What is taught, and what is sold. */

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

/** Courses sold together. Without a period of its own (`ownPeriod` null) each course has its own. */
export interface Product {
  readonly id: number
  readonly organizationId: number
  readonly name: string
  readonly courseIds: readonly number[]
  readonly ownPeriod: Period | null
  readonly renewal: RenewalPolicy | null
  readonly archivedAt: Date | null
  readonly updatedAt: Date
}
