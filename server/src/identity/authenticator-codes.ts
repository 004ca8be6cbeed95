/** Codes of authenticator programs (RFC 6238), as those programs know them: SHA-1, six digits, another one each half minute. */
import { generateSecret, generateURI, verifySync } from 'otplib'

const period = 30

/** Of 20 bytes, in Base32, as people type it. */
export const newSecret = (): string => generateSecret({ length: 20 })

/** What the program reads from the picture. */
export function addressOfSecret(secret: string, { email, host }: { email: string; host: string }): string {
  return generateURI({ issuer: `Usher (${host})`, label: email, secret })
}

/** Which half minute a code is of: this one, or the one before or after, since clocks differ. Null: of none of them. */
export function stepOf(secret: string, code: string, now: Date): number | null {
  if (!/^\d{6}$/.test(code)) return null
  const epoch = Math.floor(now.getTime() / 1000)
  const found = verifySync({ secret, token: code, epoch, epochTolerance: period })
  return found.valid && 'timeStep' in found ? found.timeStep : null
}
