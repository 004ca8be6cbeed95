import { Refusal } from '../lib/refusal.ts'
import type { Browser, Cookies, SignedInUser } from '../sessions/auth.ts'
import { type SessionDeps, startSession } from '../sessions/start-session.ts'

/** Signs in the owner of a mailbox, who proved to be that and has a password. Throws `unauthenticated` when it was ended. */
export async function signInByMail(
  deps: SessionDeps,
  userId: number,
  browser: Browser,
): Promise<{ user: SignedInUser; cookies: Cookies }> {
  const found = await deps.database.kysely
    .selectFrom('users')
    .innerJoin('accounts', 'accounts.user_id', 'users.id')
    .select(['users.id', 'users.email', 'users.first_name', 'users.last_name', 'accounts.password as hash'])
    .where('users.id', '=', userId)
    .where('accounts.provider_id', '=', 'credential')
    .where('accounts.password', 'is not', null)
    .$narrowType<{ hash: string }>()
    .executeTakeFirst()
  const cookies = found && (await startSession(deps, { userId, hash: found.hash }, browser))
  if (!found || !cookies) throw new Refusal('unauthenticated', 'Sign in first.')
  const { hash: _, ...user } = found
  return { user, cookies }
}
