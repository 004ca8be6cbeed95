/** What the database refuses by a constraint, in words. The one place where constraint names are known. */
import pg from 'pg'
import { Refusal, type RefusalCode } from '../lib/refusal.ts'

const refusals: Record<string, { code: RefusalCode; field: string; message: string }> = {
  organizations_slug_key: { code: 'conflict', field: 'slug', message: 'is taken by another organization' },
  organizations_parent_id_fkey: { code: 'not_found', field: 'parent', message: 'is no organization' },
  users_email_key: { code: 'conflict', field: 'email', message: 'belongs to another account' },
  courses_organization_id_name_key: {
    code: 'conflict',
    field: 'name',
    message: 'is taken by another course of the organization',
  },
  courses_organization_id_fkey: { code: 'not_found', field: 'organization', message: 'does not exist' },
  courses_one_access_period: {
    code: 'invalid',
    field: 'access',
    message: 'must be months, days or a last moment, only one of them',
  },
  courses_renewal_known: { code: 'invalid', field: 'renewal', message: 'must be extend, longest or replace' },
  items_course_id_fkey: { code: 'not_found', field: 'course', message: 'does not exist' },
  items_course_id_position_key: {
    code: 'conflict',
    field: 'position',
    message: 'is taken by another item of the course',
  },
  items_kind_known: { code: 'invalid', field: 'kind', message: 'must be lesson, practice_test or mock_test' },
  keys_organization_id_fkey: { code: 'not_found', field: 'organization', message: 'does not exist' },
}

/** The names of those that have words. */
export const knownConstraints: readonly string[] = Object.keys(refusals)

/** The refusal that a violated constraint stands for; null when the error is something else. */
export function explainConstraint(error: unknown): Refusal | null {
  if (!(error instanceof pg.DatabaseError) || error.constraint === undefined) return null
  const refusal = refusals[error.constraint]
  if (!refusal) return null
  const { code, field, message } = refusal
  return new Refusal(code, `${field} ${message}`, [{ field, message }])
}
