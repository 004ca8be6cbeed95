import { createHash, randomBytes } from 'node:crypto'

export const newToken = (): string => randomBytes(32).toString('base64url')

/** As the database has it. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
