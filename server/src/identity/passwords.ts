/**
 * Passwords: which are taken, and how they are kept. Argon2id with the package's defaults (19 MiB, 2 passes, 1 lane), which
 * are the minimum that OWASP's password storage cheat sheet recommends. The work is done outside the main thread.
 */
import { hash, verify } from '@node-rs/argon2'
import { Refusal } from '../lib/refusal.ts'

export const passwordLength = { min: 8, max: 128 }

/** Throws `invalid`, naming the field, when nobody may choose this password. Lengths are in characters, not bytes. */
export function checkPassword(password: string): void {
  const length = [...password].length
  if (length >= passwordLength.min && length <= passwordLength.max) return
  const message =
    length < passwordLength.min
      ? `Use at least ${passwordLength.min} characters.`
      : `Use at most ${passwordLength.max} characters.`
  throw new Refusal('invalid', 'This password cannot be used.', [{ field: 'password', message }])
}

export function hashPassword(password: string): Promise<string> {
  return hash(normalize(password))
}

/**
 * Whether `password` is the one that was hashed: as it was typed, or else without the blanks around it, which come along when
 * it is copied. How much work that is hangs on what was typed alone. Without a hash (null): false, after the same work.
 */
export async function verifyPassword(hashed: string | null, password: string): Promise<boolean> {
  const typed = normalize(password)
  const bare = typed.trim()
  const isTyped = await verify(hashed ?? hashOfNothing, typed)
  const matches = isTyped || (bare !== typed && (await verify(hashed ?? hashOfNothing, bare)))
  return hashed !== null && matches
}

/** One keyboard writes é as one code point, another as two (NIST SP 800-63B §3.1.1.2). */
function normalize(password: string): string {
  return password.normalize('NFKC')
}

/** Of 32 random bytes that nobody kept. */
const hashOfNothing =
  '$argon2id$v=19$m=19456,t=2,p=1$lIxgffbtp35AWe487eiRJg$WWGn5qR+d1hYLvIWIdaOy4x7D2rVPna9QJywx8U1WqI'
