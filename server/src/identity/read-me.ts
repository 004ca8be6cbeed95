import type { Reader } from '../db/database.ts'

/** The account of somebody who is signed in, as it is now. */
export function readMe(reader: Reader, userId: number) {
  return reader
    .selectFrom('users')
    .select(['id', 'email', 'first_name', 'last_name', 'locale', 'updated_at'])
    .where('id', '=', userId)
    .executeTakeFirstOrThrow()
}
