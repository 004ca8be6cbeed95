import type { Transaction } from '../db/database.ts'
import { courseNameProblem, refuseInvalid, textProblem } from '../lib/checks.ts'
import { type By, recordOperation } from '../operations/record-operation.ts'
import { type AccessRule, accessRuleProblems } from './access-rule.ts'

export interface NewCourse {
  readonly organizationId: number
  /** What callers send, such as `pte_academic`. */
  readonly name: string
  readonly displayName: string
  readonly access: AccessRule
}

/** Makes a course and returns its id. */
export async function createCourse(
  transaction: Transaction,
  { organizationId, name, displayName, access }: NewCourse,
  by: By,
): Promise<number> {
  refuseInvalid({
    name: courseNameProblem(name),
    display_name: textProblem(displayName, 150),
    ...accessRuleProblems(access, by.receivedAt),
  })
  const { id } = await transaction
    .insertInto('courses')
    .values({
      organization_id: organizationId,
      name,
      display_name: displayName.trim(),
      access_months: access.months,
      access_days: access.days,
      access_until: access.until,
      renewal: access.renewal,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await recordOperation(transaction, { kind: 'create_course', organizationId, courses: [name], result: 'created' }, by)
  return id
}
