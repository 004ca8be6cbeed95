import { createHash, randomBytes } from 'node:crypto'

const count = 10
/** Without those that look like others (Crockford's Base32). */
const letters = '0123456789abcdefghjkmnpqrstvwxyz'
/** Of 5 bits each: 80 bits, so that a hash without salt gives none away. */
const length = 16

/** As people are shown them. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: count }, () => {
    const code = Array.from(randomBytes(length), byte => letters[byte % letters.length]).join('')
    return code.replace(/.{4}(?=.)/g, '$&-')
  })
}

/** However it was typed. */
export function hashRecoveryCode(typed: string): string {
  const code = typed.toLowerCase().replace(/[\s-]/g, '').replace(/o/g, '0').replace(/[il]/g, '1')
  return createHash('sha256').update(code).digest('base64url')
}
