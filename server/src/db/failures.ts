/** Which failures of the database mean what. Codes: PostgreSQL documentation, appendix A. */
import pg from 'pg'

/** Constraints that two processes can both run into when they make the same thing at once. */
const raced = new Set([
  'users_email_key',
  'memberships_pkey',
  'enrollments_user_id_course_id_key',
  'grants_user_id_course_id_reference_key',
  'teams_organization_id_name_key',
  'seats_team_id_product_id_key',
  'groups_organization_id_name_key',
  'group_courses_pkey',
  'orders_organization_id_reference_key',
])
const uniqueViolation = '23505'
const serializationFailure = '40001'
const deadlockDetected = '40P01'

/** Whether the same transaction may well succeed when it is done again. */
export function isWorthRepeating(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError)) return false
  if (error.code === uniqueViolation) return raced.has(error.constraint ?? '')
  return error.code === serializationFailure || error.code === deadlockDetected
}

/** Whether a text is no value of the type that it stands for: no number, no moment, or one too large. */
export function isBadValue(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code?.startsWith('22') === true
}

/** Whether the database cannot serve now: not reachable, starting, stopping or closed, out of connections, disk or memory, or too slow. */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return /^(08|53|55000|57014|57P|58)/.test(error.code ?? '')
  const { code, message } = error as NodeJS.ErrnoException
  return (
    /^(ECONN|EPIPE|ENOENT|ETIMEDOUT|EHOSTUNREACH)/.test(code ?? '') ||
    /connection (terminated|timeout)|timeout exceeded|is not queryable/i.test(message)
  )
}
