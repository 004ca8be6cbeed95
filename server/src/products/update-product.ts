import { readAccess } from '../access/access-json.ts'
import type { Principal } from '../api/principal.ts'
import type { Transaction } from '../db/database.ts'
import { courseNameProblem, refuseInvalid, textProblem } from '../lib/checks.ts'
import { tidyName } from '../lib/names.ts'
import type { Seen } from '../lib/version-tag.ts'
import { recordOperation } from '../log/record-operation.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import type { NewProduct } from './create-product.ts'
import { lockBundle } from './lock-bundle.ts'
import { getProduct, type Product } from './queries.ts'

export type ProductChanges = Partial<Omit<NewProduct, 'organization' | 'courses'>>

/**
 * Changes what is given and leaves the rest. Who has courses by it keeps them as they were given. Throws `not_found`,
 * `invalid`, `precondition_failed`, or `conflict` for a name that is taken and for the product of a course.
 */
export async function updateProduct(
  transaction: Transaction,
  principal: Principal,
  which: Seen,
  { access: sent, name, display_name, ...changes }: ProductChanges,
  by: AskedBy,
): Promise<Product> {
  const { id } = which
  const { organization, before } = await lockBundle(transaction, principal, which)
  const access = readAccess(sent, organization.time_zone, by.receivedAt)
  refuseInvalid({
    name: name === undefined ? null : courseNameProblem(name),
    display_name: display_name === undefined ? null : textProblem(display_name, 150),
    ...access.problems,
  })
  await transaction
    .updateTable('products')
    .set({ name, display_name: tidyName(display_name), ...changes, ...access.columns, updated_at: by.receivedAt })
    .where('id', '=', id)
    .execute()
  const after = await getProduct(transaction, principal, id)
  const object = { kind: 'product', id, before, after }
  const change = { organizationId: organization.id, courses: after.courses, result: 'changed', object } as const
  await recordOperation(transaction, { kind: 'update_product', ...change }, by)
  return after
}
