import { generateSync } from 'otplib'

/** What an authenticator program shows now. */
export const codeOf = (secret: string): string => generateSync({ secret })
