/**
 * Passwords: which are taken, and how they are kept. Argon2id with the package's defaults (19 MiB, 2 passes, 1 lane), which
 * are the minimum that OWASP's password storage cheat sheet recommends. The work is done outside the main thread.
 */
import { hash, verify } from '@node-rs/argon2'
import { Refusal } from '../lib/refusal.ts'
import { type Check, readForeignHash } from './foreign-hashes.ts'

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
  return (await findMatch(hashed, password)) !== null
}

/** The same; gives what fits of what was typed, or null. */
export async function findMatch(hashed: string | null, password: string): Promise<string | null> {
  const check = checkOf(hashed ?? hashOfNothing)
  const typed = normalize(password)
  // Others hash it as it comes.
  const tried = isForeign(hashed) ? [password, typed, typed.trim()] : [typed, typed.trim()]
  for (const one of new Set(tried)) if (await check(one)) return hashed === null ? null : one
  return null
}

/** Whether a hash is of another system: it is replaced as soon as somebody comes in by it. */
export function isForeign(hashed: string | null): hashed is string {
  return hashed !== null && !hashed.startsWith('$argon2id$')
}

function checkOf(hashed: string): Check {
  if (!isForeign(hashed)) return password => verify(hashed, password)
  const check = readForeignHash(hashed)
  if (typeof check === 'string') throw new Error('A password is kept in a format that is not known.')
  return check
}

/** One keyboard writes é as one code point, another as two (NIST SP 800-63B §3.1.1.2). */
function normalize(password: string): string {
  return password.normalize('NFKC')
}

/** Of 32 random bytes that nobody kept. */
const hashOfNothing =
  '$argon2id$v=19$m=19456,t=2,p=1$lIxgffbtp35AWe487eiRJg$WWGn5qR+d1hYLvIWIdaOy4x7D2rVPna9QJywx8U1WqI'
