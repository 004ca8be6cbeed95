import { readAccess, type SentAccess } from '../access/access-json.ts'
import type { Transaction } from '../db/database.ts'
import type { Renewal } from '../lib/access-rule.ts'
import { courseNameProblem, refuseInvalid, textProblem } from '../lib/checks.ts'
import { tidyName } from '../lib/names.ts'
import { recordOperation } from '../log/record-operation.ts'
import { createCourseProduct } from '../products/course-product.ts'
import type { AskedBy } from '../provisioning/intents/call.ts'
import { getOrganizationInReach, type Reach } from '../reach/find-organization.ts'
import { readSettingsInForce } from '../settings/read-settings.ts'
import { type Course, getCourse } from './queries.ts'

export interface NewCourse {
  /** Default: the caller's own. */
  readonly organization?: number | string
  /** What callers send, such as `pte_academic`. */
  readonly name: string
  readonly display_name: string
  readonly description?: string
  /** Default: as the settings of the organization say. */
  readonly access?: SentAccess
  readonly renewal?: Renewal
}

/** Makes a course, and the product that it is sold as alone. Throws `not_found` (organization), `invalid`, or `conflict`. */
export async function createCourse(
  transaction: Transaction,
  principal: Reach,
  { organization: choice, name, display_name, description, ...rule }: NewCourse,
  by: AskedBy,
): Promise<Course> {
  const organization = await getOrganizationInReach(transaction, principal.organization, choice)
  const { access: sent = null, renewal } =
    rule.access === undefined ? await readUsualRule(transaction, organization.id, rule) : rule
  const access = readAccess(sent, organization.time_zone, by.receivedAt)
  refuseInvalid({
    name: courseNameProblem(name),
    display_name: textProblem(display_name, 150),
    ...access.problems,
  })
  const { id } = await transaction
    .insertInto('courses')
    .values({
      organization_id: organization.id,
      name,
      display_name: tidyName(display_name),
      description,
      ...access.columns,
      renewal,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const product = await createCourseProduct(transaction, principal, id)
  const course = await getCourse(transaction, principal, id)
  const object = [{ kind: 'course', id, before: null, after: course }, product]
  const change = { organizationId: organization.id, courses: [name], result: 'created', object } as const
  await recordOperation(transaction, { kind: 'create_course', ...change }, by)
  return course
}

async function readUsualRule(
  transaction: Transaction,
  organizationId: number,
  { renewal }: Pick<NewCourse, 'renewal'>,
): Promise<Pick<NewCourse, 'access' | 'renewal'>> {
  const settings = (await readSettingsInForce(transaction, [organizationId])).get(organizationId)
  const { months, days, renewal: usual } = settings?.default_access ?? {}
  const access = months !== undefined ? { months } : days !== undefined ? { days } : null
  return { access, renewal: renewal ?? usual }
}
