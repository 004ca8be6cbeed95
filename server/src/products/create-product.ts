import { readAccess, type SentAccess } from '../access/access-json.ts'
import type { Principal } from '../api/principal.ts'
import type { Transaction } from '../db/database.ts'
import type { Renewal } from '../lib/access-rule.ts'
import { courseNameProblem, refuseInvalid, textProblem } from '../lib/checks.ts'
import { tidyName } from '../lib/names.ts'
import { recordOperation } from '../log/record-operation.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { getOrganizationInReach } from '../reach/find-organization.ts'
import { addCourses, findCourses } from './find-courses.ts'
import { getProduct, type Product } from './queries.ts'

export interface NewProduct {
  /** Default: the caller's own. */
  readonly organization?: number | string
  readonly name: string
  readonly display_name: string
  readonly description?: string
  /** By id or name. */
  readonly courses: readonly (number | string)[]
  readonly access?: SentAccess
  readonly renewal?: Renewal | null
}

/** Makes a bundle. Throws `not_found` (organization, courses), `invalid`, or `conflict` for a name that is taken. */
export async function createProduct(
  transaction: Transaction,
  principal: Principal,
  { organization: choice, courses, access: sent, name, display_name, ...texts }: NewProduct,
  by: AskedBy,
): Promise<Product> {
  const organization = await getOrganizationInReach(transaction, principal.organization, choice)
  const access = readAccess(sent, organization.time_zone, by.receivedAt)
  refuseInvalid({ name: courseNameProblem(name), display_name: textProblem(display_name, 150), ...access.problems })
  const { id } = await transaction
    .insertInto('products')
    .values({
      organization_id: organization.id,
      name,
      display_name: tidyName(display_name),
      ...texts,
      ...access.columns,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await addCourses(transaction, id, await findCourses(transaction, null, organization, courses))
  const product = await getProduct(transaction, principal, id)
  const object = { kind: 'product', id, before: null, after: product }
  const change = { organizationId: organization.id, courses: product.courses, result: 'created', object } as const
  await recordOperation(transaction, { kind: 'create_product', ...change }, by)
  return product
}
