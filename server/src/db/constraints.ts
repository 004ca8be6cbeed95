/** What the database refuses by a constraint, in words. The one place where constraint names are known. */
import pg from 'pg'
import { Refusal, type RefusalCode } from '../lib/refusal.ts'

const refusals: Record<string, { code: RefusalCode; field: string; message: string }> = {
  organizations_slug_key: { code: 'conflict', field: 'slug', message: 'is taken by another organization' },
  organizations_parent_id_fkey: { code: 'not_found', field: 'parent', message: 'is no organization' },
  users_email_key: { code: 'conflict', field: 'email', message: 'belongs to another account' },
  passkeys_credential_id_key: { code: 'conflict', field: 'passkey', message: 'is registered already' },
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
  teams_organization_id_name_key: {
    code: 'conflict',
    field: 'name',
    message: 'is taken by another team of the organization',
  },
  groups_organization_id_name_key: {
    code: 'conflict',
    field: 'name',
    message: 'is taken by another group of the organization',
  },
  products_organization_id_name_key: {
    code: 'conflict',
    field: 'name',
    message: 'is taken by another product of the organization: each course is one, and so is each bundle',
  },
  roles_organization_id_name_key: {
    code: 'conflict',
    field: 'name',
    message: 'is taken by another role of the organization',
  },
  custom_fields_organization_id_name_key: {
    code: 'conflict',
    field: 'name',
    message: 'is taken by another field of the organization',
  },
  memberships_organization_id_external_id_key: {
    code: 'conflict',
    field: 'external_id',
    message: 'belongs to somebody else in the organization',
  },
  credit_accounts_enough: { code: 'conflict', field: 'amount', message: 'is more than there is' },
  links_uses_left: { code: 'conflict', field: 'max_uses', message: 'is less than the uses that it has had' },
  domains_organization_id_name_key: { code: 'conflict', field: 'name', message: 'is claimed already' },
  domains_proven_key: { code: 'conflict', field: 'name', message: 'is proven to be another organization’s' },
  keys_organization_id_fkey: { code: 'not_found', field: 'organization', message: 'does not exist' },
}

/** The names of those that have words. */
export const knownConstraints: readonly string[] = Object.keys(refusals)

const unknownCharacter = '22021'
const tooLarge = '22003'

/** The refusal that a violated constraint stands for; null when the error is something else. */
export function explainConstraint(error: unknown): Refusal | null {
  if (!(error instanceof pg.DatabaseError)) return null
  if (error.code === unknownCharacter)
    return new Refusal('invalid', 'A text holds a character that no text can hold: U+0000.')
  if (error.code === tooLarge) return new Refusal('invalid', 'A number is larger than can be kept.')
  if (error.constraint === undefined) return null
  const refusal = refusals[error.constraint]
  if (!refusal) return null
  const { code, field, message } = refusal
  return new Refusal(code, `${field} ${message}`, [{ field, message }])
}
