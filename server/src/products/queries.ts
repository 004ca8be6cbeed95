import { sql } from 'kysely'
import { showAccess } from '../access/access-json.ts'
import type { Reader } from '../db/database.ts'
import { holds, sortsOf } from '../db/list.ts'
import { type Page, type PageRequest, readPage } from '../db/page.ts'
import type { Renewal } from '../lib/access-rule.ts'
import { refuse, refuseInvalid } from '../lib/checks.ts'
import { lowerName } from '../lib/lower-case.ts'
import { Refusal } from '../lib/refusal.ts'
import { isInReach, type Reach } from '../reach/find-organization.ts'
import { bundleList } from './bundle-list.ts'

export type Product = Awaited<ReturnType<typeof getProduct>>

export interface ProductFilter extends PageRequest {
  readonly organizationIds: readonly number[]
  readonly search?: string
  readonly archived?: boolean
}

/** Products of these organizations. */
export function listProducts(reader: Reader, filter: ProductFilter): Promise<Page<Product>> {
  const { organizationIds, search, archived } = filter
  let query = selectProducts(reader)
  if (!archived) query = query.where('product.archived_at', 'is', null)
  if (search !== undefined) query = query.where(holds(bundleList.searched, search))
  const places = { column: 'product.organization_id', ids: organizationIds }
  return readPage(query, filter, sortsOf(bundleList), places)
}

/** Throws `not_found`, also for a product out of the caller's reach. */
export async function getProduct(reader: Reader, caller: Reach, id: number) {
  const [product] = await findProducts(reader, caller, [id])
  if (!product) throw new Refusal('not_found', `There is no product ${id}.`)
  return product
}

/** Those of the products that lie in the caller's reach. */
export function findProducts(reader: Reader, { organization }: Reach, ids: readonly number[]) {
  return selectProducts(reader)
    .where('product.id', '=', sql<number>`any(${ids}::bigint[])`)
    .where(isInReach(organization, 'organization'))
    .execute()
}

/** A product that can be sold, named by id or name. Throws `not_found`, or `invalid` for one that is archived. */
export async function getProductToSell(
  reader: Reader,
  organization: { readonly id: number; readonly slug: string },
  choice: number | string,
): Promise<{ id: number }> {
  const found = await reader
    .selectFrom('products')
    .select(['id', 'archived_at'])
    .where('organization_id', '=', organization.id)
    .where(typeof choice === 'number' ? 'id' : 'name', '=', lowerName(choice) as never)
    .executeTakeFirst()
  refuse('not_found', { product: found ? null : `is no product of ${organization.slug}` })
  refuseInvalid({ product: found?.archived_at ? 'is archived' : null })
  return found as { id: number }
}

function selectProducts(reader: Reader) {
  const names = sql<string[]>`array(
    select course.name from product_courses as part join courses as course on course.id = part.course_id
    where part.product_id = product.id order by course.name)`
  return reader
    .selectFrom('products as product')
    .innerJoin('organizations as organization', 'organization.id', 'product.organization_id')
    .select(['product.id', 'organization.slug as organization', 'product.name', 'product.display_name'])
    .select(sql<'course' | 'bundle'>`case when product.course_id is null then 'bundle' else 'course' end`.as('kind'))
    .select(['product.description', names.as('courses')])
    .select([showAccess('product'), sql<Renewal | null>`product.renewal`.as('renewal')])
    .select(['product.archived_at', 'product.created_at', 'product.updated_at'])
}
