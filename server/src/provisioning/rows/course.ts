/** What is taught, and what is sold. */
import { called, folded, given, only, type RowOf, selected, table } from './table.ts'

/** How long access lasts: months or days from the start, until a moment, or (all null) for ever. */
export interface Period {
  readonly months: number | null
  readonly days: number | null
  readonly until: Date | null
}

export type RenewalPolicy = 'extend' | 'longest' | 'replace'

/** A period that a row may have of its own. All null is not "for ever" there: it is nothing of its own. */
export const ownPeriod = folded<Period>({
  months: ['access_months', 'int'],
  days: ['access_days', 'int'],
  until: ['access_until', 'timestamptz'],
})

export type Course = RowOf<typeof courses>
export const courses = table(
  'courses',
  {
    id: 'bigint',
    organizationId: 'bigint',
    name: 'text',
    months: called('access_months', 'int'),
    days: called('access_days', 'int'),
    until: called('access_until', 'timestamptz'),
    renewal: only<RenewalPolicy>('text'),
    archivedAt: 'timestamptz',
  },
  { by: row => row.id, isOnly: true },
)

/** Courses sold together. Without a period of its own (`ownPeriod` null) each course has its own. */
export type Product = RowOf<typeof products>
export const products = table(
  'products',
  {
    id: 'bigint',
    organizationId: 'bigint',
    name: 'text',
    courseIds: selected<readonly number[]>(
      'array(select course_id from product_courses where product_id = products.id order by course_id)',
    ),
    ownPeriod,
    renewal: only<RenewalPolicy | null>('text'),
    archivedAt: 'timestamptz',
    updatedAt: given('timestamptz'),
  },
  { by: row => row.id, isOnly: true, changedAt: 'updated_at', shownAs: 'product' },
)
