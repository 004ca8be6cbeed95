import { Refusal } from '../lib/refusal.ts'
import type { Browser, Cookies, SignedInUser, SignInDeps } from '../sessions/sessions.ts'

/** Signs in the owner of a mailbox, who proved to be that and has a password. Throws `unauthenticated` when it was ended. */
export async function signInByMail(
  deps: SignInDeps,
  userId: number,
  browser: Browser,
): Promise<{ user: SignedInUser; cookies: Cookies }> {
  const found = await deps.database.kysely
    .selectFrom('users')
    .innerJoin('passwords', 'passwords.user_id', 'users.id')
    .select(['users.id', 'users.email', 'users.first_name', 'users.last_name', 'passwords.hash'])
    .where('users.id', '=', userId)
    .executeTakeFirst()
  const cookies = found && (await deps.sessions.start({ userId, hash: found.hash }, browser))
  if (!found || !cookies) throw new Refusal('unauthenticated', 'Sign in first.')
  const { hash: _, ...user } = found
  return { user, cookies }
}
