import type { Reader } from '../db/database.ts'
import { attemptKeys, countAttempt, forgetAttempts } from '../identity/attempts.ts'
import { evenOut } from '../identity/first-sign-in.ts'
import { verifyPassword } from '../identity/passwords.ts'
import { Refusal } from '../lib/refusal.ts'
import type { SignedInUser } from '../sessions/sessions.ts'

/** As for signing in: who has found a browser open does not guess on in it. */
const limit = { times: 10, minutes: 15 }

/** What is kept of it. Throws `invalid` for another one, and for who has none after as long, or `rate_limited`. */
export async function requirePassword(
  reader: Reader,
  { id, email, ip }: Pick<SignedInUser, 'id' | 'email'> & { readonly ip: string | null },
  password: string,
  now: Date,
): Promise<string> {
  const attempts = attemptKeys.signInToFrom(email, ip)
  if (!(await countAttempt(reader, attempts, limit, now)))
    throw new Refusal('rate_limited', `Too many attempts. Try again in ${limit.minutes} minutes.`)
  const begun = performance.now()
  const found = await reader.selectFrom('passwords').select('hash').where('user_id', '=', id).executeTakeFirst()
  const isRight = await verifyPassword(found?.hash ?? null, password)
  if (found && isRight) {
    await forgetAttempts(reader, [attempts])
    return found.hash
  }
  await evenOut(reader, begun)
  throw wrongPassword()
}

export function wrongPassword(): Refusal {
  const message = 'is not the password of this account'
  return new Refusal('invalid', 'This is not your password.', [{ field: 'current_password', message }])
}
