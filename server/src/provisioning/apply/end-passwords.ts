/** What ends with a password, wherever one ends: in the engine, and where an account is changed without it. */
import type { Statement } from '../../db/statements.ts'
import { arrayLiteral } from '../../lib/array-literal.ts'

/** In statements of their own, the password first: see sessions/sessions.ts. */
export function endPasswords(userIds: readonly number[]): Statement[] {
  if (userIds.length === 0) return []
  const values = [arrayLiteral([...userIds])]
  const ofThem = 'user_id = any($1::bigint[])'
  return [
    { name: 'end passwords', text: `delete from passwords where ${ofThem}`, values },
    { name: 'end sessions', text: `delete from sessions where ${ofThem}`, values },
  ]
}

/** Beside it, what is set in the row of an account that nobody comes into but by asking for a mail. */
export const noWayIn =
  'password_set_at = null, activated_at = null, password_link_id = null, password_link_expires_at = null'
