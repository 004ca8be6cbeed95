import { readAccess, type SentAccess } from '../access/access-json.ts'
import type { Transaction } from '../db/database.ts'
import { requireMatch } from '../http/etag.ts'
import type { Renewal } from '../lib/access-rule.ts'
import { courseNameProblem, refuseInvalid, textProblem } from '../lib/checks.ts'
import { tidyName } from '../lib/names.ts'
import type { Seen } from '../lib/version-tag.ts'
import { recordOperation } from '../log/record-operation.ts'
import { followCourse } from '../products/course-product.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import type { Reach } from '../reach/find-organization.ts'
import { lockInReach } from '../reach/lock-in-reach.ts'
import { type Course, getCourse } from './queries.ts'

export interface CourseChanges {
  readonly name?: string
  readonly display_name?: string
  readonly description?: string
  readonly access?: SentAccess
  readonly renewal?: Renewal
}

/**
 * Changes what is given and leaves the rest; its product follows. Who has the course keeps it as it was given. Throws
 * `not_found`, `invalid`, `conflict`, or `precondition_failed`.
 */
export async function updateCourse(
  transaction: Transaction,
  principal: Reach,
  { id, ifMatch }: Seen,
  { access: sent, name, display_name, ...changes }: CourseChanges,
  by: AskedBy,
): Promise<Course> {
  const organization = await lockInReach(transaction, principal, { table: 'courses', word: 'course', id })
  const before = await getCourse(transaction, principal, id)
  requireMatch(ifMatch, before)
  const access = readAccess(sent, organization.time_zone, by.receivedAt)
  refuseInvalid({
    name: name === undefined ? null : courseNameProblem(name),
    display_name: display_name === undefined ? null : textProblem(display_name, 150),
    ...access.problems,
  })
  await transaction
    .updateTable('courses')
    .set({ name, display_name: tidyName(display_name), ...changes, ...access.columns, updated_at: by.receivedAt })
    .where('id', '=', id)
    .execute()
  const product = await followCourse(transaction, principal, id, by.receivedAt)
  const after = await getCourse(transaction, principal, id)
  const object = [{ kind: 'course', id, before, after }, ...product]
  const change = { organizationId: organization.id, courses: [after.name], result: 'changed', object } as const
  await recordOperation(transaction, { kind: 'update_course', ...change }, by)
  return after
}
