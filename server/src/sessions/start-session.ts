import type { Database } from '../db/database.ts'
import type { Auth, Browser, Cookies } from './auth.ts'

export interface SessionDeps {
  readonly database: Pick<Database, 'kysely'>
  readonly auth: Auth
}

/**
 * Signs in by a password that was found right; null when it has been replaced or ended since. Who ends a password touches
 * it first and deletes the sessions after. So a session that is there before the password is looked at again is either
 * among those deleted, or it is found here to come too late; nobody has been told its token by then.
 */
export async function startSession(
  { database: { kysely }, auth }: SessionDeps,
  { userId, hash }: { userId: number; hash: string },
  browser: Browser,
): Promise<Cookies | null> {
  const cookies = await auth.startSession(userId, browser)
  const password = await kysely
    .selectFrom('accounts')
    .select('id')
    .where('user_id', '=', userId)
    .where('provider_id', '=', 'credential')
    .where('password', '=', hash)
    .forShare() // waits for who is changing it
    .executeTakeFirst()
  if (password) return cookies
  await auth.endSession({ ...browser, cookie: cookies.map(cookie => cookie.split(';', 1)[0]).join('; ') })
  return null
}
