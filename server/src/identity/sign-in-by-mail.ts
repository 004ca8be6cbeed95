import { Refusal } from '../lib/refusal.ts'
import type { Browser, SignInDeps } from '../sessions/sessions.ts'
import { letIn, type WayIn } from './let-in.ts'

/** Signs in the owner of a mailbox, who proved to be that and has a password. Throws `unauthenticated` when it was ended. */
export async function signInByMail(deps: SignInDeps, userId: number, browser: Browser): Promise<WayIn> {
  const found = await deps.database.kysely
    .selectFrom('users')
    .innerJoin('passwords', 'passwords.user_id', 'users.id')
    .select(['users.id', 'users.email', 'users.first_name', 'users.last_name', 'passwords.hash'])
    .where('users.id', '=', userId)
    .executeTakeFirst()
  if (!found) throw signInFirst()
  const { hash, ...user } = found
  const way = await letIn(deps, user, { hash, secondFactorAt: null }, browser)
  if (!way) throw signInFirst()
  return way
}

const signInFirst = () => new Refusal('unauthenticated', 'Sign in first.')
