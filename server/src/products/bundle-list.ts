/**
 * Bundles, the products of several courses, by the columns that they can be asked for. Nobody is enrolled in one as such: whoever
 * has each of its courses has it, since the last of them was given, and is as far as courses are completed.
 */
import { sql } from 'kysely'
import type { Reader } from '../db/database.ts'
import type { List } from '../db/list.ts'

export type ListedBundle = Awaited<ReturnType<ReturnType<typeof selectBundlesOf>['executeTakeFirstOrThrow']>>

const courseIds = sql<number[]>`array(
  select course_id from product_courses where product_id = product.id order by course_id)`

export const bundleList = {
  columns: {
    id: { type: 'id', value: sql.ref('product.id') },
    name: { type: 'text', value: sql.ref('product.name') },
    display_name: { type: 'text', value: sql.ref('product.display_name') },
    description: { type: 'text', value: sql.ref('product.description') },
    created_at: { type: 'moment', value: sql.ref('product.created_at') },
    updated_at: { type: 'moment', value: sql.ref('product.updated_at') },
  },
  key: sql.ref('product.id'),
  searched: sql`(product.display_name || ' ' || product.name)`,
  ordered: ['id', 'name'],
} as const satisfies List

/** Those of one organization that are sold. */
export function selectBundlesOf(reader: Reader, organizationId: number) {
  return reader
    .selectFrom('products as product')
    .select(['product.id', 'product.organization_id', 'product.name', 'product.display_name', 'product.description'])
    .select(['product.created_at', 'product.updated_at', courseIds.as('course_ids')])
    .where('product.organization_id', '=', organizationId)
    .where('product.course_id', 'is', null)
    .where('product.archived_at', 'is', null)
}

export function findBundleOf(reader: Reader, organizationId: number, id: number | null) {
  return selectBundlesOf(reader, organizationId).where('product.id', '=', id).executeTakeFirst()
}

export interface BundleHolder {
  readonly user_id: number
  readonly progress: number
  readonly enrolled_at: Date
  readonly completed_at: Date | null
  readonly updated_at: Date
}

export const holderList = {
  columns: {
    user_id: { type: 'id', value: sql.ref('enrollment.user_id') },
    progress: { type: 'number', value: sql.ref('whole.progress') },
    enrolled_at: { type: 'moment', value: sql.ref('whole.enrolled_at') },
    completed_at: { type: 'moment', value: sql.ref('whole.completed_at') },
    updated_at: { type: 'moment', value: sql.ref('whole.updated_at') },
  },
  key: sql.ref('enrollment.id'),
} as const satisfies List

/** Found by who is in the first of its courses, so that a page is as quick as one of that course. */
export function selectHoldersOf(reader: Reader, { course_ids }: Pick<ListedBundle, 'course_ids'>) {
  const [first = null] = course_ids
  const whole = sql<Omit<BundleHolder, 'user_id'> & { courses: number }>`lateral (
    select count(*) as courses, floor(100.0 * count(completed_at) / count(*))::int as progress,
      max(starts_at) as enrolled_at, max(updated_at) as updated_at,
      case when count(completed_at) = count(*) then max(completed_at) end as completed_at
    from enrollments
    where user_id = enrollment.user_id and course_id = any(${course_ids}::bigint[]) and revoked_at is null)`
  return reader
    .selectFrom(['enrollments as enrollment', whole.as('whole')])
    .select(['enrollment.user_id', 'whole.progress', 'whole.enrolled_at', 'whole.completed_at', 'whole.updated_at'])
    .where('enrollment.course_id', '=', first)
    .where('enrollment.revoked_at', 'is', null)
    .where('whole.courses', '=', course_ids.length)
}
