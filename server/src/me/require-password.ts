import type { Reader } from '../db/database.ts'
import { attemptKeys, countAttempt } from '../identity/attempts.ts'
import { verifyPassword } from '../identity/passwords.ts'
import { Refusal } from '../lib/refusal.ts'
import type { SignedInUser } from '../sessions/sessions.ts'

/** As for signing in: who has found a browser open does not guess on in it. */
const limit = { times: 10, minutes: 15 }

/** What is kept of it. Throws `invalid` for another one, or `rate_limited`. */
export async function requirePassword(
  reader: Reader,
  { id, email, ip }: Pick<SignedInUser, 'id' | 'email'> & { readonly ip: string | null },
  password: string,
  now: Date,
): Promise<string> {
  if (!(await countAttempt(reader, attemptKeys.signInToFrom(email, ip), limit, now)))
    throw new Refusal('rate_limited', `Too many attempts. Try again in ${limit.minutes} minutes.`)
  const found = await reader.selectFrom('passwords').select('hash').where('user_id', '=', id).executeTakeFirst()
  if (!found || !(await verifyPassword(found.hash, password))) throw wrongPassword()
  return found.hash
}

export function wrongPassword(): Refusal {
  const message = 'is not the password of this account'
  return new Refusal('invalid', 'This is not your password.', [{ field: 'current_password', message }])
}
